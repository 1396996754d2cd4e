"""Totals, form and problems of what a plan draws, and the gate before it is submitted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import geopandas as gpd
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import plan_figures
from geodata.analyses.plan_figures import Problem
from geodata.codes import duplicates, validate
from geodata.errors import ConflictError, GeodataError
from geodata.models import Plan
from geodata.queries import cities, plans

GRID_TIER = 5


@dataclass(frozen=True)
class Drawing:
    """A plan drawn: its units and grids in the city's metric CRS, and what is wrong with it.

    ``stored`` are the units as they are stored, in degrees: what is published is made from their
    very vertices.
    """

    stored: gpd.GeoDataFrame
    units: gpd.GeoDataFrame
    grids: gpd.GeoDataFrame
    problems: list[Problem]


def draw(
    session: Session, plan: Plan, now: datetime, community_codes: Collection[str] | None = None
) -> Drawing:
    """Draw a plan, or only some communities of it."""
    epsg = cities.get(session).metric_epsg
    stored = plans.units(session, plan, community_codes)
    units = crs.to_metric(stored, epsg)
    grids = plan_figures.measure(units)
    bounds = {"least": plan.least_households, "most": plan.most_households}
    found = plan_figures.problems(units, grids, **bounds)
    outlines = plans.communities(session, plan, now)
    found += plan_figures.unfilled(stored, outlines, epsg)
    return Drawing(stored, units, grids, found)


def of_grids(
    session: Session, plan: Plan, now: datetime, codes: Collection[str]
) -> list[dict[str, Any]]:
    """Return the figures of some grids of a plan; one without units is empty."""
    drawing = draw(session, plan, now, {code[:12] for code in codes})
    return [figures_of(drawing, code) for code in sorted(codes)]


def figures_of(drawing: Drawing, code: str) -> dict[str, Any]:
    """Return the figures of one grid as plain values."""
    if code not in drawing.grids.index:
        return {"code": code, "unit_count": 0, "households": 0, "population": 0, "problems": []}
    row = drawing.grids.loc[code]
    return {
        "code": code,
        "unit_count": int(row["unit_count"]),
        "households": int(row["households"]),
        "population": int(row["population"]),
        "area_m2": round(float(row["area_m2"]), 1),
        "polsby_popper": round(float(row["polsby_popper"]), 4),
        "problems": [p.kind for p in drawing.problems if p.codes[:1] == (code,)],
    }


def told(drawing: Drawing, problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values, its place in degrees."""
    frame = gpd.GeoDataFrame(geometry=[problem.at], crs=drawing.units.crs)
    at = crs.to_storage(frame).geometry.iloc[0]
    return {
        "kind": problem.kind,
        "community_code": problem.community_code,
        "codes": list(problem.codes),
        "amount": round(problem.amount, 1),
        "is_blocking": problem.is_blocking,
        "lon": round(at.x, 6),
        "lat": round(at.y, 6),
    }


def require_passable(session: Session, plan: Plan, now: datetime) -> Drawing:
    """Draw a plan and raise ConflictError unless it may be submitted and published.

    The gate: every unit in exactly one grid, units that fill their community without a gap or an
    overlap, grids inside one community with a code of it that is well formed and nobody else's.
    """
    drawing = draw(session, plan, now)
    blocking = [problem for problem in drawing.problems if problem.is_blocking]
    if blocking:
        first = blocking[0]
        raise ConflictError(
            f"{len(blocking)} problems stand in the way; the first: {first.kind} in community "
            f"{first.community_code} {', '.join(first.codes)} ({first.amount:,.0f})"
        )
    rows = plans.grids(session, plan)
    _require_codes([str(code) for code in drawing.grids.index], rows)
    given = {code for code in drawing.grids.index if code in rows and rows[code].is_new}
    reused = plans.codes_of_areas(session, given)
    if reused:
        raise ConflictError(f"codes are never given twice: {', '.join(sorted(reused)[:5])}")
    return drawing


def _require_codes(codes: list[str], rows: Collection[str]) -> None:
    twice = duplicates(codes)
    if twice:
        raise ConflictError(f"codes stand twice: {', '.join(twice[:5])}")
    for code in codes:
        try:
            validate(code, GRID_TIER)
        except GeodataError as error:
            raise ConflictError(str(error)) from error
        if code not in rows:
            raise ConflictError(f"grid {code} has no name in the plan")
