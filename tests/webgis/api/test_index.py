"""The governance index over the API."""

from datetime import timedelta

import pytest

from geodata.queries import job_runs
from tests.worlds import market
from webgis import jobs


@pytest.fixture
def computed(session, town):
    town.market.population, town.river.population = 1_000, 900
    for i in range(12):
        place = 114.001 + i * 5e-4 if i < 8 else 114.011 + i * 5e-4
        at = market.NOON + timedelta(hours=i)
        row = market.complaint(
            town,
            place,
            22.505,
            status="closed",
            reported_at=at,
            due_at=at + timedelta(hours=10),
            # In the market grid every second case is late.
            resolved_at=at + timedelta(hours=20 if i < 8 and i % 2 else 5),
        )
        session.add(row)
    run, _ = job_runs.queue(session, "index", {})
    attempt = job_runs.claim(session, run.id)
    figures = jobs.KINDS["index"](session, run.id, {}, lambda *_: None)
    job_runs.finish(session, run.id, attempt, "succeeded", **figures)
    session.commit()


def test_404_before_the_first_run(client, town):
    assert client.get("/api/v1/index").status_code == 404


def test_score_formula_weights_and_raw_parts(client, computed):
    body = client.get("/api/v1/index?tier=5").json
    assert body["formula"].startswith("score = ")
    assert sum(part["weight"] for part in body["weights"]) == 100
    items = {item["area_code"]: item for item in body["items"]}
    quiet = items[market.MARKET]["parts"]["quiet"]
    assert (quiet["numerator"], quiet["denominator"]) == (8, 1000)
    balanced = items[market.RIVER]["parts"]["balanced"]
    assert (balanced["numerator"], balanced["denominator"], balanced["value"]) == (1, 1, 1)
    assert items[market.RIVER]["rank"] == 1
    for item in items.values():
        assert item["low"] <= item["score"] <= item["high"]
        total = sum(part["points"] for part in item["parts"].values())
        assert total == pytest.approx(item["score"])


def test_households_outside_any_grid_and_grids_roll_up(client, computed):
    (item,) = client.get("/api/v1/index?tier=3").json["items"]
    assert item["parts"]["covered"]["denominator"] == 750
    assert item["parts"]["balanced"]["denominator"] == 2
    assert client.get("/api/v1/index?tier=5&parent=nowhere").json["items"] == []


def test_new_weights_count_at_once(sign_in, client, computed):
    before = client.get("/api/v1/index?tier=5").json["items"][0]["score"]
    body = {"weights": {"quiet": 0, "balanced": 100}}
    assert client.put("/api/v1/index/weights", json=body).status_code in (401, 403)
    admin = sign_in("admin")
    assert admin.put("/api/v1/index/weights", json=body).status_code == 200
    after = client.get("/api/v1/index?tier=5").json["items"][0]
    assert after["score"] != before
    assert "quiet" not in after["parts"]
    for wrong in ({"beauty": 1}, {"quiet": -1}, {"quiet": "nan"}, {}):
        answer = admin.put("/api/v1/index/weights", json={"weights": wrong})
        assert answer.status_code == 422
    none = dict.fromkeys(("timely", "resolved", "first_time", "quiet", "covered", "balanced"), 0)
    assert admin.put("/api/v1/index/weights", json={"weights": none}).status_code == 422
