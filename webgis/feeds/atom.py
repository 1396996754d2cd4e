"""Items as Atom (RFC 4287) with GeoRSS-Simple points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from webgis.feeds.items import Item
from webgis.open311.wire import UNWRITABLE

ATOM, GEORSS = "http://www.w3.org/2005/Atom", "http://www.georss.org/georss"
KIND = "application/atom+xml; charset=utf-8"

ET.register_namespace("", ATOM)
ET.register_namespace("georss", GEORSS)


def write(items: Sequence[Item], title: str, address: str) -> bytes:
    """Return the feed."""
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", address)
    _add(feed, "title", title)
    newest = max((item.changed_at for item in items), default=datetime.fromtimestamp(0, UTC))
    _add(feed, "updated", newest.isoformat())
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=address)
    _add(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", title)
    for item in items:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", item.id)
        _add(entry, "title", item.title)
        _add(entry, "updated", item.changed_at.isoformat())
        _add(entry, "published", item.start.isoformat())
        _add(entry, "summary", item.summary)
        ET.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=item.link)
        # GeoRSS writes latitude first.
        ET.SubElement(entry, f"{{{GEORSS}}}point").text = f"{item.lat:.6f} {item.lon:.6f}"
    return bytes(ET.tostring(feed, "utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = UNWRITABLE.sub("", text)
