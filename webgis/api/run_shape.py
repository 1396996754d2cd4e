"""How the result of a run tells what it is: method, parameters, n, period, boundaries' date."""

from __future__ import annotations

from typing import Any

from geodata.models import JobRun


def shape(run: JobRun) -> dict[str, Any]:
    """Return what a statistic must carry."""
    return {
        "id": run.id,
        "method": run.method,
        "parameters": run.parameters,
        "n": run.n,
        "period": {"start": run.period_start, "end": run.period_end},
        "boundaries_at": run.boundaries_at,
        "data_at": run.data_at,
        "computed_at": run.finished_at,
        "summary": run.summary,
    }
