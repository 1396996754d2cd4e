"""Validity, polygon shapes, snapping and caps. No CRS, no SQL."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.errors import InvalidInputError

MAX_VERTICES = 10_000
# A segment of a real border meets itself, its two neighbours and seldom more.
SCRIBBLE_MEETINGS = 12
SCRIBBLE_SAMPLE = 500


def check_geometry(
    geom: BaseGeometry | None, *, row: int | None = None, max_vertices: int = MAX_VERTICES
) -> None:
    """Refuse a geometry that must not be stored; never repair it here.

    Repair of hostile shapes can run for minutes while validation takes milliseconds, so input is
    judged, not mended. ``row`` (1-based) is named in the message. Raises InvalidInputError.

    >>> check_geometry(shapely.box(0, 0, 1, 1), row=1)
    """
    where = f"row {row}: " if row is not None else ""
    cause = _defect(geom, max_vertices)
    if cause:
        raise InvalidInputError(f"{where}{cause}", row=row)


def is_rounding_noise(geom: BaseGeometry, tolerance: float) -> bool:
    """Tell whether a polygon is invalid only by rounding: it crosses itself, but holds the same.

    Rounding a border to 6 decimals makes neighbouring segments cross here and there. A loop that
    is turned over counts negatively in the area of the ring and positively in that of the mended
    shape: the two areas may differ by ``tolerance`` (in the square of the geometry's own unit),
    and no border may move by more than its root. A scribble is never mended to find out, for that
    can run for minutes.

    >>> bow_tie = shapely.from_wkt("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))")
    >>> is_rounding_noise(bow_tie, 1e-10)
    False
    """
    if not shapely.is_valid_reason(geom).startswith("Self-intersection") or _is_scribble(geom):
        return False
    mended = shapely.make_valid(geom, method="structure", keep_collapsed=False)
    moved = shapely.hausdorff_distance(geom.boundary, mended.boundary)
    kept = abs(mended.area - geom.area) <= tolerance and moved <= tolerance**0.5
    return bool(kept and mended.area > tolerance)


def check_lon_lat(lon: float, lat: float, *, row: int | None = None) -> None:
    """Refuse a position that is not a longitude and a latitude in degrees.

    Raises InvalidInputError (field ``lon`` or ``lat``) and says when the axes look swapped.

    >>> check_lon_lat(114.06, 22.54)
    """
    where = f"row {row}: " if row is not None else ""
    if not (np.isfinite(lon) and np.isfinite(lat)):
        cause, field = f"the coordinate ({lon}, {lat}) is not a number", "lon"
    elif abs(lat) > 90:
        cause, field = f"latitude {lat:g} is outside -90..90", "lat"
        if abs(lon) <= 90 and abs(lat) <= 180:
            cause += "; the axes look swapped (longitude comes first)"
    elif abs(lon) > 180:
        cause, field = f"longitude {lon:g} is outside -180..180", "lon"
    else:
        return
    raise InvalidInputError(where + cause, row=row, field=field)


def as_multipolygon(geom: BaseGeometry) -> MultiPolygon:
    """Return the areal parts of ``geom`` as one MultiPolygon; lines and points are dropped.

    >>> as_multipolygon(shapely.box(0, 0, 1, 1)).geom_type
    'MultiPolygon'
    """
    if isinstance(geom, MultiPolygon):
        return geom
    if isinstance(geom, Polygon):
        return MultiPolygon([] if geom.is_empty else [geom])
    parts = [p for g in getattr(geom, "geoms", ()) for p in as_multipolygon(g).geoms]
    return MultiPolygon(parts)


def point_inside(geom: BaseGeometry) -> shapely.Point:
    """Return a point that is surely inside, to hang a label or a finding on.

    >>> point_inside(shapely.box(0, 0, 2, 2)).wkt
    'POINT (1 1)'
    """
    if geom.is_empty:
        raise InvalidInputError("an empty geometry has no inside")
    return geom.representative_point() if geom.is_valid else shapely.centroid(geom)


def _is_scribble(geom: BaseGeometry) -> bool:
    """Whether the boxes of the segments meet so often that mending may take long."""
    coords, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(geom)), return_index=True
    )
    follows = ring[1:] == ring[:-1]
    ends = np.stack([coords[:-1][follows], coords[1:][follows]], axis=1)
    low, high = ends.min(axis=1), ends.max(axis=1)
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    sample = boxes[:: max(1, len(boxes) // SCRIBBLE_SAMPLE)]
    meetings = shapely.STRtree(boxes).query(sample).shape[1] / len(sample)
    return bool(meetings > SCRIBBLE_MEETINGS)


def _defect(geom: BaseGeometry | None, max_vertices: int) -> str | None:
    if geom is None or geom.is_empty:
        return "the geometry is empty"
    count = int(shapely.get_num_coordinates(geom))
    if count > max_vertices:
        return f"the geometry has {count:,} vertices; at most {max_vertices:,} are accepted"
    if not np.isfinite(shapely.get_coordinates(geom)).all():
        return "a coordinate is not a finite number (NaN or infinity)"
    if not shapely.is_valid(geom):
        reason = shapely.is_valid_reason(geom)
        return f"the geometry is invalid: {reason}; mend it at the source"
    return _flatness(geom)


def _flatness(geom: BaseGeometry) -> str | None:
    if isinstance(geom, (Polygon, MultiPolygon)) and geom.area == 0:
        return "the polygon has no area"
    if isinstance(geom, LineString) and geom.length == 0:
        return "the line has no length"
    return None
