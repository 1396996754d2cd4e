"""The segments of many polygons, sorted by the rows of a mesh, and GEOS's crossing rule on them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from geodata.analyses.compiled import compiled
from geodata.crs import FloatArray

IntArray = npt.NDArray[np.intp]
Int32Array = npt.NDArray[np.int32]

HELD, NOT_HELD, DOUBTFUL = 1, 0, -2

# Widening of every cell where boundaries are marked: far above rounding, far below a cell.
_MARGIN_CELLS = 1e-6
# GEOS's DP_SAFE_EPSILON.
_SAFE_EPSILON = 1e-15


class Mesh(NamedTuple):
    """Rows and columns over the box of the polygons; lengths in the unit of their CRS."""

    west: float
    south: float
    columns_per_unit: float
    rows_per_unit: float
    column_count: int
    row_count: int
    margin_x: float
    margin_y: float


class RowIndex(NamedTuple):
    """Row r of polygon p holds ``segments[start[k]:start[k+1]]``, k = offset[p] + r - first_row[p].

    Segment i runs from ``coords[i]`` to ``coords[i + 1]``.
    """

    coords: FloatArray
    first_row: Int32Array
    offset: IntArray
    start: IntArray
    segments: Int32Array


def cover_with_mesh(coords: FloatArray, cells_per_side: int) -> Mesh:
    """Lay about ``cells_per_side`` squared cells over coordinates of shape (n, 2).

    >>> mesh = cover_with_mesh(np.array([[0.0, 0.0], [8.0, 8.0]]), 8)
    >>> mesh.column_count, mesh.west
    (10, -1.0)
    """
    low, high = coords.min(axis=0), coords.max(axis=0)
    ulp = np.spacing(np.abs(coords).max(axis=0))
    # Far from the origin a double cannot tell tiny cells apart: a cell is at least 1000 ulp wide.
    size = np.maximum(high - low, 1000 * ulp)
    aspect = float(np.clip(np.sqrt(size[0] / size[1]), 1 / 16, 16))
    wanted = np.array([cells_per_side * aspect, cells_per_side / aspect])
    count = np.clip(np.minimum(wanted, size / (1000 * ulp)), 1, None).astype(np.intp)
    cell = size / count
    margin = np.maximum(_MARGIN_CELLS * cell, 16 * ulp)
    # One empty cell around, so that widened boundary cells never fall off.
    west, south = low - cell
    return Mesh(
        float(west),
        float(south),
        float(1 / cell[0]),
        float(1 / cell[1]),
        int(count[0]) + 2,
        int(count[1]) + 2,
        float(margin[0]),
        float(margin[1]),
    )


def index_rows(polygons: npt.NDArray[np.object_], cells_per_side: int) -> tuple[Mesh, RowIndex]:
    """Sort the segments of non-empty polygons by polygon and row.

    >>> mesh, rows = index_rows(np.array([shapely.box(0, 0, 8, 8)]), 8)
    >>> len(rows.start) - 1  # eight rows, and one more on each side that the edges touch
    10
    """
    _, coords, offsets = shapely.to_ragged_array(polygons, include_z=False)
    coords = np.ascontiguousarray(coords)
    ring_start = np.asarray(offsets[0], dtype=np.intp)
    area_ring = np.asarray(offsets[1], dtype=np.intp)
    if len(offsets) == 3:
        area_ring = area_ring[np.asarray(offsets[2], dtype=np.intp)]
    mesh = cover_with_mesh(coords, cells_per_side)
    bounds = shapely.bounds(polygons)
    first = np.floor((bounds[:, 1] - mesh.margin_y - mesh.south) * mesh.rows_per_unit)
    last = np.floor((bounds[:, 3] + mesh.margin_y - mesh.south) * mesh.rows_per_unit)
    offset = np.append(0, np.cumsum(last - first + 1)).astype(np.intp)
    rows = (first.astype(np.int32), offset)
    start, segments = _sort_segments(mesh, coords, (ring_start, area_ring), rows)
    return mesh, RowIndex(coords, *rows, start, segments)


@compiled
def _sort_segments(
    mesh: Mesh,
    coords: FloatArray,
    rings: tuple[IntArray, IntArray],
    rows: tuple[Int32Array, IntArray],
) -> tuple[IntArray, Int32Array]:
    """Counting sort: the first pass counts, the second writes from each end downwards."""
    ring_start, area_ring = rings
    first_row, offset = rows
    start = np.zeros(offset[-1] + 1, np.intp)
    segments = np.empty(0, np.int32)
    for is_second_pass in (False, True):
        for area in range(len(first_row)):
            base = offset[area] - first_row[area]
            for ring in range(area_ring[area], area_ring[area + 1]):
                for i in range(ring_start[ring], ring_start[ring + 1] - 1):
                    low = min(coords[i, 1], coords[i + 1, 1]) - mesh.margin_y
                    high = max(coords[i, 1], coords[i + 1, 1]) + mesh.margin_y
                    row = int(np.floor((low - mesh.south) * mesh.rows_per_unit))
                    end = int(np.floor((high - mesh.south) * mesh.rows_per_unit))
                    for key in range(base + row, base + end + 1):
                        if is_second_pass:
                            start[key] -= 1
                            segments[start[key]] = i
                        else:
                            start[key] += 1
        if not is_second_pass:
            start[:] = np.cumsum(start)
            segments = np.empty(start[-1], np.int32)
    return start, segments


@compiled
def row_span(rows: RowIndex, i: int, bottom: float, top: float) -> tuple[float, float]:
    """Give the range of x that segment ``i`` takes between ``bottom`` and ``top``."""
    x1, y1 = rows.coords[i, 0], rows.coords[i, 1]
    x2, y2 = rows.coords[i + 1, 0], rows.coords[i + 1, 1]
    west, east = min(x1, x2), max(x1, x2)
    low, high = max(min(y1, y2), bottom), min(max(y1, y2), top)
    if y1 != y2 and (low > min(y1, y2) or high < max(y1, y2)):
        xa = x1 + (low - y1) / (y2 - y1) * (x2 - x1)
        xb = x1 + (high - y1) / (y2 - y1) * (x2 - x1)
        west, east = max(west, min(xa, xb)), min(east, max(xa, xb))
    return west, east


@compiled
def holds_point(rows: RowIndex, key: int, x: float, y: float) -> int:
    """Apply GEOS's RayCrossingCounter to the segments of one row of one polygon.

    HELD (inside or on the boundary), NOT_HELD, or DOUBTFUL where GEOS's own floating-point filter
    (CGAlgorithmsDD::orientationIndexFilter) would go on to exact arithmetic.
    """
    is_inside = False
    for k in range(rows.start[key], rows.start[key + 1]):
        i = rows.segments[k]
        x1, y1 = rows.coords[i, 0], rows.coords[i, 1]
        x2, y2 = rows.coords[i + 1, 0], rows.coords[i + 1, 1]
        if x1 < x and x2 < x:
            continue
        if x == x2 and y == y2:
            return HELD
        if (y1 > y) == (y2 > y):
            if y1 == y and y2 == y and min(x1, x2) <= x <= max(x1, x2):
                return HELD
            continue
        left, right = (x1 - x) * (y2 - y), (y1 - y) * (x2 - x)
        determinant = left - right
        if (left > 0) == (right > 0) and abs(determinant) < _SAFE_EPSILON * abs(left + right):
            return DOUBTFUL
        if determinant == 0:
            # Zero is sure on the first vertex or a vertical segment; else a product underflowed.
            return HELD if x1 == x and (y1 == y or x2 == x) else DOUBTFUL
        if (determinant > 0) == (y2 > y1):
            is_inside = not is_inside
    return HELD if is_inside else NOT_HELD
