"""The clock acts by itself, each time once."""

from datetime import timedelta

import pytest

from geodata.queries import cases as rows
from geodata.queries import incidents
from geodata.workflows import casework
from tests.worlds import cases, market
from tests.worlds.cases import BOSS, GARDENER, HOUR, MORNING, do


@pytest.fixture
def case(session, town):
    cases.write_matrix(session, town)
    cases.report(session)
    return rows.get(session, cases.KEY)


def chased(session, now):
    return {action: count for action, count in casework.chase(session, now).items() if count}


def test_a_report_nobody_verifies_is_warned_of_supervised_and_escalated(session, case):
    # Four working hours from nine: near due after 3 h 12 min, due at 13 o'clock.
    assert chased(session, MORNING + 3 * HOUR) == {}
    assert chased(session, MORNING + 3.5 * HOUR) == {"warn": 1}
    assert chased(session, MORNING + 3.6 * HOUR) == {}
    assert chased(session, MORNING + 5 * HOUR) == {"supervise": 1}
    assert chased(session, MORNING + 27 * HOUR) == {}
    assert chased(session, MORNING + 29 * HOUR) == {"escalate": 1}
    assert chased(session, MORNING + 99 * HOUR) == {}
    assert (case.supervise_count, case.level_tier) == (1, 3)
    last = incidents.history(session, cases.KEY)[-1]
    assert (last.actor, last.reason) == ("clockwork", "overdue for more than 24 hours")


def test_what_ran_out_long_ago_is_not_chased(session, case):
    assert chased(session, MORNING + timedelta(days=91)) == {}


def test_a_suspension_ends_when_its_time_is_over(session, case):
    cases.bring_to(session, "processing")
    end = MORNING + timedelta(days=3)
    do(session, GARDENER, "request_suspension", reason="court", until=end)
    do(session, BOSS, "suspend")
    assert chased(session, end - HOUR) == {}
    assert chased(session, end) == {"resume": 1}
    assert case.status == "processing"
    assert cases.clock_of(session).paused_at is None


def test_the_same_stage_once_more_is_chased_anew(session, case):
    assert chased(session, MORNING + 5 * HOUR) == {"supervise": 1}
    do(session, cases.LI, "verify", MORNING + 6 * HOUR)
    # Two working hours from 15 o'clock.
    assert chased(session, MORNING + 9 * HOUR) == {"supervise": 1}
    assert case.supervise_count == 2
    assert cases.owner_of(session) == f"desk {market.COMMUNITY}"
