"""Coordinate systems by their OGC names, with the order of their axes (Features, Part 2)."""

from __future__ import annotations

from functools import cache

from pyproj import CRS

from geodata.crs import STORAGE_EPSG, WEB_MERCATOR_EPSG
from geodata.queries import cities
from geodata.queries.features import Drawn
from webgis.database import session
from webgis.ogc.refusal import refuse

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG_PREFIX = "http://www.opengis.net/def/crs/EPSG/0/"
# About a centimetre in degrees, a millimetre in metres.
DIGITS = {"degree": 7, "metre": 3}


def names() -> list[str]:
    """Return every CRS that is offered, the default first."""
    codes = dict.fromkeys((STORAGE_EPSG, WEB_MERCATOR_EPSG, cities.get(session()).metric_epsg))
    return [CRS84, *(f"{EPSG_PREFIX}{code}" for code in codes)]


def drawn(name: str, parameter: str) -> Drawn:
    """Return how to write geometries in the CRS of this name; refuses one that is not offered."""
    if name not in names():
        refuse(f"{parameter}: this server offers {', '.join(names())}")
    if name == CRS84:
        return Drawn()
    epsg = int(name.removeprefix(EPSG_PREFIX))
    return Drawn(epsg, *_axes(epsg))


@cache
def _axes(epsg: int) -> tuple[bool, int]:
    first = CRS.from_epsg(epsg).axis_info[0]
    return first.direction == "north", DIGITS.get(first.unit_name, 3)
