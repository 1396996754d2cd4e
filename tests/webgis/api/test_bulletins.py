"""The weekly bulletin: made by a job, kept, read, downloaded."""

from datetime import timedelta

import pytest

from geodata.queries import job_runs
from geodata.workflows import bulletin
from geodata.workflows.progress import silent
from tests.worlds import market


@pytest.fixture
def run(session, town):
    """The bulletin of noon's week: two reports in it, one in the week before."""
    for lon, days in ((114.001, 0), (114.002, 1), (114.003, -7)):
        session.add(
            market.complaint(town, lon, 22.505, reported_at=market.NOON + timedelta(days=days))
        )
    session.flush()
    found, _ = job_runs.queue(session, "bulletin", {"week": "2026-05-06", "lang": "en"})
    attempt = job_runs.claim(session, found.id)
    figures = bulletin.run(session, found.id, found.parameters, silent)
    job_runs.finish(session, found.id, attempt, "succeeded", percent=100, message="", **figures)
    session.commit()
    return found


def test_its_figures_are_those_of_the_week_beside_the_week_before(client, run):
    (item,) = client.get("/api/v1/bulletins").json["items"]
    assert item["week_start"] == "2026-05-04"
    reported = item["summary"]["items"][0]
    assert (reported["key"], reported["value"], reported["before"]) == ("reported", 2, 1)
    (noise,) = item["summary"]["tables"]["categories"]
    assert (noise["name"], noise["count"], noise["before"]) == ("Noise", 2, 1)


def test_it_is_a_page_that_runs_nothing_and_asks_nobody(client, run):
    answer = client.get(f"/api/v1/bulletins/{run.id}")
    assert answer.content_type.startswith("text/html")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Market Town" in answer.text
    assert "2026-05-04 – 2026-05-10" in answer.text
    assert "<script" not in answer.text
    assert "http" not in answer.text


def test_it_can_be_downloaded(client, run):
    answer = client.get(f"/api/v1/bulletins/{run.id}?download=true")
    assert 'filename="bulletin-2026-05-04.html"' in answer.headers["Content-Disposition"]


def test_there_is_no_other(client, run):
    answer = client.get("/api/v1/bulletins/00000000-0000-4000-8000-000000000000")
    assert answer.status_code == 404


def test_the_job_refuses_what_is_no_week(client, town):
    body = {"kind": "bulletin", "parameters": {"week": "yesterday"}}
    assert client.post("/api/v1/jobs", json=body).status_code in (401, 403, 422)
