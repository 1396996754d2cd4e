"""The raw parts of the governance index of every area; the weights come in when it is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy.orm import Session

from geodata.analyses import governance_index as analysis
from geodata.analyses.governance_index import Index
from geodata.analyses.load_limits import LIMITS
from geodata.queries import (
    area_figures,
    areas,
    cities,
    incident_counts,
    index_parts,
    kpis,
    unit_coverage,
)
from geodata.workflows import job_cases
from geodata.workflows.progress import Progress

METHOD = "numerators and denominators per area; empirical Bayes when read"
# Index part -> the counts of the loop that are its numerator and denominator.
_SHARES = {"timely": ("on_time_of_due", "due"), "resolved": ("closed_of_due", "due")}
_GRID = next(limit for limit in LIMITS if limit.key == "grid_households")


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Count the parts of every area of every tier in a period and write them."""
    at = job_cases.moment(parameters.get("at")) or datetime.now(UTC)
    start, end, last = _period(session, parameters, at)
    scope = kpis.Scope(start, end, at)
    levels = [tier.level for tier in cities.tiers(session)]
    frames = {level: pd.DataFrame(areas.frame(session, level, at)) for level in levels}
    progress(20, "places")
    covered = _rolled_up(_covered(session, at), frames, 4)
    balanced = _rolled_up(_balanced(frames.get(5)), frames, 5)
    counted = 0
    for number, level in enumerate(levels):
        progress(30 + 60 * number / len(levels), f"tier {level}")
        tally = kpis.tally(session, scope, "area", level)
        table = _table(frames[level], pd.DataFrame([row._asdict() for row in tally]))
        for part, found in (("covered", covered), ("balanced", balanced)):
            table = table.join(found.add_prefix(f"{part}_"))
        figures = zip(table.index, table.fillna(0.0).to_dict("records"), strict=True)
        area_figures.save(session, run_id, level, ((str(code), row) for code, row in figures))
        counted = max(counted, int(table["quiet_numerator"].sum()))
    return {
        "method": METHOD,
        "n": counted,
        "period_start": start,
        "period_end": end,
        "boundaries_at": areas.changed_at(session, at),
        "data_at": last,
        "summary": {"tiers": levels},
    }


def read(session: Session, run_id: UUID, tier: int) -> Index:
    """Return the index of a tier with the weights of now, by the code of the area."""
    rows = area_figures.of_run(session, run_id, tier)
    table = pd.DataFrame([row.figures for row in rows], index=[row.area_code for row in rows])
    return analysis.measure(table, index_parts.weights(session))


def _period(
    session: Session, parameters: dict[str, Any], at: datetime
) -> tuple[datetime, datetime, datetime | None]:
    city = cities.get(session)
    first, last = incident_counts.period(session)
    start = job_cases.moment(parameters.get("start")) or city.period_start or first or at
    end = job_cases.moment(parameters.get("end")) or city.period_end or last or at
    return start, max(start, end), last


def _table(frame: pd.DataFrame, tally: pd.DataFrame) -> pd.DataFrame:
    """One row per area, by code, with what is counted in cases."""
    population = frame.set_index("code")["population"].fillna(0).astype(float)
    names = ["received", "due", "on_time_of_due", "closed_of_due", "filed", "reworked", "returned"]
    if tally.empty:
        tally = pd.DataFrame(columns=["code", *names])
    counts = tally.set_index("code")[names].reindex(population.index).fillna(0).astype(float)
    table = pd.DataFrame(index=population.index)
    for part, (numerator, denominator) in _SHARES.items():
        table[f"{part}_numerator"] = counts[numerator]
        table[f"{part}_denominator"] = counts[denominator]
    # A case that was returned and reworked counts twice against it.
    amiss = counts["reworked"] + counts["returned"]
    table["first_time_numerator"] = (counts["filed"] - amiss).clip(lower=0)
    table["first_time_denominator"] = counts["filed"]
    table["quiet_numerator"] = counts["received"]
    table["quiet_denominator"] = population
    return table


def _covered(session: Session, at: datetime) -> pd.DataFrame:
    rows = unit_coverage.by_community(session, at)
    return pd.DataFrame(
        {
            "numerator": [float(row.covered_households) for row in rows],
            "denominator": [float(row.households) for row in rows],
        },
        index=[row.code for row in rows],
    )


def _balanced(grids: pd.DataFrame | None) -> pd.DataFrame:
    """Grids with as many households as advised, of those whose households are known."""
    if grids is None or grids.empty:
        return pd.DataFrame({"numerator": [], "denominator": []}, dtype=float)
    known = grids.dropna(subset=["households"])
    fits = known["households"].astype(float).between(_GRID.low or 0, _GRID.high or 1e9)
    columns = {"numerator": fits.to_numpy(dtype=float), "denominator": 1.0}
    return pd.DataFrame(columns, index=known["code"])


def _rolled_up(found: pd.DataFrame, frames: dict[int, pd.DataFrame], tier: int) -> pd.DataFrame:
    """Add the figures of a tier up to all areas above it."""
    parts = [found]
    for level in range(tier, 1, -1):
        frame = frames.get(level)
        if frame is None or frame.empty or found.empty:
            break
        parent = frame.set_index("code")["parent_code"].reindex(found.index)
        found = found.groupby(parent.to_numpy()).sum()
        parts.append(found)
    return pd.concat(parts)
