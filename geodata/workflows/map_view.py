"""Everything that a view of the map shows, gathered for a report that stands alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geodata.queries import areas, cities, hotspots, incident_counts, incidents, job_runs
from geodata.queries.incident_filter import IncidentFilter, conditions

MAX_POINTS = 3_000
# Detail that a page on a screen can show.
ZOOM = 13
CELL_M = 250


def gather(session: Session, wanted: IncidentFilter, tier: int, at: datetime) -> dict[str, Any]:
    """Return city, areas with counts, newest incidents and the hotspots of the same question.

    areas: rows of code, name, name_zh, count, geometry (GeoJSON text); incidents: rows of lon,
    lat, category and status; total: how many incidents fit; run and zones: None and empty where
    nobody computed hotspots for exactly this filter.
    """
    where = conditions(session, wanted, at)
    counts = {row.code: row.count for row in incident_counts.by_area(session, where, tier)}
    run = job_runs.latest_result(session, "hotspots", _question(wanted))
    return {
        "city": cities.get(session),
        "tier": tier,
        "areas": [
            {**row._asdict(), "count": counts.get(row.code, 0)}
            for row in _drawn(session, wanted, tier, at)
        ],
        "incidents": incident_counts.points(
            session, where, MAX_POINTS, is_exact=not wanted.is_public
        ),
        "total": incidents.count(session, where),
        "run": run,
        "zones": [] if run is None else hotspots.of_run(session, run.id),
        "boundaries_at": areas.changed_at(session, at),
    }


def _drawn(session: Session, wanted: IncidentFilter, tier: int, at: datetime) -> list[Any]:
    rows = areas.features(session, at, tier=tier, zoom=ZOOM)
    if wanted.area is None:
        return list(rows)
    inside = areas.codes_within(session, areas.get_id(session, wanted.area, at), at)
    return [row for row in rows if row.code in inside]


def _question(wanted: IncidentFilter) -> dict[str, Any]:
    """Return the parameters of a run of cells with this filter, as the job keeps them."""
    values: dict[str, Any] = {
        "area": wanted.area,
        "categories": sorted(wanted.categories) or None,
        "cell_m": CELL_M,
        "departments": sorted(wanted.departments) or None,
        "end": wanted.end and wanted.end.isoformat(),
        "late": wanted.late,
        "overdue": wanted.overdue,
        "start": wanted.start and wanted.start.isoformat(),
        "statuses": sorted(wanted.statuses) or None,
    }
    return {name: value for name, value in values.items() if value is not None}
