"""Rivers, railways and main roads: which borders lie on them, and which may not be crossed.

A layer of lines or polygons with a column ``barrier`` (hard, soft, bridge) or, failing that,
``kind``: water, river, rail, railway and metro are hard, bridge links, all else is soft.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from geodata.analyses.zoning.borders import Borders, ObjectArray
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

BoolArray = npt.NDArray[np.bool_]

# A metre of border on a barrier costs this much of a metre elsewhere.
BARRIER_PRICE = 0.02
# Blocks are drawn along kerbs or centre lines; both sides of a wide street are within this.
NEAR_M = 12.0
BRIDGE_REACH_M = 25.0
# A border is the barrier's when at least half of it lies there.
HARD_SHARE = 0.5
_SAMPLE_M = 15.0
_HARD = frozenset({"hard", "water", "river", "rail", "railway", "railroad", "metro"})
_BRIDGE = frozenset({"bridge"})


def weigh(
    borders: Borders, barriers: gpd.GeoDataFrame | None, crs: CRS
) -> tuple[FloatArray, BoolArray]:
    """Return for each pair of neighbours the share of border on a barrier, and if it is passable.

    Raises InvalidInputError when the barriers are in another CRS than the units.
    """
    count = len(borders.first)
    if barriers is None or not len(barriers) or not count:
        return np.zeros(count), np.ones(count, dtype=bool)
    if barriers.crs != crs:
        raise InvalidInputError("the barriers must be in the CRS of the units")
    kind = _kinds(barriers)
    shapes = np.asarray(barriers.geometry.array, dtype=object)
    is_there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    kind, shapes = kind[is_there], shapes[is_there]
    place, pair, length = _samples(borders)
    hard = _share(place, pair, length, count, shapes[kind == "hard"])
    any_share = _share(place, pair, length, count, shapes[kind != "bridge"])
    passable = hard < HARD_SHARE
    bridged = _bridged(place, pair, shapes[kind == "bridge"])
    passable[bridged] = True
    return any_share, passable


def _kinds(barriers: gpd.GeoDataFrame) -> npt.NDArray[np.str_]:
    column = next((name for name in ("barrier", "kind") if name in barriers), None)
    if column is None:
        return np.full(len(barriers), "soft")
    words = barriers[column].astype(str).str.lower()
    names = ["hard" if w in _HARD else "bridge" if w in _BRIDGE else "soft" for w in words]
    return np.array(names, dtype=np.str_)


def _samples(borders: Borders) -> tuple[ObjectArray, npt.NDArray[np.intp], FloatArray]:
    """Points along the borders, each standing for a few metres of them."""
    start, end = borders.segments[:, 0], borders.segments[:, 1]
    length = np.hypot(*(end - start).T)
    parts = np.maximum(1, np.ceil(length / _SAMPLE_M)).astype(np.int64)
    at = np.repeat(np.arange(len(parts)), parts)
    step = np.arange(len(at)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = ((step + 0.5) / parts[at])[:, None]
    place = shapely.points(start[at] * (1 - share) + end[at] * share)
    return place, borders.segment_pair[at], (length / parts)[at]


def _share(
    place: ObjectArray,
    pair: npt.NDArray[np.intp],
    length: FloatArray,
    count: int,
    shapes: ObjectArray,
) -> FloatArray:
    total = np.bincount(pair, weights=length, minlength=count)
    if not len(shapes):
        return np.zeros(count)
    near = np.unique(shapely.STRtree(place).query(shapes, predicate="dwithin", distance=NEAR_M)[1])
    on = np.bincount(pair[near], weights=length[near], minlength=count)
    return np.asarray(on / np.maximum(total, 1e-9))


def _bridged(
    place: ObjectArray, pair: npt.NDArray[np.intp], bridges: ObjectArray
) -> npt.NDArray[np.intp]:
    if not len(bridges):
        return np.empty(0, dtype=np.intp)
    tree = shapely.STRtree(place)
    return np.unique(pair[tree.query(bridges, predicate="dwithin", distance=BRIDGE_REACH_M)[1]])
