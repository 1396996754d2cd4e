"""Where a surface is at least so high: marching squares, as polygons."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import FloatArray

# The corners of a square, counter-clockwise from the south-west, as bits; which of its edges
# (0 south, 1 east, 2 north, 3 west) a line joins. 5 and 10 are saddles and have two lines.
_LINES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 6: ((0, 2),), 7: ((3, 2),),
    8: ((2, 3),), 9: ((2, 0),), 11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip
# Of a step: how near to a corner a line may pass.
_LEAST = 1e-6
_SADDLES = {5: (((3, 2), (1, 0)), ((3, 0), (1, 2))), 10: (((0, 3), (2, 1)), ((0, 1), (2, 3)))}


def at_least(
    values: FloatArray, level: float, west_m: float, south_m: float, step_m: float
) -> BaseGeometry:
    """Return where ``values`` reach ``level``, linear between the points, 0 outside.

    Parameters
    ----------
    values : (rows from south, columns from west) at points ``step_m`` apart; the first one lies at
        (``west_m``, ``south_m``).
    level : above 0.

    Returns
    -------
    Polygon or MultiPolygon, empty where nothing is so high.

    >>> peak = np.zeros((3, 3)); peak[1, 1] = 2.0
    >>> at_least(peak, 1.0, 0.0, 0.0, 10.0).area
    50.0
    """
    framed = np.pad(np.asarray(values, dtype=np.float64), 1)
    is_high = framed >= level
    if not is_high.any():
        return shapely.MultiPolygon()
    edges = _crossings(framed, is_high, level)
    segments = _segments(framed, is_high, level, edges)
    points = np.array([west_m - step_m, south_m - step_m]) + segments * step_m
    lines = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(points)))
    return shapely.build_area(lines)


def _crossings(
    framed: FloatArray, is_high: npt.NDArray[np.bool_], level: float
) -> tuple[FloatArray, FloatArray]:
    """Where the level crosses the edges eastwards and northwards, computed once for both sides."""
    with np.errstate(divide="ignore", invalid="ignore"):
        east = (level - framed[:, :-1]) / (framed[:, 1:] - framed[:, :-1])
        north = (level - framed[:-1]) / (framed[1:] - framed[:-1])
    # A line never runs through a corner, or a level that many corners have would touch itself.
    east, north = np.clip(east, _LEAST, 1 - _LEAST), np.clip(north, _LEAST, 1 - _LEAST)
    east = np.where(is_high[:, :-1] != is_high[:, 1:], east, np.nan)
    north = np.where(is_high[:-1] != is_high[1:], north, np.nan)
    return east, north


def _segments(
    framed: FloatArray,
    is_high: npt.NDArray[np.bool_],
    level: float,
    edges: tuple[FloatArray, FloatArray],
) -> FloatArray:
    """Lines of all squares, (n, 2 ends, x and y) in steps."""
    corners = is_high[:-1, :-1] + 2 * is_high[:-1, 1:] + 4 * is_high[1:, 1:] + 8 * is_high[1:, :-1]
    middle = (framed[:-1, :-1] + framed[:-1, 1:] + framed[1:, 1:] + framed[1:, :-1]) / 4.0
    parts = []
    for case in range(1, 15):
        row, column = np.nonzero(corners == case)
        if not len(row):
            continue
        if case in _LINES:
            parts += [_ends(line, row, column, edges) for line in _LINES[case]]
            continue
        is_bridge = middle[row, column] >= level
        for chosen, lines in ((is_bridge, _SADDLES[case][0]), (~is_bridge, _SADDLES[case][1])):
            parts += [_ends(line, row[chosen], column[chosen], edges) for line in lines]
    return np.concatenate(parts)


def _ends(
    line: tuple[int, int],
    row: npt.NDArray[np.intp],
    column: npt.NDArray[np.intp],
    edges: tuple[FloatArray, FloatArray],
) -> FloatArray:
    east, north = edges
    ends = []
    for edge in line:
        if edge in (0, 2):
            at = row + (edge == 2)
            ends.append(np.column_stack([column + east[at, column], at]))
        else:
            at = column + (edge == 1)
            ends.append(np.column_stack([at, row + north[row, at]]))
    return np.stack(ends, axis=1).astype(np.float64)
