"""The clocks of a case in the database: started, stopped, paused and moved by its actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from geodata.loop import clocks
from geodata.loop.working_time import WorkingTime
from geodata.models import CaseClock, Incident
from geodata.queries import case_clocks, case_limits, cities, working_calendar

Change = Callable[[WorkingTime, clocks.Clock, float], clocks.Clock]
CLOCK_FIELDS = ("started_at", "near_due_at", "due_at", "paused_at", "remaining_s", "stopped_at")


def working_time(session: Session) -> WorkingTime:
    """Return when the city works, from its tables."""
    week: dict[int, tuple[tuple[time, time], ...]] = {}
    for row in working_calendar.hours(session):
        week[row.weekday] = (*week.get(row.weekday, ()), (row.opens, row.closes))
    days = {row.day: row.is_working for row in working_calendar.days(session)}
    zone = ZoneInfo(cities.get(session).time_zone)
    return WorkingTime(zone, week, days)


def as_clock(row: CaseClock) -> clocks.Clock:
    """Return the clock of a row."""
    values = {name: getattr(row, name) for name in CLOCK_FIELDS}
    return clocks.Clock(unit=row.limit_unit, **values)


def due_from(session: Session, case: Incident, stage: str, start: datetime) -> datetime:
    """Return when a stage of a case would be due if it had begun at ``start``."""
    return clocks.due(working_time(session), _limit(session, case, stage), start)


def enter_stage(session: Session, case: Incident, stage: str | None, now: datetime) -> None:
    """Stop the clock that runs and start that of a stage; None starts none."""
    stop(session, case, now)
    if stage is not None:
        _start(session, case, stage, now)


def stop(session: Session, case: Incident, now: datetime) -> None:
    """Stop the clock that runs, if any."""
    row = case_clocks.running(session, case.id)
    if row is not None:
        row.stopped_at = now
        session.flush()


def pause(session: Session, case: Incident, now: datetime) -> None:
    """Pause the clock of a case (挂账)."""
    _change(session, case, lambda times, clock, _share: clocks.pause(times, clock, now))


def resume(session: Session, case: Incident, now: datetime) -> None:
    """Let the paused clock of a case go on."""
    _change(session, case, lambda times, clock, share: clocks.resume(times, clock, now, share))


def extend(session: Session, case: Incident, until: datetime) -> None:
    """Move the due time of a case; raises InvalidInputError when ``until`` is not later."""
    _change(session, case, lambda times, clock, share: clocks.extend(times, clock, until, share))


def check_later(session: Session, case: Incident, until: datetime) -> None:
    """Raise InvalidInputError when ``until`` is not after the due time of a case."""
    row = case_clocks.running(session, case.id)
    if row is not None:
        clocks.extend(working_time(session), as_clock(row), until, 0)


def limit_again(session: Session, case: Incident) -> None:
    """Give the running clock the limit of the case's new category or priority, from its start."""
    row = case_clocks.running(session, case.id)
    if row is None or row.paused_at is not None:
        return
    limit = _limit(session, case, row.stage)
    row.limit_amount, row.limit_unit = limit.amount, limit.unit
    _write(row, _fresh(session, limit, row.started_at), case)
    session.flush()


def _start(session: Session, case: Incident, stage: str, now: datetime) -> None:
    limit = _limit(session, case, stage)
    row = CaseClock(
        incident_id=case.id, stage=stage, limit_amount=limit.amount, limit_unit=limit.unit
    )
    _write(row, _fresh(session, limit, now), case)
    session.add(row)
    session.flush()


def _limit(session: Session, case: Incident, stage: str) -> clocks.Limit:
    found = case_limits.find(session, case.category_id, case.priority, stage)
    return clocks.Limit(found.amount, found.unit)


def _fresh(session: Session, limit: clocks.Limit, start: datetime) -> clocks.Clock:
    share = case_limits.settings(session)["near_due_share"]
    return clocks.start(working_time(session), limit, start, share)


def _change(session: Session, case: Incident, change: Change) -> None:
    row = case_clocks.running(session, case.id)
    if row is None:
        return
    share = case_limits.settings(session)["near_due_share"]
    _write(row, change(working_time(session), as_clock(row), share), case)
    session.flush()


def _write(row: CaseClock, clock: clocks.Clock, case: Incident) -> None:
    for name in CLOCK_FIELDS:
        setattr(row, name, getattr(clock, name))
    if row.stage == "handle":
        # What the department answers for, and what lists and figures call the due time.
        case.due_at = clock.due_at
