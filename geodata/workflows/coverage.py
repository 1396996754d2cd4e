"""Gaps, overlaps and strays of every tier, and the people and addresses that no grid holds."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import geopandas as gpd
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import coverage as coverage_analysis
from geodata.analyses import partition
from geodata.analyses.long_edges import share_vertices
from geodata.queries import addresses, areas, cities, findings, units
from geodata.workflows import finding_cases
from geodata.workflows.progress import Progress
from geodata.workflows.wording import in_chinese

METHOD = "partition check per tier; units by area share, addresses by point"
GRID_TIER = 5


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Judge all tiers as of a date, write the findings, and return the figures of the run."""
    at = datetime.fromisoformat(parameters["at"]) if "at" in parameters else datetime.now(UTC)
    epsg = cities.get(session).metric_epsg
    tiers = _tiers(session, at, epsg)
    rows = []
    for done, (level, frame) in enumerate(tiers.items()):
        progress(5 + 60 * done / len(tiers), f"tier {level}")
        found = _check(frame, tiers.get(level - 1))
        findings.save(session, (_row(run_id, level, one) for one in found.itertuples()))
        rows.append(_figures(level, frame, found))
    if "at" not in parameters:
        # A look at past boundaries says nothing about what is open today.
        finding_cases.settle(session, run_id)
    progress(70, "people and addresses")
    people = _people(session, tiers, epsg)
    return {
        "method": METHOD,
        "n": int(people["unit_count"]),
        "boundaries_at": areas.changed_at(session, at),
        "data_at": at,
        "summary": {"tiers": rows, "people": people},
    }


def _tiers(session: Session, at: datetime, epsg: int) -> dict[int, gpd.GeoDataFrame]:
    frames = {tier.level: areas.frame(session, tier.level, at) for tier in cities.tiers(session)}
    frames = {level: frame for level, frame in frames.items() if not frame.empty}
    # A long straight border bends when it is projected: neighbours must bend with it.
    shared = share_vertices(list(frames.values()))
    return {level: crs.to_metric(frame, epsg) for level, frame in zip(frames, shared, strict=True)}


def _check(frame: gpd.GeoDataFrame, parents: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    found = partition.find(
        frame,
        code_column="code",
        name_column="name",
        parents=parents,
        parent_column=None if parents is None else "parent_code",
    )
    places = gpd.GeoDataFrame(geometry=gpd.GeoSeries(found["at"], crs=found.crs))
    return crs.to_storage(found).assign(at=crs.to_storage(places).geometry.to_numpy())


def _row(run_id: UUID, level: int, finding: Any) -> dict[str, Any]:
    shape = finding.geometry
    return {
        "run_id": run_id,
        "kind": finding.kind,
        "tier": level,
        "area_codes": list(finding.area_ids),
        "area_m2": float(finding.area_m2),
        "message": finding.message,
        "message_zh": in_chinese(finding),
        "at": finding.at,
        "geom": None if shape is None or shape.is_empty or not shape.is_valid else shape,
    }


def _figures(level: int, frame: gpd.GeoDataFrame, found: gpd.GeoDataFrame) -> dict[str, Any]:
    counts = Counter(found["kind"])
    sizes = found.groupby("kind")["area_m2"].sum()
    return {
        "tier": level,
        "area_count": len(frame),
        "gap_count": counts["gap"],
        "overlap_count": counts["overlap"],
        "straddle_count": counts["straddles_parent"] + counts["outside_parent"],
        "gap_m2": float(sizes.get("gap", 0.0)),
        "overlap_m2": float(sizes.get("overlap", 0.0)),
        "finding_count": len(found),
    }


def _people(session: Session, tiers: dict[int, gpd.GeoDataFrame], epsg: int) -> dict[str, float]:
    """Return the totals of the coverage analysis for the grids, or the lowest tier there is."""
    lowest = tiers.get(GRID_TIER, tiers[max(tiers)])
    doors = addresses.frame(session)
    covered = coverage_analysis.measure(
        lowest,
        crs.to_metric(units.frame(session), epsg),
        code_column="code",
        name_column="name",
        unit_code_column="code",
        population_column="population",
        household_column="households",
        outline=tiers[min(tiers)],
        addresses=None if doors.empty else crs.to_metric(doors, epsg),
    )
    return {name: float(value) for name, value in covered.totals.items()}
