"""A polygon that somebody drew: judged before it is kept."""

from __future__ import annotations

from typing import Any

from shapely.geometry.base import BaseGeometry

from geodata.errors import InvalidInputError
from geodata.geometry import check_geometry
from geodata.importers import geojson_geometry

MAX_VERTICES = 500
POLYGONS = ("Polygon", "MultiPolygon")


def read(drawn: dict[str, Any]) -> BaseGeometry:
    """Return a GeoJSON polygon (degrees); raises InvalidInputError for what is none."""
    shape: BaseGeometry = geojson_geometry.build([drawn], "geometry", MAX_VERTICES)[0]
    if shape.geom_type not in POLYGONS:
        raise InvalidInputError("draw a polygon", field="geometry")
    check_geometry(shape, max_vertices=MAX_VERTICES)
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise InvalidInputError("degrees within -180..180 and -90..90", field="geometry")
    return shape
