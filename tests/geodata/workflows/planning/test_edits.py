"""Drafts of Market Town's twelve blocks: edits, undo, merging, and the laws of a partition."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import ConflictError, InvalidInputError
from geodata.queries import plans
from geodata.workflows.planning import drafts, figures, undo
from geodata.workflows.planning.edits import Edit, Hand, apply
from tests.worlds import blocks, market

MON = Hand("mon", market.NOON)
TUE = Hand("tue", market.NOON + timedelta(days=1))
M, R = market.MARKET, market.RIVER
NEXT = f"{market.COMMUNITY}003"


@pytest.fixture
def plan(session, town):
    blocks.build(session, town)
    new = drafts.NewPlan("Spring", market.COMMUNITY, least=100, target=300, most=400)
    return drafts.begin(session, MON, new)


def change(session, plan, *moves, hand=MON, version=None, **grids):
    version = plan.version if version is None else version
    return apply(session, hand, plan.id, Edit(version, moves, grids.get("grids", {})))


def drawn(session, plan):
    grids = plans.assignment(session, plan)
    return "".join(
        "M" if g == M else "R" if g == R else "." if g is None else "N" for g in grids.values()
    )


def test_a_draft_begins_with_the_boundaries_of_today(session, plan):
    assert drawn(session, plan) == "MMMMMMRRRRRR"
    assert set(plans.grids(session, plan)) == {M, R}
    assert (plan.status, plan.version) == ("draft", 2)


def test_paint_undo_redo(session, plan):
    change(session, plan, ("B20", M, R), ("B21", M, R))
    assert drawn(session, plan) == "MMMMRRRRRRRR"
    change(session, plan, ("B10", M, R))
    undo.undo(session, MON, plan.id, plan.version)
    undo.undo(session, MON, plan.id, plan.version)
    assert drawn(session, plan) == "MMMMMMRRRRRR"
    with pytest.raises(ConflictError, match="nothing to undo"):
        undo.undo(session, MON, plan.id, plan.version)
    undo.redo(session, MON, plan.id, plan.version)
    assert drawn(session, plan) == "MMMMRRRRRRRR"
    change(session, plan, ("B50", R, None))
    with pytest.raises(ConflictError, match="nothing to redo"):
        undo.redo(session, MON, plan.id, plan.version)


def test_a_new_grid_gets_a_code_that_nobody_had(session, plan):
    done = change(session, plan, ("B00", M, "new:1"), grids={"new:1": {"name": "Park"}})
    assert done.codes == {"new:1": NEXT}
    assert plans.grids(session, plan)[NEXT].name == "Park"
    other = drafts.branch(session, TUE, plan.id, "Other")
    assert change(session, other, ("B01", M, "new:1")).codes == {"new:1": f"{market.COMMUNITY}004"}


def test_two_who_do_not_touch_are_merged_and_two_who_do_are_told(session, plan):
    seen = plan.version
    change(session, plan, ("B20", M, R))
    done = change(session, plan, ("B50", R, M), hand=TUE, version=seen)
    assert done.is_merged
    assert drawn(session, plan) == "MMMMRMRRRRMR"
    with pytest.raises(ConflictError, match=r"B20 \(in 440399001001002\)"):
        change(session, plan, ("B20", M, None), hand=TUE, version=seen)


def test_a_locked_grid_keeps_its_units(session, plan):
    change(session, plan, grids={R: {"is_locked": True}})
    with pytest.raises(ConflictError, match="is locked"):
        change(session, plan, ("B20", M, R))
    with pytest.raises(ConflictError, match="is locked"):
        change(session, plan, ("B50", R, M))
    copy = drafts.branch(session, TUE, plan.id, "Copy")
    assert not plans.grids(session, copy)[R].is_locked


@pytest.mark.parametrize(
    ("moves", "grids", "message"),
    [
        ([("B99", M, R)], {}, "not in the plan: B99"),
        ([("B20", M, R), ("B20", M, None)], {}, "moved twice"),
        ([("B20", M, "440399001002001")], {}, "has no grid"),
        ([], {}, "nothing is to change"),
        ([], {M: {"colour": "red"}}, "no 'colour'"),
        ([], {M: {"name": " "}}, "name is empty"),
        ([], {M: {"grid_type": "round"}}, "one of base, dedicated"),
        ([], {"440399001001009": {"name": "x"}}, "has no grid"),
    ],
)
def test_what_cannot_be_is_refused(session, plan, moves, grids, message):
    with pytest.raises(InvalidInputError, match=message):
        apply(session, MON, plan.id, Edit(plan.version, tuple(moves), grids))


def test_back_to_a_snapshot_and_forth(session, plan):
    first = plan.version
    change(session, plan, ("B20", M, R))
    change(session, plan, ("B10", M, "new:1"), grids={M: {"name": "Old market"}})
    undo.restore(session, MON, plan.id, plan.version, first)
    assert drawn(session, plan) == "MMMMMMRRRRRR"
    assert plans.grids(session, plan)[M].name == "Market"
    undo.undo(session, MON, plan.id, plan.version)
    assert drawn(session, plan) == "MMNMRMRRRRRR"
    branched = drafts.branch(session, TUE, plan.id, "From the start", version=first)
    assert drawn(session, branched) == "MMMMMMRRRRRR"


def test_the_figures_of_what_was_touched(session, plan):
    done = change(session, plan, ("B20", M, R), ("B21", M, R))
    rows = figures.of_grids(session, plan, market.NOON, done.touched)
    assert [(row["code"], row["households"], row["problems"]) for row in rows] == [
        (M, 240, []),
        (R, 480, ["over"]),
    ]


UNITS = [blocks.code(column, row) for column in range(6) for row in range(2)]
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("move"),
            st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True),
            st.sampled_from([M, R, "new:1", None]),
        ),
        st.tuples(st.sampled_from(["undo", "redo"]), st.just([]), st.none()),
        st.tuples(st.just("back"), st.just([]), st.integers(2, 6)),
    ),
    max_size=12,
)


def test_whatever_is_done_each_unit_is_in_at_most_one_grid_and_the_past_can_be_had(session, town):
    blocks.build(session, town)
    new = drafts.NewPlan("Spring", market.COMMUNITY, least=0, target=300, most=800)

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(STEPS)
    def law(steps):
        undone = session.begin_nested()
        plan = drafts.begin(session, MON, new)
        seen = {plan.version: plans.assignment(session, plan)}
        for kind, units, value in steps:
            now = plans.assignment(session, plan)
            try:
                if kind == "move":
                    change(session, plan, *[(u, now[u], value) for u in units if now[u] != value])
                elif kind == "back":
                    undo.restore(session, MON, plan.id, plan.version, value)
                else:
                    getattr(undo, kind)(session, MON, plan.id, plan.version)
            except (ConflictError, InvalidInputError):
                assert plans.assignment(session, plan) == now
                continue
            seen[plan.version] = plans.assignment(session, plan)
            if kind == "back":
                assert seen[plan.version] == seen[value]
        check(plan, seen[max(seen)])
        undone.rollback()

    def check(plan, grids):
        # Units, and the parts drawn from them, fill the community: nothing twice, nothing lost.
        drawing = figures.draw(session, plan, market.NOON)
        assert set(grids) == set(UNITS)
        assert drawing.grids["unit_count"].sum() == sum(g is not None for g in grids.values())
        kinds = {problem.kind for problem in drawing.problems}
        assert not kinds & {"gap", "overlap", "wrong_parent"}
        held = drawing.units[drawing.units["grid_code"].notna()].area.sum()
        assert drawing.grids["area_m2"].sum() == pytest.approx(held, abs=0.01)
        is_whole = all(grids.values())
        assert ("unassigned" in kinds) == (not is_whole)

    law()
