"""Grids that lie wholly inside another grid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geodata.analyses.zoning.borders import IntArray, ObjectArray
from geodata.analyses.zoning.findings import ZoningFinding
from geodata.analyses.zoning.pieces import Pieces
from geodata.analyses.zoning.problem import Problem

_NOISE_M2 = 1.0


def find_enclaves(
    read: Problem, pieces: Pieces, zone: IntArray, code: ObjectArray, grids: gpd.GeoDataFrame
) -> list[ZoningFinding]:
    """One finding per hole of a grid that holds other grids; ``repaired`` is "forced" or "".

    Forced is the hole of a grid that had no choice: it is all that there was to draw there, it
    was settled beforehand (locked, oversize, island), or the hole is that of a single unit.
    """
    shapes = grids.geometry.to_numpy()
    rings = shapely.get_num_interior_rings(shapely.get_parts(shapes))
    if not rings.any():
        return []
    number_of = {str(name): number for number, name in enumerate(code)}
    inside = shapely.STRtree(shapely.point_on_surface(shapes))
    had_choice = _had_choice(pieces, zone)
    found = []
    for row in range(len(shapes)):
        for hole in _holes(shapes[row]):
            held = np.sort(inside.query(hole, predicate="contains"))
            if hole.area <= _NOISE_M2 or not len(held):
                continue
            outer = str(grids["code"].iloc[row])
            number = number_of[outer]
            is_forced = not had_choice[number] or _is_of_unit(read, zone == number, hole)
            ids = (outer, *map(str, grids["code"].iloc[held]))
            message = f"Grid {outer} encloses {', '.join(ids[1:5])}" + (
                "; there was no other way." if is_forced else "."
            )
            parent = str(grids["parent"].iloc[row])
            mark = "forced" if is_forced else ""
            found.append(ZoningFinding("enclave", ids, message, parent, float(hole.area), mark))
    return found


def _holes(shape: shapely.Polygon | shapely.MultiPolygon) -> list[shapely.Polygon]:
    parts = shapely.get_parts(shape)
    return [shapely.Polygon(ring) for part in parts for ring in part.interiors]


def _had_choice(pieces: Pieces, zone: IntArray) -> dict[int, bool]:
    choice: dict[int, bool] = dict.fromkeys(range(int(zone.max()) + 1), False)
    for piece in pieces.free:
        numbers = np.unique(zone[piece.members])
        for number in numbers:
            choice[int(number)] = len(numbers) > 1
    return choice


def _is_of_unit(read: Problem, at: ObjectArray, hole: shapely.Polygon) -> bool:
    rings = [ring for shape in read.polygons[at] for ring in _holes(shape)]
    return any(ring.area >= hole.area * (1 - 1e-9) and ring.intersects(hole) for ring in rings)
