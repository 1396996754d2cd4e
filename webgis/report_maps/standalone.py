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
# What leaflet needs of a style, without the pictures of buttons that a report does not have.
STYLE = """
.leaflet-pane, .leaflet-tile, .leaflet-pane > svg, .leaflet-pane > canvas, .leaflet-zoom-box {
  position: absolute; left: 0; top: 0; }
.leaflet-container { overflow: hidden; position: relative; outline-offset: 1px; }
.leaflet-pane { z-index: 400; } .leaflet-overlay-pane { z-index: 400; }
.leaflet-tooltip-pane { z-index: 650; } .leaflet-map-pane canvas { z-index: 100; }
.leaflet-zoom-animated { transform-origin: 0 0; } .leaflet-interactive { cursor: pointer; }
.leaflet-grab { cursor: grab; } .leaflet-container { touch-action: none; }
.leaflet-top, .leaflet-bottom { position: absolute; z-index: 1000; pointer-events: none; }
.leaflet-top { top: 0; } .leaflet-right { right: 0; } .leaflet-bottom { bottom: 0; }
.leaflet-left { left: 0; } .leaflet-control { position: relative; z-index: 800; margin: 10px;
  clear: both; pointer-events: auto; background: #fff; border: 1px solid #868e9b; padding: 4px; }
.leaflet-right .leaflet-control { float: right; } .leaflet-left .leaflet-control { float: left; }
.leaflet-control-zoom a { display: block; width: 28px; line-height: 28px; text-align: center;
  color: #171c26; text-decoration: none; } .leaflet-control-layers-toggle { display: none; }
.leaflet-control-scale-line { border: 2px solid #4b5565; border-top: 0; padding: 0 4px; }
.leaflet-control-attribution { display: none; }
.leaflet-tooltip { position: absolute; padding: 6px; background: #fff; border: 1px solid #868e9b;
  white-space: nowrap; pointer-events: none; color: #171c26; }
"""


class StandaloneMap(folium.Map):  # type: ignore[misc]
    """A map without folium's list of addresses; leaflet is written into the head."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


def new_map(box: tuple[float, float, float, float], script: str) -> StandaloneMap:
    """Return an empty map of a box (west, south, east, north) with leaflet's own script inside."""
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
    head.add_child(Element(f"<style>{STYLE}</style>"), name="leaflet_css")
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
