"""A grid has one officer at a time."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DBAPIError

from geodata.models import Officer, OfficerGrid
from geodata.queries import officers
from tests.worlds import market

MAY = datetime(2026, 5, 1, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def li(session, town):
    officer = Officer(code="W2", name="Li")
    session.add(officer)
    session.flush()
    return officer


def test_a_second_officer_at_the_same_time_is_refused(session, town, li):
    session.add(OfficerGrid(officer_id=li.id, grid_id=town.market.id, valid_from=MAY))
    with pytest.raises(DBAPIError, match="ex_officer_grid_period"):
        session.flush()


def test_a_vacant_grid_is_taken_over_at_a_moment(session, town, li):
    session.add(OfficerGrid(officer_id=li.id, grid_id=town.river.id, valid_from=MAY, valid_to=JUNE))
    session.flush()
    assert officers.responsible_for(session, market.RIVER, MAY).name == "Li"
    assert officers.responsible_for(session, market.RIVER, JUNE) is None
    assert officers.responsible_for(session, market.MARKET, JUNE).name == "Wang"


def test_a_community_has_no_officer(session, town, li):
    session.add(OfficerGrid(officer_id=li.id, grid_id=town.community.id, valid_from=MAY))
    with pytest.raises(DBAPIError, match=r"fk_officer_grid|grid_tier"):
        session.flush()
