"""A folium map whose scripts and styles are in the file itself."""

from __future__ import annotations

import re
from typing import Any

import folium
from branca.element import Element

from geodata.errors import UnavailableError

# What would make a browser ask another machine.
EXTERNAL = re.compile(
    r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|@import|url\(\s*["']?(?!data:)"""
)
PICTURE = re.compile(r"url\(\s*(?!['\"]?data:)[^)]*\)")


class StandaloneMap(folium.Map):  # type: ignore[misc]
    """A map without folium's list of addresses; leaflet is written into the head."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


def new_map(box: tuple[float, float, float, float], script: str, style: str) -> StandaloneMap:
    """Return an empty map of a box (west, south, east, north) with leaflet's own text inside."""
    west, south, east, north = box
    made = StandaloneMap(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        control_scale=True,
        prefer_canvas=True,
        zoom_snap=0.25,
    )
    made.fit_bounds([[south, west], [north, east]])
    head = made.get_root().header
    # The pictures of leaflet's own buttons are not shown by these maps.
    head.add_child(Element(f"<style>{PICTURE.sub('none', style)}</style>"), name="leaflet_css")
    head.add_child(Element(f"<script>{script}</script>"), name="leaflet")
    return made


def write(made: folium.Map, *, before: str = "", after: str = "", style: str = "") -> str:
    """Return the page; raises UnavailableError if anything in it would ask another machine.

    ``before`` and ``after`` are markup above and below the map.
    """
    root: Any = made.get_root()
    root.header.add_child(Element(f"<style>{style}</style>"), name="report_css")
    root.html.add_child(Element(before), name="before", index=0)
    root.html.add_child(Element(after), name="after")
    html: str = root.render()
    markup = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    if found := EXTERNAL.search(markup):
        raise UnavailableError(f"the report would ask another machine: {found.group()!r}")
    return html
