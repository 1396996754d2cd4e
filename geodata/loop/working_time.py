"""Working time: the hours that a city works, across holidays, make-up days and clock changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from geodata.errors import InvalidInputError

Stretch = tuple[time, time]
# A calendar without work for so long is a mistake, not a holiday.
LONGEST_REST = timedelta(days=370)


@dataclass(frozen=True)
class WorkingTime:
    """When a city works.

    ``week`` holds the stretches of each weekday (0 is Monday) in local time; ``days`` the days
    that differ: False is a holiday, True a make-up working day (调休), which works the hours of
    its weekday or, when that is free, those of the first working weekday.

    >>> week = {day: ((time(9), time(17)),) for day in range(5)}
    >>> times = WorkingTime(ZoneInfo("Asia/Shanghai"), week, {date(2026, 10, 1): False})
    >>> times.is_working(date(2026, 9, 30)), times.is_working(date(2026, 10, 1))
    (True, False)
    """

    zone: ZoneInfo
    week: Mapping[int, tuple[Stretch, ...]]
    days: Mapping[date, bool] = field(default_factory=dict)

    def hours_of(self, day: date) -> tuple[Stretch, ...]:
        """Return the stretches of a day in local time, in order; none on a free day."""
        regular = self.week.get(day.weekday(), ())
        works = self.days.get(day, bool(regular))
        if not works:
            return ()
        return regular or next((self.week[n] for n in sorted(self.week) if self.week[n]), ())

    def is_working(self, day: date) -> bool:
        """Return whether a day is worked."""
        return bool(self.hours_of(day))

    def local_day(self, moment: datetime) -> date:
        """Return the local date of a moment."""
        return moment.astimezone(self.zone).date()

    def stretches(self, first: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the worked stretches from a day on, as moments in UTC.

        A local time that a clock change skips or repeats is taken as zoneinfo does: the hour
        before the change. Raises InvalidInputError when nothing is worked for a year.
        """
        day, rest_since = first, first
        while day - rest_since < LONGEST_REST:
            for opens, closes in self.hours_of(day):
                rest_since = day
                yield self._moment(day, opens), self._moment(day, closes)
            day += timedelta(days=1)
        raise InvalidInputError(f"the calendar has no working day within a year of {rest_since}")

    def seconds_between(self, start: datetime, end: datetime) -> float:
        """Return the worked seconds in [start, end); negative when ``end`` is before ``start``."""
        if end < start:
            return -self.seconds_between(end, start)
        total = 0.0
        for opens, closes in self.stretches(self.local_day(start)):
            if opens >= end:
                break
            total += max(0.0, (min(closes, end) - max(opens, start)).total_seconds())
        return total

    def after(self, start: datetime, worked_s: float) -> datetime:
        """Return the moment when ``worked_s`` seconds were worked since ``start``, in UTC."""
        left_s = worked_s
        for opens, closes in self.stretches(self.local_day(start)):
            begin = max(opens, start)
            here_s = max(0.0, (closes - begin).total_seconds())
            if closes > start and left_s <= here_s:
                return begin.astimezone(UTC) + timedelta(seconds=left_s)
            left_s -= here_s
        raise AssertionError("stretches never end")

    def end_of_day(self, start: datetime, count: int) -> datetime:
        """Return the end of the ``count``-th working day after the day of ``start``, in UTC."""
        first = self.local_day(start) + timedelta(days=1)
        ends: dict[date, datetime] = {}
        for _, closes in self.stretches(first):
            day = self.local_day(closes)
            if day not in ends and len(ends) == count:
                break
            ends[day] = closes
        return max(ends.values())

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)
