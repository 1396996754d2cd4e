"""How much of each unit lies in which areas, and what of it lies in none or in two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.analyses import overlay
from geodata.analyses.layer import Layer, ObjectArray, mended
from geodata.analyses.shares import Shares, covered_pairs, share_out
from geodata.analyses.sieve import Sieve
from geodata.crs import FloatArray

IntArray = npt.NDArray[np.intp]

# Below this only rounding is left of a unit.
_NOTHING_M2 = 1e-3


@dataclass(frozen=True, slots=True)
class UnitShares:
    """Entries ``unit``, ``area``, ``share`` (of the unit's ground), and per unit what is amiss.

    ``outside`` and ``double`` hold polygons, empty where all is well; noise of coordinates counts
    as well. ``is_cut`` marks units that lie in several areas.
    """

    unit: IntArray
    area: IntArray
    share: FloatArray
    outside: ObjectArray
    double: ObjectArray
    is_cut: npt.NDArray[np.bool_]


def measure(units: Layer, areas: Layer, sieve: Sieve) -> UnitShares:
    """Share out units among areas by area: people are taken to live evenly over their unit."""
    count = len(units.codes)
    unit, area = covered_pairs(units, areas)
    is_placed = ~shapely.is_empty(units.polygons)
    # Where areas do not overlap one holder is the only one; else another may share its ground.
    is_whole = np.bincount(unit, minlength=count) == 1
    overlapping = shapely.STRtree(areas.polygons[areas.suspects])
    is_whole[overlapping.query(units.polygons, predicate="intersects")[0]] = False
    keep = is_whole[unit]
    cut = share_out(units, areas, np.flatnonzero(~is_whole & is_placed))
    size = shapely.area(units.polygons)
    outside, double = _amiss(units, areas, cut)
    is_lost = is_placed & ~is_whole & ~_at(cut.piece, count)
    outside[is_lost] = units.polygons[is_lost]
    for kind, pieces in (("unit_outside", outside), ("unit_on_two", double)):
        pieces[~_at(sieve.keep(kind, pieces), count)] = shapely.MultiPolygon()
    is_large = sieve.passes(cut.part)
    return UnitShares(
        np.concatenate([unit[keep], cut.piece]),
        np.concatenate([area[keep], cut.holder]),
        np.concatenate([np.ones(int(keep.sum())), cut.part_m2 / size[cut.piece]]),
        outside,
        double,
        np.bincount(cut.piece[is_large], minlength=count) > 1,
    )


def _amiss(units: Layer, areas: Layer, cut: Shares) -> tuple[ObjectArray, ObjectArray]:
    """What of each unit that was cut lies in no area, and what in more than one."""
    outside = np.full(len(units.codes), shapely.MultiPolygon(), dtype=object)
    double = outside.copy()
    start = np.flatnonzero(np.diff(cut.piece, prepend=-1))
    groups = np.split(cut.part, start[1:]) if len(start) else []
    for parts, i in zip(groups, cut.piece[start], strict=True):
        left_m2 = units.polygons[i].area - sum(p.area for p in parts)
        if areas.is_coverage and left_m2 <= _NOTHING_M2:
            continue
        covered = overlay.union(parts)
        outside[i] = overlay.difference(units.polygons[i], covered)
        if not areas.is_coverage and len(parts) > 1:
            double[i] = _shared(parts)
    return mended(outside), mended(double)


def _shared(parts: ObjectArray) -> shapely.MultiPolygon:
    first, second = np.triu_indices(len(parts), 1)
    return overlay.union(overlay.intersection(parts[first], parts[second]))


def _at(positions: IntArray, count: int) -> npt.NDArray[np.bool_]:
    is_at = np.zeros(count, dtype=np.bool_)
    is_at[positions] = True
    return is_at
