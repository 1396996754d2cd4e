"""The clock of one stage: started with a limit, perhaps paused or extended, due at a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from geodata.errors import InvalidInputError
from geodata.loop.working_time import WorkingTime

HOUR_S = 3600.0
# How much may be allowed: in hours round the clock, in worked hours, in whole working days.
UNITS = ("urgent_hours", "working_hours", "working_days")


@dataclass(frozen=True)
class Limit:
    """How long a stage may take.

    urgent_hours run round the clock. working_hours run while the city works. working_days are
    whole: the day of the start does not count, and the last one ends when its work ends.
    """

    amount: float
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise InvalidInputError(f"unit {self.unit!r} is not one of {', '.join(UNITS)}")
        if not 0 < self.amount <= 10_000:
            raise InvalidInputError(f"a limit of {self.amount} {self.unit} cannot be")
        if self.unit == "working_days" and self.amount != int(self.amount):
            raise InvalidInputError("working days are whole; give hours for less")


@dataclass(frozen=True)
class Clock:
    """A clock at one moment of its life; every change returns a new one.

    ``unit`` is None for a clock whose due time alone is known: it runs round the clock.
    ``remaining_s`` is the time left when it was paused, in seconds of its own unit; None while
    it runs, and also when it was paused elsewhere, and then its due time stands.
    """

    started_at: datetime
    near_due_at: datetime
    due_at: datetime
    unit: str | None = None
    paused_at: datetime | None = None
    remaining_s: float | None = None
    stopped_at: datetime | None = None

    def state(self, now: datetime) -> str:
        """Return ok, near_due, overdue or paused; a stopped clock stays as it stopped."""
        if self.paused_at and not self.stopped_at:
            return "paused"
        seen = self.stopped_at or now
        if seen > self.due_at:
            return "overdue"
        return "near_due" if seen >= self.near_due_at and not self.stopped_at else "ok"

    def left_s(self, now: datetime) -> float:
        """Return the seconds until it is due by the clock on the wall, negative afterwards."""
        return (self.due_at - (self.stopped_at or self.paused_at or now)).total_seconds()


def due(times: WorkingTime, limit: Limit, start: datetime) -> datetime:
    """Return when a limit that starts at ``start`` (aware) runs out, in UTC.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> week = {day: ((time(9), time(17)),) for day in range(5)}
    >>> times = WorkingTime(ZoneInfo("Asia/Shanghai"), week)
    >>> friday = datetime(2026, 5, 8, 16, tzinfo=times.zone)
    >>> due(times, Limit(2, "working_hours"), friday).astimezone(times.zone).isoformat()
    '2026-05-11T10:00:00+08:00'
    """
    if limit.unit == "urgent_hours":
        return start.astimezone(UTC) + timedelta(hours=limit.amount)
    if limit.unit == "working_hours":
        return times.after(start, limit.amount * HOUR_S)
    return times.end_of_day(start, int(limit.amount))


def start(times: WorkingTime, limit: Limit, now: datetime, near_share: float) -> Clock:
    """Start a clock; it is near due when ``near_share`` of its time is left."""
    end = due(times, limit, now)
    return Clock(now, _near(times, limit.unit, now, end, near_share), end, limit.unit)


def pause(times: WorkingTime, clock: Clock, now: datetime) -> Clock:
    """Stop the time (挂账): what is left is kept, in the clock's own unit."""
    return replace(clock, paused_at=now, remaining_s=_between(times, clock.unit, now, clock.due_at))


def resume(times: WorkingTime, clock: Clock, now: datetime, near_share: float) -> Clock:
    """Let the time go on: what was left is left again. A clock that was overdue stays so."""
    end = clock.due_at
    if clock.remaining_s is not None and clock.remaining_s > 0:
        end = _after(times, clock.unit, now, clock.remaining_s)
    near = _near(times, clock.unit, now, end, near_share) if end > now else clock.near_due_at
    return replace(clock, due_at=end, near_due_at=near, paused_at=None, remaining_s=None)


def extend(times: WorkingTime, clock: Clock, until: datetime, near_share: float) -> Clock:
    """Move the due time to ``until``. Raises InvalidInputError when that is not later."""
    if until <= clock.due_at:
        raise InvalidInputError(
            f"until {until.isoformat()} is not after the due time {clock.due_at.isoformat()}",
            field="until",
        )
    near = _near(times, clock.unit, clock.started_at, until, near_share)
    return replace(clock, due_at=until, near_due_at=near)


def _near(
    times: WorkingTime, unit: str | None, begin: datetime, end: datetime, near_share: float
) -> datetime:
    return min(
        end, _after(times, unit, begin, _between(times, unit, begin, end) * (1 - near_share))
    )


def _between(times: WorkingTime, unit: str | None, begin: datetime, end: datetime) -> float:
    if unit in (None, "urgent_hours"):
        return (end - begin).total_seconds()
    return times.seconds_between(begin, end)


def _after(times: WorkingTime, unit: str | None, begin: datetime, seconds: float) -> datetime:
    if unit in (None, "urgent_hours"):
        return begin.astimezone(UTC) + timedelta(seconds=seconds)
    return times.after(begin, seconds)
