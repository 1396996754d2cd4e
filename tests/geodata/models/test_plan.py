"""A plan puts a unit into one grid, and its author does not approve it."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from geodata.models import Assignment, Plan, Unit
from tests.worlds import market


@pytest.fixture
def plan(session, town):
    plan = Plan(name="Spring", scope_id=town.community.id, author="Wang")
    session.add(plan)
    session.flush()
    return plan


def test_a_unit_is_in_one_grid_of_a_plan(session, plan):
    unit_id = session.scalar(select(Unit.id).where(Unit.code == "U1"))
    session.add(Assignment(plan_id=plan.id, unit_id=unit_id, grid_code=market.MARKET))
    session.flush()
    session.expunge_all()
    session.add(Assignment(plan_id=plan.id, unit_id=unit_id, grid_code=market.RIVER))
    with pytest.raises(DBAPIError, match="pk_assignment"):
        session.flush()


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"status": "finished"}, "ck_plan_status"),
        ({"approved_by": "Wang"}, "second_person"),
        ({"status": "published"}, "published_at"),
        ({"version": 0}, "ck_plan_version"),
    ],
)
def test_what_is_refused(session, plan, change, part):
    for name, value in change.items():
        setattr(plan, name, value)
    with pytest.raises(DBAPIError, match=part):
        session.flush()
