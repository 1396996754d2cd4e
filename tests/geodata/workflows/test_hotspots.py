"""The hotspot job on Market Town."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from geodata.errors import InvalidInputError
from geodata.models import JobRun
from geodata.queries import hotspots
from geodata.workflows import hotspots as workflow
from geodata.workflows import progress
from tests.worlds import market


@pytest.fixture
def run_id(session, town):
    run = JobRun(id=uuid4(), kind="hotspots", state="running")
    session.add(run)
    # One complaint everywhere, and six more in each of nine cells in the south-west of the market;
    # one of all is told twice on the same day.
    everywhere = [(114.0005 + i * 1e-3, 22.5005 + j * 1e-3) for i in range(20) for j in range(10)]
    corner = [(114.00213 + i * 1e-4, 22.50213 + j * 1e-4) for i in range(9) for j in range(6)]
    session.add_all(market.complaint(town, lon, lat) for lon, lat in everywhere + corner)
    hour_later = market.NOON + timedelta(hours=1)
    session.add(market.complaint(town, 114.00213, 22.50213, id=uuid4(), reported_at=hour_later))
    session.flush()
    return run.id


def test_cells_around_the_corner_are_hot(session, run_id):
    figures = workflow.run(session, run_id, {"cell_m": 100}, progress.silent)
    summary = figures["summary"]
    assert (summary["reported_count"], summary["duplicate_count"]) == (255, 1)
    assert figures["n"] + summary["outside_count"] == 254
    rows = hotspots.of_run(session, run_id)
    assert sum(row.count for row in rows) == figures["n"]
    assert rows[0].bin > 0
    assert rows[0].q < 0.1
    hot = [json.loads(row.geometry)["coordinates"][0][0] for row in rows if row.bin > 0]
    assert all(lon < 114.006 and lat < 22.506 for lon, lat in hot)


def test_duplicates_may_be_kept(session, run_id):
    wanted = {"cell_m": 100, "deduplicate": False}
    assert workflow.run(session, run_id, wanted, progress.silent)["summary"]["duplicate_count"] == 0


def test_areas_are_counted_as_the_database_locates(session, run_id):
    workflow.run(session, run_id, {"tier": 5}, progress.silent)
    counts = {row.code: row.count for row in hotspots.of_run(session, run_id)}
    assert counts == {market.MARKET: 154, market.RIVER: 100}


def test_the_filter_of_the_map_applies(session, run_id):
    wanted = {"cell_m": 100, "end": market.NOON.isoformat()}
    figures = workflow.run(session, run_id, wanted, progress.silent)
    assert figures["n"] == 0
    assert figures["period_end"] == market.NOON


def test_rates_per_household_and_the_second_view(session, run_id):
    figures = workflow.run(session, run_id, {"tier": 5, "per": "households"}, progress.silent)
    assert figures["summary"]["per"] == "households"
    assert figures["summary"]["unplaced_count"] == 0
    rows = {row.code: row for row in hotspots.of_run(session, run_id)}
    market_row = rows[market.MARKET]
    assert market_row.expected == pytest.approx(254 * 400 / 750)
    assert market_row.figures["rate"] == pytest.approx(154 / 400)
    assert market_row.figures["moran_class"] == "not significant"


def test_cells_get_the_households_that_live_in_them(session, run_id):
    workflow.run(session, run_id, {"cell_m": 100, "per": "population"}, progress.silent)
    rows = hotspots.of_run(session, run_id)
    people = sum(row.figures["population"] for row in rows)
    assert 0.9 * 1900 < people <= 1900 + 1e-6
    # Fewer than fifty people in a hectare: a rate would tell of chance.
    assert all(row.figures["rate"] is None for row in rows)
    assert all(row.figures["shrunk_rate"] >= 0 for row in rows)
    assert "high-high" in {row.figures["moran_class"] for row in rows}


def test_nobody_known_is_told(session, run_id):
    with pytest.raises(InvalidInputError, match="population"):
        workflow.run(session, run_id, {"tier": 5, "per": "population"}, progress.silent)
