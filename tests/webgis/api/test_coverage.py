"""Figures of areas, and findings that people decide."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import shapely

from geodata.models import JobRun
from geodata.queries import findings
from geodata.workflows import coverage, progress, workload
from tests.worlds import market


@pytest.fixture
def gap(session, town):
    town.market.geom = market.wkt(shapely.MultiPolygon([shapely.box(114.001, 22.5, 114.01, 22.51)]))
    run = finished(session, "coverage", coverage)
    return findings.listing(session, run.id, tier=5)[0].id


def finished(session, kind, work):
    run = JobRun(id=uuid4(), kind=kind, state="succeeded", finished_at=datetime.now(UTC))
    session.add(run)
    session.flush()
    figures = work.run(session, run.id, {}, progress.silent)
    for name, value in figures.items():
        setattr(run, name, value)
    session.flush()
    return run


def decide(client, gap, **body):
    return client.post(f"/api/v1/coverage/findings/{gap}/decision", json=body)


def test_a_station_lead_accepts_a_finding_and_all_see_why(gap, client, sign_in):
    lead = sign_in("station_lead", area=market.COMMUNITY)
    answer = decide(lead, gap, status="accepted", reason="a pond")
    assert answer.status_code == 200
    assert answer.json["items"][-1]["actor"] == lead.login
    told = client.get(f"/api/v1/coverage/findings/{gap}/history").json
    assert [item["reason"] for item in told["items"]] == ["found", "a pond"]
    listed = client.get("/api/v1/coverage/findings?tier=5").json["features"]
    assert [row["properties"]["status"] for row in listed] == ["accepted"]


def test_strangers_officers_and_other_places_decide_nothing(gap, client, sign_in):
    assert decide(client, gap, status="accepted", reason="no").status_code in (400, 401, 403)
    officer = sign_in("officer", area=market.MARKET, officer="W1")
    assert decide(officer, gap, status="accepted", reason="no").status_code == 403
    elsewhere = sign_in("station_lead", area=market.RIVER)
    # The gap lies beside the market grid only.
    assert decide(elsewhere, gap, status="accepted", reason="no").status_code == 403


@pytest.mark.parametrize("body", [{"status": "gone", "reason": "x"}, {"status": "fixed"}])
def test_a_decision_needs_a_status_and_a_reason(gap, sign_in, body):
    assert decide(sign_in("planner"), gap, **body).status_code == 422


def test_no_such_finding(sign_in):
    planner = sign_in("planner")
    for key in (999_999_999, 10**30):
        assert decide(planner, key, status="fixed", reason="x").status_code == 404


def test_figures_of_a_tier(session, town, client):
    assert client.get("/api/v1/coverage/figures?kind=workload").status_code == 404
    finished(session, "workload", workload)
    answer = client.get("/api/v1/coverage/figures?kind=workload&tier=5").json
    assert [row["area_code"] for row in answer["items"]] == [market.MARKET, market.RIVER]
    assert answer["run"]["summary"]["tiers"][4]["area_count"] == 2
