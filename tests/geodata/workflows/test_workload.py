"""The load of Market Town, tier by tier."""

from uuid import uuid4

import pytest

from geodata.models import Backdrop, JobRun
from geodata.queries import area_figures
from geodata.workflows import progress, reach, workload
from tests.worlds import market


@pytest.fixture
def run_id(session, town):
    for lon in (114.004, 114.005, 114.015):
        session.add(market.complaint(town, lon, 22.505))
    # One street through the middle of both grids, 0.02 degrees long.
    line = "SRID=4326;LINESTRING(114.0 22.505, 114.02 22.505)"
    session.add(Backdrop(kind="road", feature_class="street", geom=line))
    run = JobRun(id=uuid4(), kind="workload", state="running")
    session.add(run)
    session.flush()
    return run.id


def test_every_tier_holds_each_incident_and_household_once(session, run_id):
    figures = workload.run(session, run_id, {}, progress.silent)
    assert figures["n"] == 3
    rows = {row.area_code: row.figures for row in area_figures.of_run(session, run_id, 5)}
    assert rows[market.MARKET]["incident_count"] == 2
    assert rows[market.RIVER]["households"] == 350
    assert rows[market.MARKET]["patrol_m"] == pytest.approx(1029, rel=0.01)
    (above,) = area_figures.of_run(session, run_id, 4)
    assert above.figures["incident_count"] == 3
    assert [row["tier"] for row in figures["summary"]["tiers"]] == [1, 2, 3, 4, 5]


def test_reach_from_the_centre_of_each_grid(session, run_id):
    figures = reach.run(session, run_id, {}, progress.silent)
    rows = {row.area_code: row.figures for row in area_figures.of_run(session, run_id, 5)}
    # Unit and grid are the same square here, and the street runs through its centre.
    assert rows[market.MARKET]["within_5_min_share"] == 1
    assert [row["tier"] for row in figures["summary"]["tiers"]] == [4, 5]


def test_a_city_without_streets_says_so(session, town):
    run = JobRun(id=uuid4(), kind="reach", state="running")
    session.add(run)
    session.flush()
    assert reach.run(session, run.id, {}, progress.silent)["method"] == reach.NO_STREETS
