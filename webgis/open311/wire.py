"""Answers in the two formats of GeoReport: XML, and JSON with bare arrays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
from flask import Response, request

XML, JSON = "text/xml; charset=utf-8", "application/json; charset=utf-8"
FORMATS = ("xml", "json")
# Lists inside of an answer -> the name of their elements in XML.
ITEM_OF = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "formats": "format",
    "values": "value",
}
# What XML 1.0 cannot hold.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(body: Any, *, root: str, item: str | None = None, status: int = 200) -> Response:
    """Return a body in the format of the address; a list has elements named ``item`` in XML."""
    if _format() == "json":
        return Response(msgspec.json.encode(body), status, content_type=JSON)
    top = ET.Element(root)
    for row in body if item else [body]:
        _write(ET.SubElement(top, item) if item else top, row)
    return Response(ET.tostring(top, "utf-8", xml_declaration=True), status, content_type=XML)


def _format() -> str:
    name = (request.view_args or {}).get("form") or request.path.rpartition(".")[2]
    return name if name in FORMATS else "xml"


def _write(element: ET.Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _write(ET.SubElement(element, name), inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            _write(ET.SubElement(element, ITEM_OF[element.tag]), inner)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif isinstance(value, datetime):
        element.text = value.isoformat()
    elif value is not None:
        element.text = UNWRITABLE.sub("", str(value))
