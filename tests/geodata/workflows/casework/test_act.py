"""A noise complaint through the loop: who answers, which clock runs, what its history says."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from geodata.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from geodata.loop.transitions import OPEN, STATES
from geodata.queries import case_clocks, case_tasks, incidents
from geodata.queries import cases as rows
from tests.worlds import cases, market
from tests.worlds.cases import BOSS, CHECKER, CITIZEN, DESK, GARDENER, HOUR, LI, MORNING, do


@pytest.fixture
def case(session, town):
    cases.write_matrix(session, town)
    cases.report(session)
    return rows.get(session, cases.KEY)


def local(text):
    return datetime.fromisoformat(f"{text}+08:00")


def stages(session):
    return [row.stage for row in case_clocks.of_case(session, cases.KEY)]


def test_a_report_finds_its_desk_its_department_and_its_clock(session, case, town):
    assert cases.owner_of(session) == f"desk {market.COMMUNITY}"
    assert case.department_id == town.parks.id
    # Four working hours from nine o'clock.
    assert cases.clock_of(session).due_at == local("2026-05-11T13:00")


@pytest.mark.parametrize("state", STATES)
def test_an_open_case_has_exactly_one_owner_and_one_clock_in_every_state(session, case, state):
    cases.bring_to(session, state)
    owners = [case.owner_department_id, case.owner_officer_id, case.owner_area_id]
    assert sum(owner is not None for owner in owners) == 1
    assert (cases.clock_of(session) is not None) == (state in OPEN)
    assert (case.closed_at is not None) == (state not in OPEN)


def test_the_whole_life_with_a_return_and_a_failed_check(session, case):
    cases.bring_to(session, "dispatched")
    assert cases.owner_of(session) == "PARKS"
    # Seven working days: the eleventh does not count; 12 to 15 and 18 to 20 do.
    assert case.due_at == local("2026-05-20T17:00")
    do(session, GARDENER, "return", MORNING + HOUR, reason="it is a shop, not a park")
    assert (cases.owner_of(session), case.return_count) == (f"desk {market.COMMUNITY}", 1)
    do(session, DESK, "dispatch", MORNING + 2 * HOUR, department_code="ROADS")
    assert cases.owner_of(session) == "ROADS"
    do(session, cases.ROADS_HAND, "claim", MORNING + 3 * HOUR)
    do(session, cases.ROADS_HAND, "feedback", MORNING + 4 * HOUR, note="told them")
    assert case.resolved_at == MORNING + 4 * HOUR
    do(session, CHECKER, "check", MORNING + 5 * HOUR)
    do(session, CHECKER, "fail", MORNING + 6 * HOUR, reason="still loud")
    assert (case.status, case.rework_count, case.resolved_at) == ("rework", 1, None)
    assert cases.owner_of(session) == "ROADS"
    do(session, cases.ROADS_HAND, "claim", MORNING + 7 * HOUR)
    do(session, cases.ROADS_HAND, "feedback", MORNING + 8 * HOUR, note="took it away")
    do(session, CHECKER, "check", MORNING + 9 * HOUR)
    do(session, CHECKER, "pass", MORNING + 10 * HOUR)
    do(session, CHECKER, "review", MORNING + timedelta(days=3), note="quiet")
    assert (case.status, case.closed_at) == ("reviewed", MORNING + 10 * HOUR)
    history = incidents.history(session, cases.KEY)
    assert [event.action for event in history] == [
        *("report", "verify", "file", "dispatch", "return", "dispatch", "claim", "feedback"),
        *("check", "fail", "claim", "feedback", "check", "pass", "review"),
    ]
    assert stages(session) == [
        *("verify", "dispatch", "handle", "dispatch", "handle", "check", "handle", "check")
    ]
    assert case.version == 15
    assert not incidents.broken_chains(session)


def test_who_handled_it_may_not_check_it(session, case):
    cases.bring_to(session, "feedback")
    both = cases.actor("checker", "gardener")
    with pytest.raises(ForbiddenError, match="different people"):
        do(session, both, "check")


def test_a_role_elsewhere_is_none_here(session, case):
    far = cases.Actor(None, "far", (cases.Grant("officer", market.RIVER),))
    near = cases.Actor(None, "near", (cases.Grant("officer", market.MARKET),))
    with pytest.raises(ForbiddenError, match="far may not"):
        do(session, far, "verify")
    assert do(session, near, "verify").status == "verified"


def test_a_stale_version_is_refused_and_changes_nothing(session, case):
    do(session, LI, "verify", version=1)
    with pytest.raises(ConflictError, match="at version 2, you looked at 1"):
        do(session, DESK, "file", version=1)
    assert case.status == "verified"


@pytest.mark.parametrize(
    ("action", "values", "message"),
    [
        ("dispatch", {}, "needs 'department_code'"),
        ("dispatch", {"department_code": "MOON"}, "no department 'MOON'"),
        ("dispatch", {"department_code": "PARKS", "assist_codes": ("PARKS",)}, "itself"),
        ("dispatch", {"department_code": "PARKS", "priority": "urgent"}, "cannot use"),
        ("prioritize", {"priority": "purple", "reason": "r"}, "not one of standard"),
        ("escalate", {"reason": "  "}, "needs 'reason'"),
        ("merge", {"into": cases.KEY, "reason": "r"}, "into itself"),
        ("split", {"parts": ({"category_code": "9"},), "reason": "r"}, "unknown category"),
        ("dance", {}, "no action 'dance'"),
    ],
)
def test_bad_values_name_their_field(session, case, action, values, message):
    cases.bring_to(session, "filed")
    with pytest.raises(InvalidInputError, match=message) as error:
        do(session, DESK, action, **values)
    assert error.value.field


def test_ping_pong_goes_to_the_level_above(session, case):
    cases.bring_to(session, "dispatched")
    do(session, GARDENER, "return", reason="not ours")
    assert case.level_tier == 4
    do(session, DESK, "dispatch", department_code="ROADS")
    do(session, cases.ROADS_HAND, "return", reason="nor ours")
    assert (case.level_tier, cases.owner_of(session)) == (3, "desk 440399001000")
    last = incidents.history(session, cases.KEY)[-1]
    assert (last.actor, last.action, last.reason) == ("clockwork", "escalate", "returned 2 times")


def test_up_and_down_the_tiers(session, case):
    for tier in (3, 2, 1):
        do(session, DESK, "escalate", reason="too big for us")
        assert case.level_tier == tier
    with pytest.raises(ConflictError, match="with the city already"):
        do(session, DESK, "escalate", reason="more")
    for tier in (2, 3, 4, 5):
        do(session, DESK, "hand_down", reason="you can")
        assert case.level_tier == tier
    # On the level of grids the grid's officer answers.
    assert cases.owner_of(session).startswith("officer")
    with pytest.raises(ConflictError, match="nobody below"):
        do(session, DESK, "hand_down", reason="more")


def test_a_suspension_keeps_the_time_and_an_extension_adds_some(session, case):
    cases.bring_to(session, "suspended")
    assert cases.clock_of(session).paused_at == MORNING
    # Eight worked days are left, that of the start among them: 14, 15, 18 to 22 and 25.
    do(session, BOSS, "resume", local("2026-05-14T09:00"), reason="the court said no")
    assert case.due_at == local("2026-05-25T17:00")
    more = local("2026-06-01T12:00")
    do(session, GARDENER, "request_extension", reason="rain", until=more)
    do(session, BOSS, "extend")
    assert (case.status, case.due_at) == ("extended", more)


def test_who_asks_does_not_decide(session, case):
    cases.bring_to(session, "processing")
    do(session, GARDENER, "request_suspension", reason="court")
    with pytest.raises(ConflictError, match="waits for its decision"):
        do(session, GARDENER, "request_extension", reason="rain", until=cases.LATER)
    both = cases.actor("approver", "gardener")
    with pytest.raises(ForbiddenError, match="may not decide"):
        do(session, both, "suspend")
    do(session, BOSS, "refuse_suspension", reason="no need")
    assert rows.undecided(session, cases.KEY) is None


def test_an_extension_must_be_later_than_the_due_time(session, case):
    cases.bring_to(session, "processing")
    with pytest.raises(InvalidInputError, match="not after the due time"):
        do(session, GARDENER, "request_extension", reason="rain", until=MORNING + HOUR)


def test_an_assisting_task_must_end_before_the_feedback(session, case):
    cases.bring_to(session, "filed")
    do(session, DESK, "dispatch", department_code="PARKS", assist_codes=("ROADS",), note="cones")
    do(session, GARDENER, "claim")
    with pytest.raises(ConflictError, match="tasks are open: ROADS"):
        do(session, GARDENER, "feedback", note="done")
    with pytest.raises(ForbiddenError, match="no open task"):
        do(session, GARDENER, "finish_task", note="done")
    do(session, cases.ROADS_HAND, "finish_task", note="cones set")
    do(session, GARDENER, "feedback", note="done")
    (task,) = case_tasks.of_case(session, cases.KEY)
    assert (task.state, task.result) == ("done", "cones set")


def test_a_duplicate_ends_in_the_other_case(session, case):
    other = cases.UUID(int=7)
    cases.report(session, other, lon=114.0041)
    do(session, DESK, "merge", key=other, into=cases.KEY, reason="same shop")
    merged = rows.get(session, other)
    assert (merged.status, merged.merged_into) == ("rejected", cases.KEY)
    assert incidents.history(session, cases.KEY)[-1].detail["number"] == merged.number
    with pytest.raises(ConflictError, match="merged into another"):
        do(session, CITIZEN, "reopen", key=other, reason="no", is_reporter=True)
    with pytest.raises(InvalidInputError, match="is rejected, not open"):
        do(session, DESK, "merge", into=other, reason="back")


def test_a_report_of_two_things_becomes_two_cases(session, case, town):
    cases.second_category(session, town)
    part = {"category_code": "0204", "description": "litter, too"}
    do(session, DESK, "split", parts=(part,), reason="two things")
    (number,) = incidents.history(session, cases.KEY)[-1].detail["parts"]
    found = session.query(type(case)).filter_by(number=number).one()
    assert (found.parent_id, found.status, found.grid_id) == (case.id, "reported", case.grid_id)
    assert cases.clock_of(session, found.id).stage == "verify"
    assert found.department_id is None


def test_another_category_brings_its_department_and_limits(session, case, town):
    cases.second_category(session, town)
    do(session, DESK, "change_category", category_code="0204", reason="it is litter")
    assert case.department_id is None
    do(session, DESK, "prioritize", priority="urgent", reason="market day")
    # One hour round the clock instead of four working hours, from the start of the stage.
    assert cases.clock_of(session).due_at == MORNING + HOUR


def test_the_reporter_reopens_within_the_period_only(session, case):
    cases.bring_to(session, "closed")
    with pytest.raises(ForbiddenError, match="only the person who reported"):
        do(session, CITIZEN, "reopen", reason="not so")
    late = MORNING + timedelta(days=15, seconds=1)
    with pytest.raises(ConflictError, match="period for reopening is over"):
        do(session, CITIZEN, "reopen", late, reason="not so", is_reporter=True)
    in_time = MORNING + timedelta(days=15)
    do(session, CITIZEN, "reopen", in_time, reason="not so", is_reporter=True)
    assert (case.status, case.reopen_count, case.closed_at) == ("filed", 1, None)
    assert cases.owner_of(session) == f"desk {market.COMMUNITY}"


def test_the_database_refuses_an_open_case_without_an_owner(session, case):
    case.owner_area_id = None
    with pytest.raises(IntegrityError, match="one_owner"):
        session.flush()


def test_a_case_that_is_not_there(session, town):
    with pytest.raises(NotFoundError, match="no incident"):
        do(session, DESK, "verify")
