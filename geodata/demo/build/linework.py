"""Node the borders of parents and pieces into faces, without moving the parents' borders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.demo.build.precision import on_grid

Geometries = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NodingRule:
    """How exactly lines are kept, in degrees.

    ``grid_deg`` is the grid of all final vertices; ``piece_grid_deg`` the coarser one on which
    the pieces are noded among themselves; a piece's line within ``snap_deg`` of a parent's
    border is drawn onto that border, so that no sliver remains between the two.
    """

    grid_deg: float
    piece_grid_deg: float
    snap_deg: float


def faces_between(parents: Geometries, pieces: Geometries, rule: NodingRule) -> Geometries:
    """Return the polygons that all borders together enclose, in a fixed order.

    Neighbouring faces share every vertex. Borders of ``parents`` keep their vertices; only new
    ones are added to them.
    """
    borders = shapely.boundary(on_grid(parents, rule.grid_deg))
    inner = _snapped(_noded(pieces, rule.piece_grid_deg), borders, rule)
    noded = shapely.unary_union(np.concatenate([borders, inner]), grid_size=rule.grid_deg)
    faces = np.asarray(
        shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))), dtype=object
    )
    return faces[np.argsort(shapely.to_wkb(shapely.normalize(faces)))]


def _noded(pieces: Geometries, grid_deg: float) -> Geometries:
    if len(pieces) == 0:
        return np.empty(0, dtype=object)
    lines = shapely.unary_union(shapely.boundary(on_grid(pieces, grid_deg)), grid_size=grid_deg)
    return np.asarray(shapely.get_parts(shapely.line_merge(lines)), dtype=object)


def _snapped(lines: Geometries, borders: Geometries, rule: NodingRule) -> Geometries:
    """Draw ``lines`` onto borders that are nearer than the snapping distance.

    GEOS decides for the inside of each line. Ends are decided once per place, so that lines that
    meet still meet afterwards.
    """
    if len(lines) == 0:
        return lines
    targets = shapely.get_parts(shapely.line_merge(shapely.union_all(borders)))
    tree = shapely.STRtree(targets)
    line, target = tree.query(lines, predicate="dwithin", distance=rule.snap_deg)
    snapped = lines.copy()
    for position in np.unique(line):
        near = shapely.union_all(targets[target[line == position]])
        inside = shapely.get_coordinates(shapely.snap(lines[position], near, rule.snap_deg))[1:-1]
        ends = shapely.get_coordinates(lines[position])[[0, -1]]
        start, end = _end_on_border(ends, targets, tree, rule.snap_deg)
        snapped[position] = shapely.LineString(np.vstack([start, inside, end]))
    return on_grid(snapped, rule.grid_deg)


def _end_on_border(
    ends: Floats, targets: Geometries, tree: shapely.STRtree, snap_deg: float
) -> Floats:
    """Move each end to the nearest border vertex, else border point, within ``snap_deg``."""
    moved = ends.copy()
    for row, point in enumerate(shapely.points(ends)):
        near = tree.query(point, predicate="dwithin", distance=snap_deg)
        if len(near) == 0:
            continue
        vertices = shapely.get_coordinates(targets[near])
        distance = np.hypot(*(vertices - ends[row]).T)
        if distance.min() <= snap_deg:
            # Of several at the same distance the most western, then southern.
            closest = vertices[distance <= distance.min()]
            moved[row] = closest[np.lexsort(closest.T[::-1])[0]]
        else:
            border = targets[near[np.argmin(shapely.distance(targets[near], point))]]
            along = shapely.line_locate_point(border, point)
            moved[row] = shapely.get_coordinates(shapely.line_interpolate_point(border, along))[0]
    return moved
