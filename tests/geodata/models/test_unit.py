"""A unit lies in a community, never directly in anything else."""

import pytest
from sqlalchemy.exc import DBAPIError

from geodata.models import Unit
from tests.worlds import market


def unit(community, **values):
    fields = {"code": "U9", "households": 10, "population": 25} | values
    return Unit(community_id=community.id, geom=market.wkt(market.square(0)), **fields)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"households": -1}, "ck_unit_counts"),
        ({"code": "U1"}, "uq_unit_code"),
        ({"community_tier": 5}, "ck_unit_community_tier|fk_unit"),
    ],
)
def test_what_is_refused(session, town, values, part):
    session.add(unit(town.community, **values))
    with pytest.raises(DBAPIError, match=part):
        session.flush()


def test_a_grid_is_no_community(session, town):
    session.add(unit(town.market))
    with pytest.raises(DBAPIError, match="fk_unit_community"):
        session.flush()
