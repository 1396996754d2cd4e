"""When something may be pushed: hours in which a person is left alone, and one e-mail a day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def due_at(
    now: datetime,
    zone: ZoneInfo,
    quiet: tuple[time, time] | None = None,
    digest_hour: int | None = None,
) -> datetime:
    """Return the first moment at or after ``now`` at which news may be pushed.

    ``quiet`` is [from, to) on the city's clock, over midnight when it ends before it starts; the
    same time twice is a whole day and counts as none. With ``digest_hour`` everything waits for
    the next time that the clock shows this hour, which the person chose, quiet or not.

    >>> shanghai = ZoneInfo("Asia/Shanghai")
    >>> night = (time(22), time(7))
    >>> str(due_at(datetime(2026, 5, 4, 23, 30, tzinfo=shanghai), shanghai, night))
    '2026-05-05 07:00:00+08:00'
    >>> str(due_at(datetime(2026, 5, 4, 12, tzinfo=shanghai), shanghai, night))
    '2026-05-04 12:00:00+08:00'
    >>> str(due_at(datetime(2026, 5, 4, 12, tzinfo=shanghai), shanghai, night, digest_hour=8))
    '2026-05-05 08:00:00+08:00'
    """
    local = now.astimezone(zone)
    if digest_hour is not None:
        return _next(local, time(digest_hour))
    if quiet is None or quiet[0] == quiet[1] or not _is_quiet(local.time(), *quiet):
        return now
    return _next(local, quiet[1])


def _is_quiet(clock: time, start: time, end: time) -> bool:
    return start <= clock < end if start < end else clock >= start or clock < end


def _next(local: datetime, clock: time) -> datetime:
    # On the wall clock, so that a change of daylight saving moves the moment and not the hour.
    found = local.replace(
        hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=0, fold=0
    )
    return found if found > local else found + timedelta(days=1)
