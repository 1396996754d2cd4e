"""Quiet hours and the daily e-mail, on the city's clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.notices.quiet import due_at

SHANGHAI = ZoneInfo("Asia/Shanghai")
WASHINGTON = ZoneInfo("America/New_York")
NIGHT = (time(22), time(7))


def local(text, zone=SHANGHAI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-05-04T21:59", "2026-05-04T21:59"),
        ("2026-05-04T22:00", "2026-05-05T07:00"),
        ("2026-05-05T06:59", "2026-05-05T07:00"),
        ("2026-05-05T07:00", "2026-05-05T07:00"),
    ],
)
def test_the_night_ends_at_seven(now, due):
    assert due_at(local(now), SHANGHAI, NIGHT) == local(due)


def test_the_hour_stays_when_the_clocks_change():
    # In Washington the clocks went forward on 8 March 2026 at two in the morning.
    now = local("2026-03-07T23:00", WASHINGTON)
    due = due_at(now, WASHINGTON, NIGHT)
    assert (due.hour, due.utcoffset()) == (7, timedelta(hours=-4))


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  # given a zone below
    st.times(),
    st.times(),
    st.none() | st.integers(0, 23),
)
def test_nothing_is_pushed_before_now_or_after_a_day_and_an_hour(moment, start, end, hour):
    now = moment.replace(tzinfo=SHANGHAI)
    due = due_at(now, SHANGHAI, (start, end), hour)
    assert now <= due <= now + timedelta(hours=24)
