"""The grids of a plan as a layer: shape, totals, form, and why each changed."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geodata.analyses.zoning.borders import IntArray, ObjectArray
from geodata.analyses.zoning.problem import NO_GRID, Problem
from geodata.analyses.zoning.reasons import Change, sentence

STATUSES = ("locked", "kept", "changed", "new")


def draw(read: Problem, zone: IntArray, code: ObjectArray) -> gpd.GeoDataFrame:
    """Return one row per grid in the order of the codes, in the CRS of the units.

    Columns code, parent, weight, workload, unit_count, is_in_band, polsby_popper (4 pi A / P^2),
    status (one of STATUSES), reason (a sentence) and geometry.
    """
    order = np.argsort(zone, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(zone[order])) + 1)
    shapes = [shapely.coverage_union_all(read.polygons[group]) for group in groups]
    count = len(groups)
    weight = np.bincount(zone, weights=read.weight, minlength=count)
    area, length = shapely.area(shapes), shapely.length(shapes)
    changes = changes_of(read, code[zone])
    status = [_status(changes[name]) for name in code]
    demand = read.demand
    frame = gpd.GeoDataFrame(
        {
            "code": code,
            "parent": [read.parent[group[0]] for group in groups],
            "weight": weight,
            "workload": np.bincount(zone, weights=read.load, minlength=count),
            "unit_count": np.bincount(zone, minlength=count),
            "is_in_band": (weight >= demand.min_weight - 1e-9)
            & (weight <= demand.max_weight + 1e-9),
            "polsby_popper": 4.0 * np.pi * area / length**2,
            "status": status,
            "reason": [sentence(str(name), changes[name], demand) for name in code],
        },
        geometry=shapes,
        crs=read.crs,
    )
    return frame.iloc[np.argsort(code.astype(str), kind="stable")].reset_index(drop=True)


def changes_of(read: Problem, plan: ObjectArray) -> dict[str, Change]:
    """Return what happened to each grid of today and of the plan; ``plan`` has a code per unit."""
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    came: dict[str, dict[str, float]] = {}
    went: dict[str, dict[str, float]] = {}
    locked: set[str] = set(read.today[read.is_locked])
    for old, new, weight in zip(read.today, plan, read.weight, strict=True):
        if old != NO_GRID:
            before[old] = before.get(old, 0.0) + float(weight)
        after[new] = after.get(new, 0.0) + float(weight)
        if old != new:
            parts = came.setdefault(new, {})
            parts[old] = parts.get(old, 0.0) + float(weight)
            parts = went.setdefault(old, {})
            parts[new] = parts.get(new, 0.0) + float(weight)
    had_today = bool(before)
    return {
        name: Change(
            before.get(name),
            after.get(name),
            came.get(name, {}) if had_today else {},
            went.get(name, {}),
            is_locked=name in locked,
        )
        for name in sorted({*before, *after})
    }


def _status(change: Change) -> str:
    if change.is_locked:
        return "locked"
    if change.before is None:
        return "new"
    return "changed" if change.came or change.went else "kept"
