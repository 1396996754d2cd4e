"""An exact raster index over polygons: which polygon holds a point, without touching GEOS.

Every cell that a boundary may touch is marked conservatively and keeps the list of its
polygons; every other cell lies wholly in one polygon or in none and keeps that answer. A point in
a marked cell is tested against the few segments of its row, by GEOS's own rule and within GEOS's
own filter of rounding. What that filter cannot decide is left to GEOS, so the answers are those of
GEOS by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.analyses.compiled import compiled
from geodata.analyses.lookup_rows import (
    DOUBTFUL,
    HELD,
    NOT_HELD,
    Int32Array,
    IntArray,
    Mesh,
    RowIndex,
    holds_point,
    index_rows,
    row_span,
)
from geodata.crs import FloatArray

OUTSIDE = -1
# Edge cell k is written as _FIRST_EDGE - k, below OUTSIDE.
_FIRST_EDGE = -2


@dataclass(frozen=True, slots=True)
class LookupRaster:
    """Arrays only, so that it pickles and can be shared between processes.

    ``labels`` holds a polygon, OUTSIDE or an edge cell for each cell, row by row from the south;
    edge cell k lists ``edge_areas[edge_start[k]:edge_start[k+1]]``.
    """

    mesh: Mesh
    rows: RowIndex
    labels: Int32Array
    edge_start: Int32Array
    edge_areas: Int32Array

    @classmethod
    def build(cls, polygons: npt.NDArray[np.object_], cells_per_side: int) -> LookupRaster:
        """Index non-empty polygons in the order in which they win.

        Parameters
        ----------
        polygons : array of Polygon and MultiPolygon, shape (n,), any planar CRS; where several
            hold a point the first of them is the answer. Invalid ones follow the even-odd rule.
        cells_per_side : the raster has about this many cells squared, cut to the shape of the box.

        >>> import shapely
        >>> halves = np.array([shapely.box(0, 0, 1, 2), shapely.box(1, 0, 2, 2)])
        >>> raster = LookupRaster.build(halves, 16)
        >>> raster.find(np.array([0.5, 1.0, 1.5, 3.0]), np.ones(4))
        array([ 0,  0,  1, -1])
        """
        mesh, rows = index_rows(polygons, cells_per_side)
        return cls(mesh, rows, *_label(mesh, rows))

    def find(self, x: FloatArray, y: FloatArray) -> IntArray:
        """Answer the first polygon of each point, OUTSIDE, or DOUBTFUL where only GEOS can tell."""
        return _find(self.mesh, self.rows, (self.labels, self.edge_start, self.edge_areas), x, y)

    @property
    def nbytes(self) -> int:
        """Size of all arrays in bytes."""
        return sum(a.nbytes for a in (*self.rows, self.labels, self.edge_start, self.edge_areas))


@compiled
def _label(mesh: Mesh, rows: RowIndex) -> tuple[Int32Array, Int32Array, Int32Array]:
    """Scan every polygon row by row: mark the cells it touches, fill the cells wholly inside.

    Polygons come in winning order, so a cell that is filled never changes.
    """
    labels = np.full(mesh.row_count * mesh.column_count, OUTSIDE, np.int32)
    touched_by = np.full(mesh.column_count, -1, np.intp)
    toggles = np.zeros(mesh.column_count, np.uint8)
    entries = np.empty((1024, 2), np.int32)
    is_closed = np.empty(1024, np.bool_)
    edge_count = entry_count = 0
    for area in range(len(rows.first_row)):
        for key in range(rows.offset[area], rows.offset[area + 1]):
            row = rows.first_row[area] + key - rows.offset[area]
            first, last = _scan_row(mesh, rows, (key, row), touched_by, toggles)
            is_inside = False
            for column in range(first, last + 1):
                is_inside ^= toggles[column] == 1
                toggles[column] = 0
                is_touched = touched_by[column] == key
                cell = row * mesh.column_count + column
                if labels[cell] >= 0 or not (is_touched or is_inside):
                    continue
                if labels[cell] == OUTSIDE:
                    if not is_touched:
                        labels[cell] = area
                        continue
                    if edge_count == len(is_closed):
                        is_closed = np.append(is_closed, np.empty(edge_count, np.bool_))
                    labels[cell] = _FIRST_EDGE - edge_count
                    is_closed[edge_count] = False
                    edge_count += 1
                edge = _FIRST_EDGE - labels[cell]
                if is_closed[edge]:
                    continue
                if entry_count == len(entries):
                    entries = np.concatenate((entries, np.empty_like(entries)))
                # A polygon that holds the whole cell ends its list, written as its complement.
                is_closed[edge] = not is_touched
                entries[entry_count, 0] = edge
                entries[entry_count, 1] = area if is_touched else ~area
                entry_count += 1
    edge_start, edge_areas = _sort_entries(entries[:entry_count], edge_count)
    return labels, edge_start, edge_areas


@compiled
def _scan_row(
    mesh: Mesh,
    rows: RowIndex,
    place: tuple[int, int],
    touched_by: IntArray,
    toggles: npt.NDArray[np.uint8],
) -> tuple[int, int]:
    """Mark the cells of one row that one polygon touches and where its boundary crosses the middle.

    Returns the first and the last column. The column of a crossing is itself touched, so rounding
    of the crossing never changes the inside of an untouched cell.
    """
    key, row = place
    bottom = mesh.south + row / mesh.rows_per_unit
    top = mesh.south + (row + 1) / mesh.rows_per_unit
    middle = 0.5 * (bottom + top)
    first, last = mesh.column_count, -1
    for k in range(rows.start[key], rows.start[key + 1]):
        i = rows.segments[k]
        west, east = row_span(rows, i, bottom - mesh.margin_y, top + mesh.margin_y)
        c0 = int(np.floor((west - mesh.margin_x - mesh.west) * mesh.columns_per_unit))
        c1 = int(np.floor((east + mesh.margin_x - mesh.west) * mesh.columns_per_unit))
        first, last = min(first, c0), max(last, c1)
        touched_by[c0 : c1 + 1] = key
        if (rows.coords[i, 1] > middle) != (rows.coords[i + 1, 1] > middle):
            x = row_span(rows, i, middle, middle)[0]
            c = int(np.floor((x - mesh.west) * mesh.columns_per_unit))
            toggles[min(max(c, c0), c1)] ^= 1
    return first, last


@compiled
def _sort_entries(entries: Int32Array, edge_count: int) -> tuple[Int32Array, Int32Array]:
    """Counting sort of (edge cell, polygon) by edge cell; winning order stays within a cell."""
    start = np.zeros(edge_count + 1, np.int32)
    for k in range(len(entries)):
        start[entries[k, 0] + 1] += 1
    for edge in range(edge_count):
        start[edge + 1] += start[edge]
    following = start[:-1].copy()
    areas = np.empty(len(entries), np.int32)
    for k in range(len(entries)):
        edge = entries[k, 0]
        areas[following[edge]] = entries[k, 1]
        following[edge] += 1
    return start, areas


@compiled
def _find(
    mesh: Mesh,
    rows: RowIndex,
    cells: tuple[Int32Array, Int32Array, Int32Array],
    x: FloatArray,
    y: FloatArray,
) -> IntArray:
    labels, edge_start, edge_areas = cells
    found = np.full(len(x), OUTSIDE, np.intp)
    for i in range(len(x)):
        column = (x[i] - mesh.west) * mesh.columns_per_unit
        row = (y[i] - mesh.south) * mesh.rows_per_unit
        # Written so that NaN is outside.
        if not (0 <= column < mesh.column_count and 0 <= row < mesh.row_count):
            continue
        label = labels[int(row) * mesh.column_count + int(column)]
        if label >= OUTSIDE:
            found[i] = label
            continue
        edge = _FIRST_EDGE - label
        for k in range(edge_start[edge], edge_start[edge + 1]):
            area = edge_areas[k]
            if area < 0:
                found[i] = ~area
                break
            key = rows.offset[area] + int(row) - rows.first_row[area]
            held = holds_point(rows, key, x[i], y[i])
            if held != NOT_HELD:
                found[i] = area if held == HELD else DOUBTFUL
                break
    return found
