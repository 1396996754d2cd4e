"""Which area holds a point: a reusable index that picks the cheaper of two equal ways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

if TYPE_CHECKING:
    from geodata.analyses.lookup_raster import LookupRaster

IntArray = npt.NDArray[np.intp]

OUTSIDE = -1
# From this many points on, building the raster pays (measured: tests/bench/bench_locate.py).
RASTER_FROM_POINTS = 300_000
# The tree way holds all candidate pairs of a chunk in memory.
_CHUNK_POINTS = 1_000_000


class AreaLookup:
    """Positions of the areas that hold points; build once, find many times.

    A point on an edge that areas share, or in areas that overlap, belongs to the area with the
    lowest code. Few points are found through a tree of boxes and GEOS, many through an exact
    raster; both give the answers of ``shapely.intersects_xy`` on prepared polygons. Pickles.
    """

    def __init__(self, polygons: npt.NDArray[np.object_], positions: IntArray) -> None:
        """``polygons`` in winning order; ``positions`` are their places in the input."""
        self._polygons = polygons
        self._positions = positions
        self._tree: shapely.STRtree | None = None
        self._raster: LookupRaster | None = None

    @classmethod
    def build(
        cls,
        areas: gpd.GeoDataFrame | gpd.GeoSeries,
        codes: Sequence[str] | None = None,
        *,
        cells_per_side: int | None = None,
    ) -> AreaLookup:
        """Index areas.

        Parameters
        ----------
        areas : n Polygons or MultiPolygons in any planar CRS, degrees included. Missing and empty
            ones hold no point. Invalid ones are read by the even-odd rule, as GEOS does.
        codes : n codes that settle ties, lowest first (by code point, as the database sorts). The
            order of the rows settles them when there are no codes.
        cells_per_side : build the raster now and this fine; None builds it when it pays.

        Raises
        ------
        InvalidInputError : a code is missing, or an area is not polygonal, not finite, or has a
            hole that reaches out of the box of its outline.

        >>> halves = gpd.GeoSeries([shapely.box(1, 0, 2, 2), shapely.box(0, 0, 1, 2)])
        >>> lookup = AreaLookup.build(halves, ["east", "west"])
        >>> lookup.find(np.array([0.5, 1.0, 9.0]), np.array([1.0, 1.0, 1.0]))
        array([ 1,  0, -1])
        """
        polygons = np.asarray(areas.geometry.array, dtype=object)
        names = _names(codes, len(polygons))
        _require_polygons(polygons, names)
        order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.intp)
        is_blank = shapely.is_missing(polygons) | shapely.is_empty(polygons)
        order = order[~is_blank[order]]
        lookup = cls(shapely.force_2d(polygons[order]), order)
        if cells_per_side is not None and len(order):
            lookup._raster = _build_raster(lookup._polygons, cells_per_side)
        return lookup

    def find(self, x: FloatArray, y: FloatArray) -> IntArray:
        """Return for each point the position of its area in the input of ``build``, -1 outside.

        ``x`` and ``y``: shape (m,), in the CRS of the areas. NaN and infinity are outside.
        Raises InvalidInputError when the lengths differ.
        """
        x = np.ascontiguousarray(x, dtype=np.float64)
        y = np.ascontiguousarray(y, dtype=np.float64)
        if x.ndim != 1 or x.shape != y.shape:
            raise InvalidInputError(f"x and y must be equally long: {x.shape} and {y.shape}")
        if not len(self._polygons):
            return np.full(len(x), OUTSIDE, dtype=np.intp)
        if self._raster is None and len(x) >= RASTER_FROM_POINTS:
            self._raster = _build_raster(self._polygons, suitable_cells(len(self._polygons)))
        if self._raster is None:
            ranks = self._ranks_by_tree(x, y)
        else:
            ranks = self._raster.find(x, y)
            doubtful = np.flatnonzero(ranks < OUTSIDE)
            ranks[doubtful] = self._ranks_by_tree(x[doubtful], y[doubtful])
        # One more entry, so that rank -1 (outside) reads -1.
        return np.append(self._positions, OUTSIDE)[ranks]

    def find_by_tree(self, x: FloatArray, y: FloatArray) -> IntArray:
        """Answer as ``find``, through boxes and GEOS however many points there are."""
        return np.append(self._positions, OUTSIDE)[self._ranks_by_tree(x, y)]

    @property
    def nbytes(self) -> int:
        """Memory that the raster and its lists hold, in bytes; 0 before it is built."""
        return self._raster.nbytes if self._raster else 0

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_tree": None}

    def _ranks_by_tree(self, x: FloatArray, y: FloatArray) -> IntArray:
        if self._tree is None:
            shapely.prepare(self._polygons)
            self._tree = shapely.STRtree(self._polygons)
        found = np.full(len(x), OUTSIDE, dtype=np.intp)
        for start in range(0, len(x), _CHUNK_POINTS):
            chunk = slice(start, start + _CHUNK_POINTS)
            found[chunk] = _first_holder(self._tree, self._polygons, x[chunk], y[chunk])
        return found


def suitable_cells(area_count: int) -> int:
    """Cells per side of a raster for so many areas: fine enough that few cells hold an edge.

    >>> suitable_cells(3_000)
    2048
    """
    side = 40.0 * np.sqrt(max(area_count, 1))
    return int(np.clip(2 ** np.round(np.log2(side)), 256, 4096))


def _build_raster(polygons: npt.NDArray[np.object_], cells_per_side: int) -> LookupRaster:
    # Importing numba takes half a second, which few points would not earn back.
    from geodata.analyses.lookup_raster import LookupRaster  # noqa: PLC0415

    return LookupRaster.build(polygons, cells_per_side)


def _first_holder(
    tree: shapely.STRtree, polygons: npt.NDArray[np.object_], x: FloatArray, y: FloatArray
) -> IntArray:
    finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    point, rank = tree.query(shapely.points(x[finite], y[finite]))
    # Neighbouring tests on one polygon share its prepared index in the processor's cache.
    by_polygon = np.argsort(rank, kind="stable")
    point, rank = finite[point[by_polygon]], rank[by_polygon]
    is_held = shapely.intersects_xy(polygons[rank], x[point], y[point])
    point, rank = point[is_held], rank[is_held]
    found = np.full(len(x), OUTSIDE, dtype=np.intp)
    # The last write stays: from the highest rank down to the lowest.
    found[point[::-1]] = rank[::-1]
    return found


def _names(codes: Sequence[str] | None, count: int) -> list[str]:
    if codes is None:
        return [f"{row:012d}" for row in range(1, count + 1)]
    if len(codes) != count:
        raise InvalidInputError(f"{count} areas but {len(codes)} codes")
    missing = np.flatnonzero(pd.isna(np.asarray(codes, dtype=object)))
    if len(missing):
        row = int(missing[0]) + 1
        raise InvalidInputError(f"row {row}: the area has no code", row=row)
    return [str(code) for code in codes]


def _require_polygons(polygons: npt.NDArray[np.object_], names: list[str]) -> None:
    kinds = shapely.get_type_id(polygons)
    other = np.flatnonzero(~np.isin(kinds, (-1, 3, 6)))
    if len(other):
        row, kind = int(other[0]) + 1, polygons[other[0]].geom_type
        message = f"row {row}: area {names[row - 1]} is a {kind}; areas must be polygons"
        raise InvalidInputError(message, row=row)
    coords, owner = shapely.get_coordinates(polygons, return_index=True)
    wrong = owner[~np.isfinite(coords).all(axis=1)]
    if len(wrong):
        row = int(wrong[0]) + 1
        message = f"row {row}: area {names[row - 1]} has a coordinate that is not finite"
        raise InvalidInputError(message, row=row)
    # The box of a polygon is that of its shell: GEOS would cut such a hole at the box.
    bounds = shapely.bounds(polygons)[owner]
    wrong = owner[(coords < bounds[:, :2]).any(axis=1) | (coords > bounds[:, 2:]).any(axis=1)]
    if len(wrong):
        row = int(wrong[0]) + 1
        message = f"row {row}: area {names[row - 1]} has a hole outside its outline"
        raise InvalidInputError(message, row=row)
