"""A period beside the one before it of the same length: the figures that a duty officer reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geodata.queries import areas, cities, incident_counts, incident_figures
from geodata.queries.incidents import Conditions

METHOD = (
    "Counts by time of report and of resolution; open and overdue as of the period's end; "
    "the period before has the same length and ends where this one starts"
)


@dataclass(frozen=True)
class Pair:
    """One figure now and before, each with what it is a part of where it is a part."""

    key: str
    value: float | None
    before: float | None
    of: int | None = None
    of_before: int | None = None


def run(
    session: Session, where: Conditions, start: datetime, end: datetime, at: datetime
) -> dict[str, Any]:
    """Return figures, days and facts of [start, end) and of the period before.

    ``where`` must not bound the time of report; ``at`` is the date of the boundaries.
    """
    earlier = start - (end - start)
    now = incident_figures.of_period(session, where, start, end)
    before = incident_figures.of_period(session, where, earlier, start)
    time_zone = cities.get(session).time_zone
    first, last = incident_counts.period(session)
    days = incident_figures.counts_by_day(session, where, earlier, end, time_zone)
    return {
        "period": {"start": start, "end": end},
        "before": {"start": earlier, "end": start},
        # Where nothing is on record, a period before says nothing: no comparison is drawn.
        "has_before": first is not None and earlier >= first.replace(hour=0, minute=0, second=0),
        "items": [asdict(pair) for pair in pairs(now, before)],
        "days": [row._asdict() for row in days],
        "method": METHOD,
        "n": now.reported,
        "boundaries_at": areas.changed_at(session, at),
        "data_at": last,
    }


def pairs(now: incident_figures.Figures, before: incident_figures.Figures) -> list[Pair]:
    """Return each figure of two periods side by side."""
    return [
        Pair("reported", now.reported, before.reported),
        Pair("resolved", now.resolved, before.resolved),
        Pair("open", now.open_at_end, before.open_at_end),
        Pair(
            "overdue",
            now.overdue_at_end,
            before.overdue_at_end,
            now.open_at_end,
            before.open_at_end,
        ),
        Pair("late", now.resolved_late, before.resolved_late, now.resolved, before.resolved),
        Pair("median_hours", now.median_hours, before.median_hours, now.resolved, before.resolved),
    ]
