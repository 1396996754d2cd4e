"""Where to expect incidents next, and how good such forecasts have been."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import geopandas as gpd
import numpy as np
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import forecast as analysis
from geodata.analyses import forecast_record
from geodata.errors import InvalidInputError
from geodata.queries import run_zones
from geodata.workflows import job_cases
from geodata.workflows.progress import Progress

METHOD = "decayed counts and a 125 m kernel of them, half and half; half-life chosen by rehearsal"
HORIZON_DAYS, SHARE = 30, 0.01
# Rehearsals that are published beside a forecast, as far as the past reaches.
RECORD_PERIODS = 12


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Rate every cell; write those with a rate; publish the record beside last year's count."""
    progress(5, "incidents")
    cases = job_cases.read(session, parameters)
    if cases.points.empty:
        raise InvalidInputError("there is no incident in this period")
    progress(30, "cells")
    cell_m = parameters["cell_m"]
    horizon_days = parameters.get("horizon_days", HORIZON_DAYS)
    share = parameters.get("share", SHARE)
    cells = job_cases.cells(session, cases, cell_m)
    x, y = cases.metric()
    until = cases.day_after()
    progress(50, "rates")
    found = analysis.propose(
        cells,
        x,
        y,
        cases.times,
        until=until,
        cell_m=cell_m,
        horizon_days=horizon_days,
        share=share,
    )
    progress(70, "record")
    record = forecast_record.measure(
        cells,
        x,
        y,
        cases.times,
        until=until,
        cell_m=cell_m,
        horizon_days=horizon_days,
        share=share,
        periods=RECORD_PERIODS,
    )
    progress(90, "writing")
    told = _told(found)
    run_zones.save(session, run_id, crs.to_storage(told), ("rate", "selected", "rank"))
    counted = int((analysis.ages(cases.times, until) > 0).sum())
    figures = cases.figures(session, counted)
    figures["summary"] |= {
        "cell_count": len(cells),
        "selected_count": int(found["selected"].sum()),
        "expected_count": float(found["rate"].sum()),
        "forecast_from": str(until),
        "forecast_to": str(until + np.timedelta64(int(horizon_days), "D")),
        "half_life_days": found.attrs["half_life_days"],
        "look_count": found.attrs["look_count"],
        "record": record,
    }
    return {"method": METHOD, **figures}


def _told(found: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    ordered = found.sort_values(["rate", "cell"], ascending=[False, True], kind="stable")
    ordered = ordered.assign(zone=ordered["cell"], rank=np.arange(1, len(ordered) + 1))
    return ordered[(ordered["rate"] > 0) | ordered["selected"]]
