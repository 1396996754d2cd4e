"""Links between the documents, with absolute addresses."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import request, url_for

GEOJSON = "application/geo+json"
JSON = "application/json"
HTML = "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


def link(rel: str, href: str, kind: str, title: str) -> dict[str, str]:
    """Return one link."""
    return {"rel": rel, "href": href, "type": kind, "title": title}


def here(endpoint: str, **values: Any) -> str:
    """Return the absolute address of one of our documents."""
    return url_for(f"ogc.{endpoint}", _external=True, **values)


def own(kind: str, **changes: Any) -> list[dict[str, str]]:
    """Return the links of a document to itself and to its other representation."""
    arguments: dict[str, Any] = {**request.args.to_dict(), **changes}
    arguments.pop("f", None)
    address = here((request.endpoint or "").partition(".")[2], **(request.view_args or {}))

    def at(shape: str) -> str:
        query = "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in {**arguments, "f": shape}.items())
        return f"{address}?{query}"

    return [
        link("self", at("json"), kind, "This document"),
        link("alternate", at("html"), HTML, "This document as HTML"),
    ]


def _quoted(text: Any) -> str:
    return quote(str(text), safe="")
