"""Redrawing grids: the engine beside METIS (pymetis, contiguous) on the same input.

Seeded cities of 2,000, 10,000 and 60,000 units at 15 % tolerance, Washington's units in their
communities, and warm starts after growth. Both get the same number of grids.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pymetis
import synthetic_city
from click import echo
from measuring import Measured, keep

from geodata.analyses.zoning import Demand, problem, propose_for
from geodata.analyses.zoning.pieces import divide
from geodata.analyses.zoning.report import broken_zones

TOLERANCE = 0.15
DEMO = Path(__file__).parents[2] / "geodata/demo/data/dc/units.parquet"


def city(per_side: int, communities_per_side: int = 1, *, seed: int = 7) -> gpd.GeoDataFrame:
    """Units with lognormal households, about 16 each, one in eight empty."""
    units = synthetic_city.units(per_side)
    rng = np.random.default_rng(seed)
    households = np.round(rng.lognormal(2.6, 0.6, len(units)))
    households[rng.random(len(units)) < 0.12] = 0
    block = communities_per_side * units[["row", "column"]] // per_side
    parent = (block["row"] * 1000 + block["column"]).astype(str)
    return units.assign(households=households, parent=parent)


def by_metis(read: problem.Problem, counts: dict[str, int]) -> np.ndarray:
    """One label per unit: METIS k-way, contiguous, borders as edge weights."""
    label, used = np.zeros(len(read.codes), dtype=np.int64), 0
    parents = np.unique(read.parent.astype(str), return_inverse=True)
    for at, parent in enumerate(parents[0]):
        members = np.flatnonzero(parents[1] == at)
        part = np.zeros(len(members), dtype=np.int64)
        if counts[parent] > 1:
            place = np.full(len(label), -1)
            place[members] = np.arange(len(members))
            one, two = place[read.links.first], place[read.links.second]
            inside = (one >= 0) & (two >= 0)
            source = np.concatenate([one[inside], two[inside]])
            target = np.concatenate([two[inside], one[inside]])
            length = np.tile(read.links.length[inside], 2)
            order = np.lexsort((target, source))
            start = np.searchsorted(source[order], np.arange(len(members) + 1))
            part = pymetis.part_graph(
                counts[parent],
                pymetis.CSRAdjacency(start.astype(np.int32), target[order].astype(np.int32)),
                vweights=read.weight[members].astype(np.int32),
                eweights=np.maximum(1, length[order]).astype(np.int32),
                options=pymetis.Options(contig=1, ufactor=int(TOLERANCE * 1000), seed=1),
            )[1]
        label[members] = np.asarray(part) + used
        used += counts[parent]
    return label


def figures(read: problem.Problem, zone: np.ndarray, target: float, asked: int) -> dict[str, Any]:
    """Figures of any plan, the same formulas for all."""
    zone = np.unique(zone, return_inverse=True)[1]
    weight = np.bincount(zone, weights=read.weight)
    area = np.bincount(zone, weights=read.borders.area_m2)
    length = np.bincount(zone, weights=read.borders.perimeter_m)
    same = zone[read.links.first] == zone[read.links.second]
    inner = zone[read.links.first[same]]
    length -= 2 * np.bincount(inner, weights=read.links.length[same], minlength=len(length))
    on = read.barrier_share[~same] * read.links.length[~same]
    return {
        "zones_count": len(weight),
        "max_deviation_share": float(np.abs(weight / target - 1).max()),
        "in_band_share": float((np.abs(weight / target - 1) <= TOLERANCE + 1e-9).mean()),
        "noncontiguous_count": len(broken_zones(read, zone)),
        "empty_count": asked - len(weight),
        "mean_polsby_popper": float((4 * np.pi * area / length**2).mean()),
        "cut_share": float((~same).mean()),
        "barrier_share": float(on.sum() / read.links.length[~same].sum()),
    }


def shown(name: str, values: dict[str, Any], seconds: float) -> Measured:
    """Print one row."""
    texts = [f"{k}={v:.3f}" if isinstance(v, float) else f"{k}={v}" for k, v in values.items()]
    echo(f"{name:34} {seconds:7.2f} s  {' '.join(texts)}")
    return Measured(name, seconds, seconds, 0.0, 1)


def beside_metis(name: str, units: gpd.GeoDataFrame, parent: str | None) -> dict[str, Any]:
    """Draw at 15 % tolerance around the mean, or METIS's own deviation where that is less."""
    weight = units["households"].to_numpy(dtype=float)
    key = units[parent].astype(str) if parent else np.full(len(units), "")
    sums = units.assign(key=key).groupby("key")["households"].sum()
    counts = {str(k): max(1, round(v / 400)) for k, v in sums.items()}
    target = float(weight.sum() / sum(counts.values()))
    base = problem.read(units, Demand(0, 1e9, target), weight_column="households",
                        parent_column=parent, zone_counts=counts)  # fmt: skip
    begun = time.perf_counter()
    metis = by_metis(base, counts)
    seconds = time.perf_counter() - begun
    theirs = figures(base, metis, target, sum(counts.values()))
    shown(f"{name}: METIS", theirs, seconds)
    band = min(TOLERANCE, theirs["max_deviation_share"]) if parent is None else TOLERANCE
    read = problem.read(
        units, Demand(target * (1 - band), target * (1 + band), target),
        weight_column="households", parent_column=parent, zone_counts=counts)  # fmt: skip
    begun = time.perf_counter()
    plan = propose_for(read, variant="fresh", seed=1)
    seconds = time.perf_counter() - begun
    zone = np.unique(plan.assignment["grid_code"].to_numpy()[read.rows], return_inverse=True)[1]
    ours = figures(read, zone, target, sum(counts.values()))
    ours["unforced_enclaves"] = plan.report["enclave_count"] - plan.report["forced_enclave_count"]
    shown(f"{name}: engine", ours, seconds)
    return {"metis": theirs, "engine": ours, "seconds": seconds}


def one_community(units: gpd.GeoDataFrame) -> float:
    """Seconds for one community, reading included."""
    begun = time.perf_counter()
    read = problem.read(units, Demand(300, 500, 400), weight_column="households")
    propose_for(read, variant="fresh", seed=1)
    return time.perf_counter() - begun


def washington() -> dict[str, Any]:
    """Washington: all variants within communities at 300 to 500 households."""
    units = gpd.read_parquet(DEMO).to_crs(26985)
    read = problem.read(units, Demand(300, 500, 400), weight_column="households",
                        parent_column="community_code", today_column="grid_code")  # fmt: skip
    result = {}
    for variant in ("fresh", "balanced", "minimal"):
        report = propose_for(read, variant=variant, seed=1).report
        report = {k: v for k, v in report.items() if k not in ("findings", "changes")}
        shown(f"Washington: {variant}", report, report["seconds"])
        result[variant] = report
    pieces = divide(read)
    result["searched_pieces"] = len(pieces.free)
    return result


def growth(units: gpd.GeoDataFrame) -> dict[str, Any]:
    """A city whose plan was good before one in three communities grew by up to half."""
    before = problem.read(units, Demand(300, 500, 400), weight_column="households",
                          parent_column="parent")  # fmt: skip
    today = propose_for(before, variant="fresh", seed=1).assignment["grid_code"]
    rng = np.random.default_rng(3)
    rate = dict(zip(sorted(set(units["parent"])), rng.uniform(1.0, 1.5, 10_000), strict=False))
    grown = np.round(units["households"] * units["parent"].map(rate))
    after = problem.read(
        units.assign(households=grown, today=today.to_numpy()), Demand(300, 500, 400),
        weight_column="households", parent_column="parent", today_column="today")  # fmt: skip
    plan = propose_for(after, variant="minimal", seed=1)
    counts = plan.grids.groupby("parent").size().to_dict()
    metis = by_metis(after, {str(k): int(v) for k, v in counts.items()})
    kept = kept_by(after, metis)
    result = {"minimal": plan.report["weight_kept_share"], "metis": kept,
              "in_band_share": plan.report["in_band_share"]}  # fmt: skip
    shown("growth: weight kept", result, plan.report["seconds"])
    return result


def kept_by(read: problem.Problem, zone: np.ndarray) -> float:
    """Share of weight that keeps its grid under the best match of grids, parent by parent."""
    from geodata.analyses.zoning.matching import carry_on  # noqa: PLC0415

    kept = 0.0
    for parent in set(read.parent):
        at = read.parent == parent
        named = carry_on(zone[at], read.today[at], read.weight[at], read.pinned[at])
        code = np.array([named.get(int(z), "") for z in zone[at]], dtype=object)
        kept += float(read.weight[at][code == read.today[at]].sum())
    return kept / float(read.weight.sum())


def main(sizes: tuple[int, ...] = (45, 100)) -> int:
    """Measure and write."""
    one_community(city(16).iloc[:60])
    found: dict[str, Any] = {}
    for side in sizes:
        found[f"{side * side} units"] = beside_metis(f"{side * side} units", city(side), None)
    nested = city(245, 15)
    found["60,025 nested units"] = beside_metis("60,025 nested units", nested, "parent")
    community = city(16)
    found["community_s"] = min(one_community(community) for _ in range(3))
    echo(f"one community of {len(community)} units: {found['community_s']:.3f} s")
    found["growth"] = growth(city(100, 6))
    if DEMO.exists():
        found["washington"] = washington()
        units = gpd.read_parquet(DEMO).to_crs(26985)
        found["washington beside METIS"] = beside_metis("Washington", units, "community_code")
    echo(str(keep("zoning", {}, found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
