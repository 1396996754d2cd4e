"""What the database refuses of areas."""

from datetime import UTC, datetime

import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from geodata.models import Area
from tests.worlds import market

NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


def refused(session, area, part):
    def add():
        session.add(area)
        session.flush()
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))

    with pytest.raises(DBAPIError, match=part):
        add()


def test_a_code_has_one_version_at_a_time(session, town):
    refused(
        session,
        market.area(market.MARKET, 5, town.community, market.square(0)),
        "reused|ex_area_code_period",
    )


def test_a_new_version_follows_the_old_one(session, town):
    town.market.valid_to = NEXT_YEAR
    session.flush()
    session.add(
        market.area(market.MARKET, 5, town.community, market.square(0), valid_from=NEXT_YEAR)
    )
    session.flush()
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def test_a_retired_code_is_never_given_again(session, town):
    town.market.valid_to = NEXT_YEAR
    session.flush()
    later = datetime(2028, 1, 1, tzinfo=UTC)
    refused(
        session,
        market.area(market.MARKET, 5, town.community, market.square(0), valid_from=later),
        "never reused",
    )


def test_the_parent_is_one_tier_above(session, town):
    refused(
        session, market.area("440399001001003", 5, town.market, market.square(3)), "fk_area_parent"
    )


def test_only_a_city_has_no_parent(session, town):
    refused(session, market.area("440398000000", 2, None, market.square(3)), "one_parent")


def test_a_grid_needs_15_digits(session, town):
    refused(session, market.area("440399001", 5, town.community, market.square(3)), "ck_area_code")


def test_a_grid_must_not_overlap_its_neighbour(session, town):
    middle = shapely.MultiPolygon([shapely.box(114.005, 22.5, 114.015, 22.51)])
    refused(session, market.area("440399001001003", 5, town.community, middle), "overlaps area")


def test_a_grid_must_not_leave_its_community(session, town):
    refused(
        session,
        market.area("440399001001003", 5, town.community, market.square(3)),
        "leaves its parent",
    )


@pytest.mark.parametrize(
    "shape",
    [
        "POLYGON((0 0,1 1,1 0,0 1,0 0))",
        "POLYGON((0 0,200 0,200 1,0 0))",
        "POLYGON((0 0,0 91,1 91,0 0))",
        "MULTIPOLYGON EMPTY",
    ],
)
def test_a_shape_that_cannot_be_is_refused(session, town, shape):
    with pytest.raises(DBAPIError, match="ck_area_geom_valid"):
        session.execute(
            text("UPDATE area SET geom = ST_Multi(ST_GeomFromText(:shape, 4326)) WHERE id = :id"),
            {"shape": shape, "id": town.market.id},
        )


def test_a_period_ends_after_it_begins(session, town):
    with pytest.raises(DBAPIError, match="ck_area_period"):
        session.execute(text("UPDATE area SET valid_to = valid_from"))


def test_changing_an_area_raises_the_layer_version(session, town):
    before = session.scalar(text("SELECT version FROM layer_version WHERE layer = 'areas'"))
    session.get(Area, town.market.id).name = "Old market"
    session.flush()
    after = session.scalar(text("SELECT version FROM layer_version WHERE layer = 'areas'"))
    assert after == before + 1
