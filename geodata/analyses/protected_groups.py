"""Groups of reports large enough that nobody stands out: small squares where many report, large
ones where few do.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import require_metric
from geodata.errors import InvalidInputError

LEAST_ADDRESSES = 8
CELL_M = 500
MAX_CELL_M = 16_000
# The group of what no square can hold: the whole city.
WHOLE = 0


def find(
    points: gpd.GeoDataFrame,
    *,
    least: int = LEAST_ADDRESSES,
    cell_m: int = CELL_M,
    max_cell_m: int = MAX_CELL_M,
) -> gpd.GeoDataFrame:
    """Merge reports upward, square by square, until each group has ``least`` addresses.

    Squares lie on multiples of their side. A square of ``cell_m`` whose reports come from enough
    different addresses is a group; what is left over goes to the square of twice the side around
    it, and at last to the whole city; if even that is too small, it is in no group. Each report
    is in at most one group, so that the difference of any two sums of groups is made of whole
    groups, and no group is smaller than ``least``.

    Parameters
    ----------
    points : in a metric CRS, with ``topic`` (any), ``address`` (who or where: reports of one
        reporter or door count once towards ``least``), and ``is_sensitive`` (bool: in no square,
        only in the group of the whole city).
    least : different addresses of a group, at least.
    cell_m, max_cell_m : side of the smallest and the largest square, in metres.

    Returns
    -------
    GeoDataFrame in the same CRS, one row per group: topic, cell_m (0: whole city), cell_column,
    cell_row (west and south edge in multiples of cell_m), count (reports), address_count, and
    geometry: the square without the squares of its own topic that lie in it; None for the city.

    Raises
    ------
    InvalidInputError : not metric, or sizes that cannot be.

    References
    ----------
    Samet, H. (1984). The quadtree and related hierarchical data structures. ACM Computing
    Surveys 16(2). Sweeney, L. (2002). k-anonymity: a model for protecting privacy. IJUFKS 10(5).

    >>> places = gpd.GeoSeries.from_xy(range(10), [0] * 10, crs=26985)
    >>> points = gpd.GeoDataFrame(
    ...     {"topic": "noise", "address": range(10), "is_sensitive": False}, geometry=places)
    >>> find(points)[["cell_m", "count"]].values.tolist()
    [[500, 10]]
    """
    require_metric(points)
    if least < 1 or not 0 < cell_m <= max_cell_m:
        raise InvalidInputError("needs least >= 1 and 0 < cell_m <= max_cell_m")
    rest = pd.DataFrame(points[["topic", "address", "is_sensitive"]]).assign(
        x=points.geometry.x.to_numpy(), y=points.geometry.y.to_numpy()
    )
    groups = []
    side = cell_m
    while side <= max_cell_m:
        found, rest = _squares(rest, side, least)
        groups.append(found)
        side *= 2
    groups.append(_city(rest, least))
    table = pd.concat(groups, ignore_index=True)
    return gpd.GeoDataFrame(table, geometry=_shapes(table), crs=points.crs)


def _squares(rest: pd.DataFrame, side: int, least: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the groups of one size, and the reports that are in none."""
    rest = rest.assign(
        cell_column=np.floor(rest["x"] / side).astype(np.int64),
        cell_row=np.floor(rest["y"] / side).astype(np.int64),
    )
    keys = ["topic", "cell_column", "cell_row"]
    open_ones = rest[~rest["is_sensitive"]]
    counted = _counted(open_ones, keys, least).assign(cell_m=side)
    kept = pd.MultiIndex.from_frame(counted[keys])
    is_in = pd.MultiIndex.from_frame(rest[keys]).isin(kept) & ~rest["is_sensitive"].to_numpy()
    return counted, rest[~is_in]


def _city(rest: pd.DataFrame, least: int) -> pd.DataFrame:
    counted = _counted(rest, ["topic"], least)
    return counted.assign(cell_m=WHOLE, cell_column=0, cell_row=0)


def _counted(rows: pd.DataFrame, keys: list[str], least: int) -> pd.DataFrame:
    found = (
        rows.groupby(keys)
        .agg(count=("address", "size"), address_count=("address", "nunique"))
        .reset_index()
    )
    return found[found["address_count"] >= least]


def _shapes(table: pd.DataFrame) -> list[shapely.Geometry | None]:
    """Return each group's square without the smaller ones of its topic; None for the city."""
    side = table["cell_m"].to_numpy()
    west, south = table["cell_column"] * side, table["cell_row"] * side
    boxes = shapely.box(west, south, west + side, south + side)
    shapes: list[shapely.Geometry | None] = []
    topics = table["topic"].to_numpy()
    for number in range(len(table)):
        if side[number] == WHOLE:
            shapes.append(None)
            continue
        # Squares nest, so that a smaller one that meets the inside lies in it.
        smaller = (topics == topics[number]) & (side < side[number]) & (side > WHOLE)
        inside = smaller & shapely.relate_pattern(boxes[number], boxes, "T********")
        shape = boxes[number]
        if inside.any():
            shape = shapely.difference(shape, shapely.union_all(boxes[inside]))
        shapes.append(shape)
    return shapes
