"""The weekly bulletin: a week beside the week before, as a page that stands alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geodata.exporters import bulletin as page
from geodata.models import City
from geodata.queries import areas, bulletins, cities, incident_counts, incident_filter
from geodata.queries._rows import Rows
from geodata.queries.incident_filter import IncidentFilter
from geodata.workflows import comparison
from geodata.workflows.progress import Progress

WEEK = timedelta(days=7)
LISTED = 12


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Write the bulletin of a week and return the figures of the run.

    ``week`` is any day of it (the last whole week on record without it), ``area`` narrows it,
    ``lang`` is zh or en.
    """
    city = cities.get(session)
    monday = _monday(session, city, parameters.get("week"))
    start, end = (_midnight(city, monday + days) for days in (timedelta(), WEEK))
    area = parameters.get("area")
    progress(10, "figures")
    at = datetime.now(UTC)
    where = incident_filter.conditions(session, IncidentFilter(area=area), at)
    found = comparison.run(session, where, start, end, at)
    progress(50, "tables")
    wanted = IncidentFilter(area=area, start=start, end=end)
    tables = {
        "categories": _beside(session, wanted, incident_counts.by_category),
        "areas": _beside(session, wanted, _by_district),
    }
    name = _name_of(session, city, area, at)
    progress(80, "writing")
    summary = {"week_start": monday.isoformat(), "items": found["items"], "tables": tables}
    html = page.write(
        {**found, **tables, "place": name, "time_zone": city.time_zone, "made_at": at},
        parameters.get("lang", "zh"),
    )
    bulletins.save(session, run_id, monday, html)
    return {
        "method": comparison.METHOD,
        "n": found["n"],
        "period_start": start,
        "period_end": end,
        "boundaries_at": found["boundaries_at"],
        "data_at": found["data_at"],
        "summary": summary,
    }


def _monday(session: Session, city: City, week: str | None) -> date:
    if week:
        day = date.fromisoformat(week)
        return day - timedelta(days=day.weekday())
    _, last = incident_counts.period(session)
    newest = min(datetime.now(UTC), last) if last else datetime.now(UTC)
    day = newest.astimezone(ZoneInfo(city.time_zone)).date()
    return day - timedelta(days=day.weekday()) - WEEK


def _midnight(city: City, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(city.time_zone)).astimezone(UTC)


def _by_district(session: Session, where: Any) -> Rows:
    return incident_counts.by_area(session, where, 2)


def _beside(session: Session, week: IncidentFilter, count: Any) -> list[dict[str, Any]]:
    """Return code, names, count of the week and of the week before, the largest first."""
    before = replace(week, start=week.start and week.start - WEEK, end=week.start)
    rows: dict[str, dict[str, Any]] = {}
    for key, wanted in (("count", week), ("before", before)):
        for row in count(session, incident_filter.conditions(session, wanted, datetime.now(UTC))):
            names = {"code": row.code, "name": row.name, "name_zh": row.name_zh}
            rows.setdefault(row.code, {**names, "count": 0, "before": 0})[key] = row.count
    ordered = sorted(rows.values(), key=lambda row: (-row["count"], -row["before"], row["code"]))
    return ordered[:LISTED]


def _name_of(session: Session, city: City, area: str | None, at: datetime) -> dict[str, str]:
    if area is None:
        return {"name": city.name, "name_zh": city.name_zh}
    chain = areas.chain(session, areas.get_id(session, area, at))
    return {"name": chain[-1].name, "name_zh": chain[-1].name_zh}
