"""Emerging hot spots and forecasts of the latest run that asked the same."""

import pytest

from geodata.queries import job_runs
from tests.worlds import market
from webgis import jobs

QUESTIONS = {
    "emerging": ({"cell_m": 250, "step_days": 1}, "cell_m=250&step_days=1"),
    "forecast": ({"cell_m": 200, "horizon_days": 7}, "cell_m=200&horizon_days=7"),
}


@pytest.mark.parametrize("kind", list(QUESTIONS))
def test_the_run_that_asked_the_same_answers(client, town, session, kind):
    parameters, words = QUESTIONS[kind]
    assert client.get(f"/api/v1/{kind}?{words}").json["run"] is None
    session.add(market.complaint(town, 114.0055, 22.5052))
    run, _ = job_runs.queue(session, kind, parameters)
    attempt = job_runs.claim(session, run.id)
    figures = jobs.KINDS[kind](session, run.id, run.parameters, lambda *_: None)
    job_runs.finish(session, run.id, attempt, "succeeded", **figures)
    session.commit()
    answer = client.get(f"/api/v1/{kind}?{words}").json
    assert answer["run"]["id"] == str(run.id)
    assert answer["run"]["n"] == 1
    assert answer["features"]
    assert client.get(f"/api/v1/{kind}?cell_m=300&step_days=1").status_code in (200, 422)


def test_only_what_was_selected(client, town, session):
    test_the_run_that_asked_the_same_answers(client, town, session, "forecast")
    words = "cell_m=200&horizon_days=7&selected=true"
    found = client.get(f"/api/v1/forecast?{words}").json["features"]
    assert found
    assert all(feature["properties"]["selected"] for feature in found)
