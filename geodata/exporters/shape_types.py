"""One geometry type for a whole layer."""

from __future__ import annotations

import geopandas as gpd
import shapely

from geodata.errors import InvalidInputError

_MULTI = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}


def one_type(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, str]:
    """Return the frame with shapes of one type, and that type.

    Single shapes become multi where both occur. Raises InvalidInputError when points, lines and
    polygons are mixed.

    >>> from shapely import Point
    >>> one_type(gpd.GeoDataFrame(geometry=[Point(0, 0)], crs=4326))[1]
    'Point'
    """
    shapes = frame.geometry.to_numpy()
    types = {shape.geom_type for shape in shapes if shape is not None}
    if len(types) <= 1:
        return frame, next(iter(types), "Point")
    multi = {_MULTI.get(name, name) for name in types}
    if len(multi) > 1:
        listed = ", ".join(sorted(types))
        raise InvalidInputError(f"this format holds one type of shape, but there are {listed}")
    target = multi.pop()
    promote = {
        "MultiPoint": shapely.multipoints,
        "MultiLineString": shapely.multilinestrings,
        "MultiPolygon": shapely.multipolygons,
    }[target]
    together = [s if s is None or s.geom_type == target else promote([s]) for s in shapes]
    return frame.set_geometry(together, crs=frame.crs), target
