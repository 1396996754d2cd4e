"""The emerging and forecast jobs on Market Town."""

from datetime import timedelta
from uuid import uuid4

import pytest

from geodata.errors import InvalidInputError
from geodata.models import JobRun
from geodata.queries import run_zones
from geodata.workflows import emerging, forecast, progress
from tests.worlds import market

PERIOD = {"start": "2026-02-16T16:00:00+00:00", "end": "2026-05-04T16:00:00+00:00"}


@pytest.fixture
def run_id(session, town):
    run = JobRun(id=uuid4(), kind="emerging", state="running")
    session.add(run)
    # A complaint every hundred metres each week for eleven weeks; in the last one twenty more
    # around one place.
    for week in range(11):
        for i in range(20):
            for j in range(10):
                at = market.NOON + timedelta(weeks=week - 10)
                lon, lat = 114.0005 + i * 1e-3, 22.5005 + j * 1e-3
                session.add(market.complaint(town, lon, lat, id=uuid4(), reported_at=at))
    for i in range(20):
        place = (114.0104 + i * 1e-5, 22.5051)
        session.add(market.complaint(town, *place, id=uuid4(), reported_at=market.NOON))
    session.flush()
    return run.id


def test_a_cluster_of_the_last_week_is_new(session, run_id):
    wanted = PERIOD | {"cell_m": 100, "step_days": 7}
    summary = emerging.run(session, run_id, wanted, progress.silent)["summary"]
    assert summary["step_count"] == 11
    assert summary["is_short"] is False
    assert sum(summary["class_counts"].values()) == summary["cell_count"]
    rows = run_zones.of_run(session, run_id)
    assert rows[0].figures["class"] == "new hot spot"
    assert {row.figures["class"] for row in rows} == {"new hot spot", "no pattern"}


def test_the_forecast_selects_it_and_publishes_its_record(session, run_id):
    wanted = PERIOD | {"cell_m": 100, "horizon_days": 7, "share": 0.005}
    summary = forecast.run(session, run_id, wanted, progress.silent)["summary"]
    rows = run_zones.of_run(session, run_id)
    assert rows[0].figures["selected"] is True
    assert sum(row.figures["selected"] for row in rows) == summary["selected_count"]
    assert rows[0].figures["rank"] == 1
    assert summary["forecast_from"] == "2026-05-05"
    record = summary["record"]
    # Ten weeks and some hours less the four weeks that a forecast needs behind it.
    assert record["period_count"] == 6
    assert 0 <= record["hit_rate"] <= 1


def test_a_city_without_cases_has_neither(session, town):
    for work in (emerging.run, forecast.run):
        with pytest.raises(InvalidInputError, match="no incident"):
            work(session, uuid4(), {"cell_m": 100, "step_days": 7}, progress.silent)
