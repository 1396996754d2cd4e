"""Lines cut where they meet: pieces between nodes, each piece knowing the line it came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from geodata.analyses.area_lookup import IntArray
from geodata.analyses.layer import ObjectArray
from geodata.crs import FloatArray


@dataclass(frozen=True, slots=True)
class StreetPieces:
    """k pieces (LineStrings) of n lines between m nodes.

    ``line`` is the position of each piece's line in the input, ``start`` and ``end`` its nodes,
    ``nodes`` their x and y (m x 2).
    """

    shapes: ObjectArray
    line: IntArray
    start: IntArray
    end: IntArray
    nodes: FloatArray


@dataclass(frozen=True, slots=True)
class _Marks:
    """Places on lines where a node lies."""

    line: IntArray
    along_m: FloatArray
    place: FloatArray


def cut(lines: ObjectArray, *, levels: IntArray | None = None, snap_m: float = 0.5) -> StreetPieces:
    """Cut lines at every crossing, and where an end of one comes within ``snap_m`` of another.

    ``levels`` (one per line) keeps a flyover apart: lines of two levels that merely cross do not
    meet; they meet where one of them ends. Nodes within ``snap_m`` of each other become one, and
    pieces that shrink to it are dropped. A MultiLineString is cut like its parts.

    >>> cross = np.array([shapely.LineString([(0, 5), (10, 5)]),
    ...                   shapely.LineString([(5, 0), (5, 10)])])
    >>> pieces = cut(cross)
    >>> len(pieces.shapes), len(pieces.nodes)
    (4, 5)
    """
    parts, owner = _simple_parts(lines)
    if not len(parts):
        none = np.empty(0, dtype=np.intp)
        return StreetPieces(parts, none, none, none, np.empty((0, 2)))
    level = np.zeros(len(parts), np.intp) if levels is None else np.asarray(levels)[owner]
    marks = _marks(parts, level, snap_m)
    shapes, first, last = _pieces(parts, marks)
    node, nodes = _clusters(marks.place, snap_m)
    start, end = node[first], node[last]
    is_kept = (start != end) | (shapely.length(shapes) > 2 * snap_m)
    return StreetPieces(
        shapes[is_kept],
        owner[marks.line[first[is_kept]]],
        start[is_kept],
        end[is_kept],
        nodes,
    )


def _simple_parts(lines: ObjectArray) -> tuple[ObjectArray, IntArray]:
    parts, owner = shapely.get_parts(shapely.force_2d(lines), return_index=True)
    is_line = (shapely.get_type_id(parts) == 1) & (shapely.length(parts) > 0)
    parts, owner = parts[is_line], owner[is_line]
    # A line that crosses itself, such as a figure of eight, is several.
    folded = ~shapely.is_simple(parts)
    split, index = shapely.get_parts(shapely.node(parts[folded]), return_index=True)
    return (
        np.concatenate([parts[~folded], split]),
        np.concatenate([owner[~folded], owner[folded][index]]).astype(np.intp),
    )


def _marks(parts: ObjectArray, level: IntArray, snap_m: float) -> _Marks:
    """All nodes on all lines, sorted by line and distance along it."""
    tree = shapely.STRtree(parts)
    a, b = tree.query(parts, predicate="intersects")
    is_pair = (a < b) & (level[a] == level[b])
    a, b = a[is_pair], b[is_pair]
    place, pair = shapely.get_coordinates(
        shapely.intersection(parts[a], parts[b]), return_index=True
    )
    ends = np.concatenate([shapely.get_point(parts, 0), shapely.get_point(parts, -1)])
    end, touched = tree.query(ends, predicate="dwithin", distance=snap_m)
    end_place = shapely.get_coordinates(ends)
    line = np.concatenate([a[pair], b[pair], touched])
    places = np.concatenate([place, place, end_place[end]])
    along = shapely.line_locate_point(parts[line], shapely.points(places))
    every = np.arange(len(parts), dtype=np.intp)
    length = shapely.length(parts)
    line = np.concatenate([line, every, every])
    along = np.concatenate([along, np.zeros(len(parts)), length])
    places = np.concatenate([places, end_place])
    order = np.lexsort((along, line))
    line, along, places = line[order], along[order], places[order]
    is_new = (np.diff(line, prepend=-1) != 0) | (np.diff(along, prepend=0) > 1e-9)
    return _Marks(line[is_new].astype(np.intp), along[is_new], places[is_new])


def _pieces(parts: ObjectArray, marks: _Marks) -> tuple[ObjectArray, IntArray, IntArray]:
    """The lines between consecutive marks, and the positions of their first and last mark."""
    corner, owner = shapely.get_coordinates(parts, return_index=True)
    step = np.hypot(*np.diff(corner, axis=0, prepend=corner[:1]).T)
    is_first = np.diff(owner, prepend=-1) != 0
    step[is_first] = 0
    total = np.cumsum(step)
    along = total - total[is_first][owner]
    line = np.concatenate([owner, marks.line])
    is_mark = np.repeat([False, True], [len(owner), len(marks.line)])
    order = np.lexsort((is_mark, np.concatenate([along, marks.along_m]), line))
    is_mark = is_mark[order]
    places = np.concatenate([corner, marks.place])[order]
    at = np.flatnonzero(is_mark)
    first = np.flatnonzero(marks.line[:-1] == marks.line[1:])
    count = at[first + 1] - at[first] + 1
    piece = np.repeat(np.arange(len(first)), count)
    offset = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
    shapes = shapely.linestrings(places[np.repeat(at[first], count) + offset], indices=piece)
    return shapely.remove_repeated_points(shapes), first, first + 1


def _clusters(places: FloatArray, snap_m: float) -> tuple[IntArray, FloatArray]:
    """The node of each place, and the places of the nodes."""
    unique, which = np.unique(places, axis=0, return_inverse=True)
    near = KDTree(unique).query_pairs(snap_m, output_type="ndarray")
    links = coo_array((np.ones(len(near)), (near[:, 0], near[:, 1])), shape=(len(unique),) * 2)
    count, cluster = connected_components(links, directed=False)
    nodes = np.empty((count, 2))
    # The last write stays: the first place of each cluster.
    nodes[cluster[::-1]] = unique[::-1]
    return cluster[which.ravel()].astype(np.intp), nodes
