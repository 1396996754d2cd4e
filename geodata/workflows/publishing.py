"""What becomes public of a week that is over: protected counts, written once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import protected_groups
from geodata.models import City
from geodata.queries import cities, public_counts
from geodata.workflows.progress import Progress

METHOD = (
    f"squares of {protected_groups.CELL_M} m merged upward until at least"
    f" {protected_groups.LEAST_ADDRESSES} addresses report; weeks are written once"
)
DAYS = timedelta(days=7)


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Publish every week that is over and was not published yet; return the figures of the run."""
    del run_id, parameters
    weeks = list(_missing(session, datetime.now(UTC)))
    received = published = 0
    for number, (start, end) in enumerate(weeks):
        progress(100 * number / len(weeks), f"{start:%Y-%m-%d}")
        got, shown = freeze(session, start, end)
        received, published = received + got, published + shown
    return {
        "method": METHOD,
        "n": received,
        "period_start": weeks[0][0] if weeks else None,
        "period_end": weeks[-1][1] if weeks else None,
        "summary": {"week_count": len(weeks), "published_count": published},
    }


def freeze(session: Session, start: datetime, end: datetime) -> tuple[int, int]:
    """Write the groups of one week; returns how many reports it had and how many are in a group."""
    reports = public_counts.reports(session, start, end)
    if reports.empty:
        return 0, 0
    metric = crs.to_metric(reports, cities.get(session).metric_epsg)
    groups = protected_groups.find(metric)
    public_counts.save(session, crs.to_storage(groups), start, end)
    return len(reports), int(groups["count"].sum())


def _missing(session: Session, now: datetime) -> Any:
    """Yield [start, end) of the weeks to publish, oldest first."""
    first = public_counts.frozen_until(session) or public_counts.first_report_at(session)
    if first is None:
        return
    city = cities.get(session)
    start = _monday(city, first)
    while (end := _monday(city, start + DAYS + timedelta(hours=12))) <= now:
        yield start, end
        start = end


def _monday(city: City, moment: datetime) -> datetime:
    """Return the midnight before the Monday of a moment's week, in the city's own time."""
    zone = ZoneInfo(city.time_zone)
    day = moment.astimezone(zone).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), zone)
