"""Clocks across holidays, make-up days, clock changes, suspension and extension, by hand."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from geodata.errors import InvalidInputError
from geodata.loop import clocks
from geodata.loop.clocks import Limit
from geodata.loop.working_time import WorkingTime

WEEK = {day: ((time(9), time(17)),) for day in range(5)}
SHENZHEN = WorkingTime(
    ZoneInfo("Asia/Shanghai"),
    WEEK,
    # National Day 2026 is 1-7 October; Sunday 20 September makes up for one of its days.
    {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 9, 20): True},
)
WASHINGTON = WorkingTime(ZoneInfo("America/New_York"), WEEK)


def at(times, text):
    return datetime.fromisoformat(text).replace(tzinfo=times.zone)


@pytest.mark.parametrize(
    ("times", "amount", "unit", "start", "due"),
    [
        # Friday 16-17 is one hour; Saturday is free; Sunday works, 9-11 are the other two.
        (SHENZHEN, 3, "working_hours", "2026-09-18T16:00", "2026-09-20T11:00"),
        # Wednesday 16-17 is one hour; 1-7 October are free; Thursday 8 October 9-10.
        (SHENZHEN, 2, "working_hours", "2026-09-30T16:00", "2026-10-08T10:00"),
        # Tuesday does not count; Wednesday 30 is the first day, Thursday 8 October the second.
        (SHENZHEN, 2, "working_days", "2026-09-29T10:00", "2026-10-08T17:00"),
        # The clocks go back on Sunday 6 November 2016; Monday 9-10 stands on the new time.
        (WASHINGTON, 2, "working_hours", "2016-11-04T16:00", "2016-11-07T10:00"),
        # That Sunday has 25 hours: 24 hours round the clock end at 11, not at 12.
        (WASHINGTON, 24, "urgent_hours", "2016-11-05T12:00", "2016-11-06T11:00"),
    ],
)
def test_due(times, amount, unit, start, due):
    found = clocks.due(times, Limit(amount, unit), at(times, start))
    assert found == at(times, due)


def test_a_suspension_keeps_what_is_left():
    # Eight hours from Friday 13:00; two are worked until 15:00, so six are left over the change
    # of clocks; from Tuesday 10:00 they end at 16:00.
    clock = clocks.start(
        WASHINGTON, Limit(8, "working_hours"), at(WASHINGTON, "2016-11-04T13"), 0.25
    )
    assert clock.due_at == at(WASHINGTON, "2016-11-07T13:00")
    # A quarter is left after six hours: Friday 13-17, Monday 9-11.
    assert clock.near_due_at == at(WASHINGTON, "2016-11-07T11:00")
    paused = clocks.pause(WASHINGTON, clock, at(WASHINGTON, "2016-11-04T15:00"))
    assert paused.remaining_s == 6 * 3600
    assert paused.state(at(WASHINGTON, "2016-12-24T00:00")) == "paused"
    again = clocks.resume(WASHINGTON, paused, at(WASHINGTON, "2016-11-08T10:00"), 0.25)
    assert again.due_at == at(WASHINGTON, "2016-11-08T16:00")


def test_an_extension_moves_the_due_time_later_only():
    clock = clocks.start(SHENZHEN, Limit(1, "working_days"), at(SHENZHEN, "2026-09-29T10:00"), 0.2)
    later = clocks.extend(SHENZHEN, clock, at(SHENZHEN, "2026-10-09T17:00"), 0.2)
    states = [
        later.state(at(SHENZHEN, moment))
        for moment in ("2026-10-08T09:30", "2026-10-09T16:00", "2026-10-09T17:01")
    ]
    assert states == ["ok", "near_due", "overdue"]
    with pytest.raises(InvalidInputError, match="until"):
        clocks.extend(SHENZHEN, clock, at(SHENZHEN, "2026-09-30T09:00"), 0.2)


def test_a_calendar_without_work_is_an_error_and_no_endless_loop():
    never = WorkingTime(ZoneInfo("UTC"), {})
    with pytest.raises(InvalidInputError, match="no working day"):
        clocks.due(never, Limit(1, "working_hours"), at(never, "2026-01-01T00:00"))


@pytest.mark.parametrize(("amount", "unit"), [(0, "urgent_hours"), (0.5, "working_days"), (1, "x")])
def test_a_limit_that_cannot_be_is_refused(amount, unit):
    with pytest.raises(InvalidInputError):
        Limit(amount, unit)
