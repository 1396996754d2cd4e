"""Where each address lies: in one area, in none, in two, or on a border."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.analyses.layer import Layer
from geodata.errors import InvalidInputError

# Converted coordinates sit this close to the border that they were drawn on, within rounding.
EDGE_M = 0.0001


def place(addresses: gpd.GeoDataFrame, areas: Layer, edge_m: float = EDGE_M) -> pd.DataFrame:
    """Tell for each address its area and how it lies.

    Parameters
    ----------
    addresses : m Points in the metric CRS of the areas; missing and empty ones are unplaced.
    edge_m : within this distance of a border an address lies on it, in metres.

    Returns
    -------
    DataFrame with the index of ``addresses``: area_code (the lowest that holds it or whose border
    it lies on, None without one) and lies: inside, edge, two, outside or unplaced. Edge comes
    first: an address on a border is not called outside or on two.

    Raises
    ------
    InvalidInputError : a geometry that is no Point.

    >>> halves = gpd.GeoDataFrame({"code": ["A", "B"]}, crs=26985,
    ...     geometry=[shapely.box(0, 0, 5, 5), shapely.box(5, 0, 9, 5)])
    >>> doors = gpd.GeoDataFrame(geometry=gpd.points_from_xy([1, 5, 20], [1, 1, 1]), crs=26985)
    >>> place(doors, Layer.read(halves, "code"))["lies"].tolist()
    ['inside', 'edge', 'outside']
    """
    points = np.array(addresses.geometry.array, dtype=object)
    points[shapely.is_empty(points)] = None
    other = np.flatnonzero(~np.isin(shapely.get_type_id(points), (-1, 0)))
    if len(other):
        row = int(other[0]) + 1
        raise InvalidInputError(f"row {row}: the address is no Point", row=row)
    door, area = areas.tree.query(points, predicate="dwithin", distance=edge_m)
    # Sorted by area, so that prepared borders are used while they are warm.
    order = np.argsort(area, kind="stable")
    door, area = door[order], area[order]
    borders = shapely.boundary(areas.polygons)
    shapely.prepare(borders)
    is_near = shapely.dwithin(borders[area], points[door], edge_m)
    holders = np.bincount(door[~is_near], minlength=len(points))
    lies = np.select([holders == 0, holders == 1], ["outside", "inside"], "two").astype(object)
    lies[door[is_near]] = "edge"
    lies[shapely.is_missing(points)] = "unplaced"
    code = np.full(len(points), None, dtype=object)
    # Areas come in the order of their codes: written from the last, the lowest stays.
    code[door[::-1]] = areas.codes[area[::-1]]
    return pd.DataFrame({"area_code": code, "lies": lies}, index=addresses.index, dtype=object)
