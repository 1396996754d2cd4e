"""The figures of a plan, computed from the plan alone and not from the search."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from geodata.analyses.zoning import counts
from geodata.analyses.zoning.borders import IntArray, ObjectArray
from geodata.analyses.zoning.enclaves import find_enclaves
from geodata.analyses.zoning.findings import ZoningFinding, ordered
from geodata.analyses.zoning.grids import changes_of
from geodata.analyses.zoning.pieces import Pieces
from geodata.analyses.zoning.problem import NO_GRID, Problem
from geodata.analyses.zoning.reasons import sentence


def measure(
    read: Problem, pieces: Pieces, zone: IntArray, code: ObjectArray, grids: gpd.GeoDataFrame
) -> dict[str, Any]:
    """Return the report of one variant: figures, sentences per grid, findings.

    Shares are of 1. ``barrier_share`` is None without barriers; ``weight_kept_share`` and
    ``zones_untouched_share`` are None without grids of today.
    """
    demand = read.demand
    weight = grids["weight"].to_numpy()
    off = np.abs(weight - demand.target_weight) / max(demand.target_weight, 1e-9)
    broken = broken_zones(read, zone)
    enclaves = find_enclaves(read, pieces, zone, code, grids)
    wanted = sum(read.wanted.values())
    findings = [*read.findings, *_settled(read, pieces), *_beyond(read, pieces, zone, code)]
    findings += [_broken(read, zone, code, number) for number in broken]
    findings += enclaves
    return {
        "zones_count": len(grids),
        "in_band_share": _share(grids["is_in_band"].to_numpy()),
        "max_deviation_share": float(off.max()),
        "mean_deviation_share": float(off.mean()),
        "workload_spread_share": _spread(grids["workload"].to_numpy()),
        "noncontiguous_count": len(broken),
        "empty_count": max(0, wanted - len(grids)),
        "enclave_count": len(enclaves),
        "forced_enclave_count": sum(f.repaired == "forced" for f in enclaves),
        "mean_polsby_popper": float(grids["polsby_popper"].mean()),
        **_border_figures(read, zone),
        **_today_figures(read, code[zone], grids),
        "findings": [finding.as_row() for finding in ordered(findings)],
        "changes": _changes(read, code[zone]),
    }


def broken_zones(read: Problem, zone: IntArray) -> list[int]:
    """Return the zones whose units are not connected by borders that may be crossed."""
    links = read.links
    same = (zone[links.first] == zone[links.second]) & links.passable
    count = len(zone)
    ones = np.ones(int(same.sum()), dtype=np.int8)
    matrix = sparse.coo_array((ones, (links.first[same], links.second[same])), shape=(count, count))
    part = csgraph.connected_components(matrix, directed=False)[1]
    pairs = np.unique(np.stack([zone, part], axis=1), axis=0)
    return [int(number) for number in np.flatnonzero(np.bincount(pairs[:, 0]) > 1)]


def _share(values: Any) -> float:
    return float(np.mean(values)) if len(values) else 1.0


def _spread(load: Any) -> float:
    mean = float(load.mean()) if len(load) else 0.0
    return float(load.std() / mean) if mean > 0 else 0.0


def _border_figures(read: Problem, zone: IntArray) -> dict[str, Any]:
    links = read.links
    is_cut = zone[links.first] != zone[links.second]
    length = links.length[is_cut]
    on_barrier = float((length * read.barrier_share[is_cut]).sum())
    has_barriers = bool((read.barrier_share > 0).any())
    return {
        "cut_share": _share(is_cut),
        "cut_length_m": round(float(length.sum()), 1),
        "barrier_share": on_barrier / max(float(length.sum()), 1e-9) if has_barriers else None,
    }


def _today_figures(read: Problem, plan: ObjectArray, grids: gpd.GeoDataFrame) -> dict[str, Any]:
    had = read.today != NO_GRID
    if not had.any():
        none = ("weight_kept_share", "weight_moved", "zones_untouched_share")
        return {**dict.fromkeys(none), "zones_new_count": len(grids), "zones_ended_count": 0}
    is_kept = had & (read.today == plan)
    total = float(read.weight[had].sum())
    before, after = set(read.today[had]), set(plan)
    touched = set(read.today[had & ~is_kept]) | set(plan[~is_kept])
    return {
        "weight_kept_share": float(read.weight[is_kept].sum()) / total if total else 1.0,
        "weight_moved": float(read.weight[had & ~is_kept].sum()),
        "zones_untouched_share": len(before - touched) / len(before),
        "zones_new_count": len(after - before),
        "zones_ended_count": len(before - after),
    }


def _changes(read: Problem, plan: ObjectArray) -> dict[str, str]:
    """Return a sentence per grid, those that end included."""
    changes = changes_of(read, plan)
    return {name: sentence(name, change, read.demand) for name, change in changes.items()}


def _settled(read: Problem, pieces: Pieces) -> list[ZoningFinding]:
    found = []
    high = read.demand.max_weight
    for unit in np.flatnonzero((read.weight > high + 1e-9) & ~read.is_locked):
        weight = float(read.weight[unit])
        message = (
            f"Unit {read.codes[unit]} holds {weight:,.0f}, more than the maximum {high:,.0f}: it "
            "is a grid of its own. Split it by address points."
        )
        name, parent = str(read.codes[unit]), str(read.parent[unit])
        found.append(ZoningFinding("oversize_unit", (name,), message, parent, weight - high))
    for group in pieces.undersize:
        weight = float(read.weight[group].sum())
        ids = tuple(map(str, read.codes[group]))
        names = ", ".join(ids[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")
        message = (
            f"{names} hold {weight:,.0f} in all, below the minimum {read.demand.min_weight:,.0f}, "
            "and nothing of their parent can be reached from there: a grid of their own."
        )
        parent = str(read.parent[group[0]])
        found.append(ZoningFinding("undersize_island", ids, message, parent, weight))
    return found


def _beyond(
    read: Problem, pieces: Pieces, zone: IntArray, code: ObjectArray
) -> list[ZoningFinding]:
    """Say where bounds fail in what was searched, and why."""
    found = []
    demand = read.demand
    weight = np.bincount(zone, weights=read.weight)
    for piece in pieces.free:
        numbers = np.unique(zone[piece.members])
        over, under = weight[numbers] - demand.max_weight, demand.min_weight - weight[numbers]
        beyond = numbers[np.maximum(over, under) > 1e-9]
        if not len(beyond):
            continue
        choice = counts.choose(
            piece.weight, len(piece.members), demand, today=None, wanted=piece.wanted
        )
        name = piece.parent or "The area"
        ids = tuple(str(code[n]) for n in beyond)
        if not choice.is_feasible:
            message = counts.explain(name, piece.weight, demand)
            found.append(ZoningFinding("infeasible", ids, message, piece.parent, piece.weight))
            continue
        lightest, heaviest = weight[numbers].min(), weight[numbers].max()
        message = (
            f"{name}: the units are too coarse for {demand.min_weight:,.0f} to "
            f"{demand.max_weight:,.0f} as far as the search went; {', '.join(ids[:4])} "
            f"{'are' if len(ids) > 1 else 'is'} outside. The plan fits min "
            f"{min(lightest, demand.min_weight):,.0f} and max "
            f"{max(heaviest, demand.max_weight):,.0f}."
        )
        amount = float(np.maximum(over, under).max())
        found.append(ZoningFinding("out_of_band", ids, message, piece.parent, amount))
    return found


def _broken(read: Problem, zone: IntArray, code: ObjectArray, number: int) -> ZoningFinding:
    at = zone == number
    grid = str(code[number])
    kind = "lock_broken" if read.is_locked[at].any() else "pin_apart"
    cause = "locked as it is" if kind == "lock_broken" else "a pinned unit is apart from it"
    message = f"Grid {grid} is in several parts: {cause}."
    return ZoningFinding(kind, (grid,), message, str(read.parent[at][0]), float(at.sum()))
