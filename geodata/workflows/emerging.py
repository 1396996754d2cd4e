"""Where clusters are new, growing, lasting or gone."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import emerging as analysis
from geodata.analyses import neighbours, space_time_cube
from geodata.analyses.emerging_classes import NO_PATTERN
from geodata.errors import InvalidInputError
from geodata.queries import run_zones
from geodata.workflows import job_cases
from geodata.workflows.progress import Progress

METHOD = "space-time cube, Getis-Ord Gi* per bin, Mann-Kendall, 17 classes, FDR over the cube"
FIGURES = (
    "class",
    "count",
    "hot_share",
    "cold_share",
    "trend_z",
    "trend_p",
    "last_z",
    "last_q",
)


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Class every cell by its history; write those with a pattern or a case."""
    progress(5, "incidents")
    cases = job_cases.read(session, parameters)
    if cases.points.empty:
        raise InvalidInputError("there is no incident in this period")
    progress(30, "cells")
    cell_m, step_days = parameters["cell_m"], parameters["step_days"]
    cells = job_cases.cells(session, cases, cell_m)
    x, y = cases.metric()
    progress(50, "cube")
    cube = space_time_cube.build(
        cells, x, y, cases.times, cell_m=cell_m, step_days=step_days, end=cases.day_after()
    )
    progress(60, "significance")
    weights = neighbours.of_cells(cells["row"].to_numpy(), cells["column"].to_numpy())
    table = analysis.find(cube.counts, weights)
    progress(85, "writing")
    columns = {str(name): table[name].to_numpy() for name in table}
    zones = cells.assign(zone=cells["cell"], **columns)
    told = zones[(zones["class"] != NO_PATTERN) | (zones["count"] > 0)]
    told = told.sort_values(["last_z", "zone"], ascending=[False, True])
    run_zones.save(session, run_id, crs.to_storage(told), FIGURES)
    figures = cases.figures(session, int(cube.counts.sum()))
    figures["summary"] |= {
        "cell_count": len(cells),
        "step_count": cube.step_count,
        "step_starts": [str(start) for start in cube.starts],
        "is_short": cube.step_count < analysis.ADVISED_STEPS,
        "window": "mean and variance of the entire cube",
        "class_counts": dict(Counter(table["class"])),
    }
    return {"method": METHOD, **figures}
