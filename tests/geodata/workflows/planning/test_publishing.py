"""From a draft to the boundaries of a date: checked, approved, published, and taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from geodata.errors import ConflictError, ForbiddenError, InvalidInputError
from geodata.queries import areas, incidents, officers, plan_events, plans
from geodata.queries import cases as rows
from geodata.workflows.planning import drafts, figures, impact, rehoming, steps
from geodata.workflows.planning.edits import Edit, Hand, apply
from geodata.workflows.planning.steps import Step
from tests.worlds import blocks, cases, market

NOW = cases.MORNING
PLANNER, BOSS = Hand("planner", NOW), Hand("boss", NOW)
M, R = market.MARKET, market.RIVER
NEXT = f"{market.COMMUNITY}003"
LATER = NOW + timedelta(days=30)


@pytest.fixture
def plan(session, town):
    blocks.build(session, town)
    cases.write_matrix(session, town)
    new = drafts.NewPlan("Spring", market.COMMUNITY, least=100, target=300, most=400)
    return drafts.begin(session, PLANNER, new)


def split_the_market(session, plan):
    """The two western blocks of the market become a grid of their own."""
    moves = (("B00", M, "new:1"), ("B01", M, "new:1"))
    apply(session, PLANNER, plan.id, Edit(plan.version, moves, {"new:1": {"name": "Gate"}}))


def take(session, plan, name, hand=PLANNER, **values):
    return steps.take(session, hand, plan.id, Step(name, plan.version, **values))


def publish(session, plan, at=NOW):
    take(session, plan, "submit")
    take(session, plan, "approve", BOSS)
    take(session, plan, "publish", BOSS, at=at)
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.execute(text("SET CONSTRAINTS ALL DEFERRED"))


def codes(session, at):
    frame = areas.frame(session, 5, at)
    return dict(zip(frame["code"], frame["households"], strict=True))


def test_published_boundaries_hold_from_their_date_and_the_past_stays(session, plan):
    split_the_market(session, plan)
    publish(session, plan)
    assert codes(session, NOW - timedelta(days=1)) == {M: 400, R: 350}
    # Six blocks of 60 households; the river grid did not change and keeps what it had.
    assert codes(session, NOW) == {NEXT: 120, M: 240, R: 350}
    detail = plan_events.listing(session, plan.id)[-1].detail
    assert (detail["new"], detail["changed"], detail["untouched"]) == (1, 1, 1)
    assert plan.status == "published"


def test_the_officer_follows_the_code_and_the_new_grid(session, plan):
    split_the_market(session, plan)
    publish(session, plan)
    for code in (M, NEXT):
        assert officers.responsible_for(session, code, NOW).code == "W1"
    assert officers.responsible_for(session, M, NOW - timedelta(days=1)).code == "W1"


def test_open_cases_follow_with_a_reason_and_closed_ones_do_not(session, plan):
    key, done = cases.KEY, cases.UUID(int=5)
    for number, case in enumerate((key, done)):
        cases.report(session, case, lon=114.001 + number * 0.0001, lat=22.508)
    cases.do(session, cases.DESK, "hand_down", reason="you can")
    cases.do(session, cases.DESK, "reject", key=done, reason="no noise")
    split_the_market(session, plan)
    publish(session, plan)
    last = incidents.history(session, key)[-1]
    assert (last.actor, last.action) == ("clockwork", "rehome")
    assert f"from grid {M} to {NEXT}" in last.reason
    assert incidents.history(session, done)[-1].action == "reject"
    around = rows.areas_around(session, rows.get(session, key), NOW)
    assert around[-1].code == NEXT
    # Where it was reported stays as it was.
    assert rows.get(session, key).grid_id == areas.get_id(session, M, NOW - timedelta(days=1))


def test_a_date_to_come_can_be_withdrawn_and_its_cases_wait(session, plan):
    cases.report(session, lon=114.001, lat=22.508)
    split_the_market(session, plan)
    publish(session, plan, LATER)
    assert set(codes(session, NOW)) == {M, R}
    assert set(codes(session, LATER)) == {M, R, NEXT}
    assert rehoming.follow_all(session, NOW) == 0
    before = session.begin_nested()
    assert rehoming.follow_all(session, LATER) == 1
    assert rehoming.follow_all(session, LATER) == 0
    before.rollback()
    take(session, plan, "withdraw", reason="the council said no")
    assert set(codes(session, LATER)) == {M, R}
    assert officers.responsible_for(session, M, LATER).code == "W1"


def test_going_back_gives_new_codes_for_grids_that_ended(session, plan):
    moves = tuple((code, R, M) for code in ("B30", "B31", "B40", "B41", "B50", "B51"))
    apply(session, PLANNER, plan.id, Edit(plan.version, moves))
    publish(session, plan)
    assert set(codes(session, NOW)) == {M}
    day = Hand("planner", NOW + timedelta(days=1))
    new = drafts.NewPlan("Back", market.COMMUNITY, least=100, target=300, most=400)
    back = drafts.begin(session, day, new, at=NOW - timedelta(days=1))
    assert set(plans.assignment(session, back).values()) == {M, NEXT}
    at = NOW + timedelta(days=2)
    for name, hand in (("submit", "planner"), ("approve", "boss"), ("publish", "boss")):
        steps.take(session, Hand(hand, day.now), back.id, Step(name, back.version, at=at))
    assert set(codes(session, at)) == {M, NEXT}


def test_the_gate_lets_no_unit_without_a_grid_pass(session, plan):
    apply(session, PLANNER, plan.id, Edit(plan.version, (("B00", M, None),)))
    with pytest.raises(ConflictError, match="unassigned in community 440399001001 B00"):
        take(session, plan, "submit")
    assert plan.status == "draft"


@pytest.mark.parametrize(("east", "kind"), [(0.0001, "gap"), (-0.0001, "overlap")])
def test_the_gate_lets_no_gap_and_no_overlap_pass(session, plan, east, kind):
    # The block at the eastern end moves: away from its neighbour, or into it.
    shift = text("UPDATE unit SET geom = ST_Translate(geom, :east, 0) WHERE code = 'B50'")
    session.execute(shift, {"east": east})
    with pytest.raises(ConflictError, match="problems stand in the way"):
        take(session, plan, "submit")
    found = figures.draw(session, plan, NOW).problems
    assert kind in {problem.kind for problem in found}


def test_another_person_approves(session, plan):
    take(session, plan, "submit")
    with pytest.raises(ForbiddenError, match="another person"):
        take(session, plan, "approve", PLANNER)
    with pytest.raises(ConflictError, match="cannot be taken to 'publish'"):
        take(session, plan, "publish", BOSS, at=NOW)
    take(session, plan, "send_back", BOSS, reason="too large")
    assert plan.status == "draft"


@pytest.mark.parametrize(
    ("at", "message"),
    [
        (None, "from when"),
        (NOW - timedelta(days=1), "in the past"),
        (NOW + timedelta(days=999), "two years"),
    ],
)
def test_a_date_that_cannot_be(session, plan, at, message):
    take(session, plan, "submit")
    take(session, plan, "approve", BOSS)
    with pytest.raises(InvalidInputError, match=message):
        take(session, plan, "publish", BOSS, at=at)


def test_a_stale_step_is_refused(session, plan):
    with pytest.raises(ConflictError, match="at version 2, you looked at 1"):
        steps.take(session, PLANNER, plan.id, Step("submit", 1))


def test_the_impact_before_it_happens(session, plan):
    cases.report(session, lon=114.001, lat=22.508)
    split_the_market(session, plan)
    found = impact.measure(session, plan, NOW)
    assert found["totals"] == {
        "grids_before": 2,
        "grids_after": 3,
        "grids_untouched": 1,
        "units_moved": 2,
        "households_moved": 120,
        "households": 720,
        "addresses_moved": 0,
        "open_cases_moved": 1,
        "incidents_moved": 1,
        "officers_touched": 1,
    }
    assert [(row["code"], row["status"]) for row in found["grids"]] == [
        (M, "changed"),
        (NEXT, "new"),
    ]
