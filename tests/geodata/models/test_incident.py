"""What the database does with a new incident: place it, or refuse it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.worlds import market


def grid_of(session, incident):
    session.add(incident)
    session.flush()
    session.refresh(incident)
    return incident.grid_id


def test_a_complaint_in_the_market_belongs_to_the_market_grid(session, town):
    assert grid_of(session, market.complaint(town, 114.005, 22.505)) == town.market.id


def test_on_the_shared_edge_the_lower_code_wins(session, town):
    assert grid_of(session, market.complaint(town, 114.01, 22.505)) == town.market.id


def test_outside_the_town_there_is_no_grid(session, town):
    assert grid_of(session, market.complaint(town, 115.0, 22.505)) is None


def test_within_its_accuracy_of_an_edge_it_is_uncertain(session, town):
    near = market.complaint(town, 114.0101, 22.505, accuracy_m=20.0)
    far = market.complaint(town, 114.015, 22.505, accuracy_m=20.0)
    assert grid_of(session, near) == grid_of(session, far) == town.river.id
    assert near.is_uncertain
    assert not far.is_uncertain


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (float("nan"), 22.5),
        (114.0, float("nan")),
        (float("inf"), 22.5),
        (114.0, 91.0),
        (181.0, 0.0),
    ],
)
def test_a_position_that_cannot_be_is_refused(session, town, lon, lat):
    with pytest.raises(DBAPIError, match=r"in_range|infinite|invalid|parse"):
        session.execute(
            text(
                "INSERT INTO incident (id, source, category_id, status, geom, raw_lon, raw_lat,"
                " reported_at) VALUES (gen_random_uuid(), 'test', :category, 'reported',"
                " ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :lon, :lat, now())"
            ),
            {"category": town.noise.id, "lon": lon, "lat": lat},
        )


def test_an_unknown_status_is_refused(session, town):
    with pytest.raises(DBAPIError, match="ck_incident_status"):
        grid_of(session, market.complaint(town, 114.005, 22.505, status="lost"))


def test_one_source_has_one_incident_per_id(session, town):
    grid_of(session, market.complaint(town, 114.005, 22.505, source_id="16-1"))
    with pytest.raises(DBAPIError, match="uq_incident_source"):
        grid_of(session, market.complaint(town, 114.006, 22.505, source_id="16-1"))
