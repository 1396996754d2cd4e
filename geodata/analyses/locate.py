"""Points to areas: exactly one area each, the same answer on every run and in any order."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.analyses.area_lookup import AreaLookup, IntArray
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError

__all__ = ["AreaLookup", "locate"]


def locate(
    points: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    *,
    code_column: str,
    accuracy_m: str | npt.ArrayLike | None = None,
) -> pd.DataFrame:
    """Tell for each point the one area that holds it.

    The only analysis that also works in degrees, so that it answers as the database does. A point
    on an edge that areas share (or in areas that overlap) belongs to the area with the lowest
    code; a point on the outer edge is inside. Neither depends on the order of any row.

    Parameters
    ----------
    points : m Points; missing and empty ones are outside.
    areas : n Polygons or MultiPolygons in the same CRS, with ``code_column`` filled.
    code_column : the column of ``areas`` that holds their codes.
    accuracy_m : radius of each position's accuracy circle, a column of ``points`` or m metres;
        missing means unknown. Needs a metric CRS.

    Returns
    -------
    DataFrame with the index of ``points``: ``area_code`` (None outside) and, with ``accuracy_m``,
    ``is_uncertain``: the accuracy circle reaches an edge of the area, or from outside an area.

    Raises
    ------
    InvalidInputError : no CRS or two, no such column, a code missing, a geometry of another kind.

    >>> market = gpd.GeoDataFrame(
    ...     {"code": ["G1", "G2"]},
    ...     geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs=4326)
    >>> noise = gpd.GeoDataFrame(geometry=gpd.points_from_xy([0.5, 1, 3], [0.5, 0.5, 0]), crs=4326)
    >>> locate(noise, market, code_column="code")["area_code"].tolist()
    ['G1', 'G1', None]
    """
    _require_same_crs(points, areas)
    if code_column not in areas:
        raise InvalidInputError(f"the areas have no column {code_column!r}", field=code_column)
    _require_points(points)
    codes = areas[code_column].to_numpy(dtype=object)
    lookup = AreaLookup.build(areas, codes)
    geometries = np.array(points.geometry.array, dtype=object)
    # GEOS has no x for an empty point.
    geometries[shapely.is_empty(geometries)] = None
    found = lookup.find(shapely.get_x(geometries), shapely.get_y(geometries))
    answer = pd.DataFrame(index=points.index)
    # One more entry, so that position -1 (outside) reads None.
    answer["area_code"] = pd.Series(np.append(codes, [None])[found], points.index, dtype=object)
    if accuracy_m is not None:
        require_metric(areas)
        radius = _accuracy(points, accuracy_m)
        answer["is_uncertain"] = _is_uncertain(geometries, radius, areas, found)
    return answer


def _is_uncertain(
    points: npt.NDArray[np.object_], radius: FloatArray, areas: gpd.GeoDataFrame, found: IntArray
) -> npt.NDArray[np.bool_]:
    """Whether the circle around each point reaches the edge of its area, or an area at all."""
    is_uncertain = np.zeros(len(points), dtype=np.bool_)
    polygons = np.asarray(areas.geometry.array, dtype=object)
    edges = shapely.boundary(polygons)
    shapely.prepare(edges)
    inside = np.flatnonzero((found >= 0) & (radius >= 0))
    inside = inside[np.argsort(found[inside], kind="stable")]
    is_uncertain[inside] = shapely.dwithin(edges[found[inside]], points[inside], radius[inside])
    outside = np.flatnonzero((found < 0) & (radius >= 0))
    tree = shapely.STRtree(polygons)
    near = tree.query(points[outside], predicate="dwithin", distance=radius[outside])[0]
    is_uncertain[outside[near]] = True
    return is_uncertain


def _accuracy(points: gpd.GeoDataFrame, accuracy_m: str | npt.ArrayLike) -> FloatArray:
    if isinstance(accuracy_m, str):
        if accuracy_m not in points:
            raise InvalidInputError(f"the points have no column {accuracy_m!r}", field=accuracy_m)
        accuracy_m = points[accuracy_m].to_numpy()
    try:
        radius = pd.to_numeric(np.ravel(np.asarray(accuracy_m, dtype=object)), errors="raise")
        radius = np.asarray(radius, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(f"accuracy_m must be numbers in metres: {error}") from error
    if len(radius) != len(points):
        raise InvalidInputError(f"{len(points)} points but {len(radius)} accuracies")
    wrong = np.flatnonzero((radius < 0) | np.isinf(radius))
    if len(wrong):
        row = int(wrong[0]) + 1
        message = f"row {row}: the accuracy {radius[row - 1]:g} m is not a radius"
        raise InvalidInputError(message, row=row)
    return radius


def _require_same_crs(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> None:
    for name, frame in (("points", points), ("areas", areas)):
        if frame.crs is None:
            raise InvalidInputError(f"the {name} have no CRS; declare it first")
    if not points.crs.equals(areas.crs, ignore_axis_order=True):
        raise InvalidInputError(
            f"the points are in {points.crs.to_string()} but the areas in "
            f"{areas.crs.to_string()}; convert one of them first"
        )


def _require_points(points: gpd.GeoDataFrame) -> None:
    kinds = shapely.get_type_id(points.geometry.array)
    other = np.flatnonzero(~np.isin(kinds, (-1, 0)))
    if len(other):
        row = int(other[0]) + 1
        kind = points.geometry.iloc[row - 1].geom_type
        raise InvalidInputError(f"row {row}: the geometry is a {kind}, not a Point", row=row)
