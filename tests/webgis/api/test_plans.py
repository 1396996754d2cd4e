"""Drafts over the API: who may, edits that merge, proposals, the way to publication."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from geodata.queries import job_runs
from tests.worlds import blocks, market
from webgis import jobs

URL = "/api/v1/plans"
M, R = market.MARKET, market.RIVER


@pytest.fixture
def planner(session, town, sign_in):
    blocks.build(session, town)
    return sign_in("planner", area=market.COMMUNITY)


@pytest.fixture
def plan(planner):
    body = {"name": "Spring", "area": market.COMMUNITY, "least": 100, "target": 300, "most": 400}
    answer = planner.post(URL, json=body)
    assert answer.status_code == 201, answer.json
    return answer.json


def post(client, plan, path, **body):
    answer = client.post(f"{URL}/{plan['id']}/{path}", json=body)
    assert answer.status_code < 300, answer.json
    return answer.json


def test_a_draft_shows_its_grids_and_units(planner, plan):
    found = planner.get(f"{URL}/{plan['id']}/figures").json
    assert [(row["code"], row["households"]) for row in found["grids"]] == [(M, 360), (R, 360)]
    assert found["problems"] == []
    units = planner.get(f"{URL}/{plan['id']}/units").json["units"]
    assert len(units) == 12
    ring = units[0].pop("polygons")[0][0]
    assert ring[0] == ring[-1]
    assert units[0] == {
        "code": "B00",
        "community": market.COMMUNITY,
        "households": 60,
        "population": 150,
        "grid": M,
        "today": M,
    }
    assert planner.get(f"{URL}/{plan['id']}/version").json == {"version": 2, "status": "draft"}
    assert planner.get(f"{URL}/{plan['id']}/assignment").json["units"]["B50"] == R


def test_an_edit_answers_with_what_it_touched(planner, plan):
    move = {"unit": "B20", "from": M, "to": R}
    done = post(planner, plan, "edits", version=plan["version"], moves=[move])
    assert [(row["code"], row["households"], row["problems"]) for row in done["grids"]] == [
        (M, 300, []),
        (R, 420, ["over"]),
    ]
    again = planner.post(
        f"{URL}/{plan['id']}/edits", json={"version": plan["version"], "moves": [move]}
    )
    assert again.status_code == 409
    assert "meanwhile" in again.json["detail"]
    undone = post(planner, plan, "undo", version=done["version"])
    assert [row["households"] for row in undone["grids"]] == [360, 360]


def test_snapshots_comments_and_branches(planner, plan, sign_in):
    post(planner, plan, "snapshots", name="first")
    move = {"unit": "B20", "from": M, "to": R}
    done = post(planner, plan, "edits", version=plan["version"], moves=[move])
    twice = planner.post(f"{URL}/{plan['id']}/snapshots", json={"name": "first"})
    assert twice.status_code == 409
    body = {"id": str(uuid4()), "text": "why here?", "lon": 114.005, "lat": 22.505}
    for _ in range(2):
        (said,) = post(sign_in("auditor"), plan, "comments", **body)["items"]
    assert (said["text"], said["lon"], said["done_at"]) == ("why here?", 114.005, None)
    (settled,) = post(planner, plan, f"comments/{body['id']}/done")["items"]
    assert settled["done_by"] == planner.login
    restored = post(planner, plan, "restore", version=done["version"], to_version=plan["version"])
    assert restored["version"] == done["version"] + 1
    other = planner.post(
        URL, json={"name": "Other", "from_plan": plan["id"], "from_version": done["version"]}
    )
    drawn = planner.get(f"{URL}/{other.json['id']}/figures").json["grids"]
    assert [row["households"] for row in drawn] == [300, 420]


def test_the_engine_proposes_and_the_planner_accepts(app, engine, session, planner, plan):
    with app.test_request_context():
        run_id = post(planner, plan, "proposals", variants=["balanced"])["id"]
    run = job_runs.get(session, run_id)
    figures = jobs.KINDS["zone"](session, run.id, run.parameters, lambda *_: None)
    assert figures["summary"]["balanced"]["zones_count"] >= 2
    (found,) = planner.get(f"{URL}/{plan['id']}/proposals").json["items"]
    assert found["report"]["noncontiguous_count"] == 0
    if found["moved_count"]:
        done = post(planner, plan, f"proposals/{found['id']}/accept", version=plan["version"])
        assert done["version"] == plan["version"] + 1


def test_a_grid_in_two_balanced(planner, plan):
    done = post(planner, plan, "halve", version=plan["version"], grid=M)
    assert [row["households"] for row in done["grids"]] == [180, 180]
    assert all(not row["problems"] for row in done["grids"])


def test_from_draft_to_boundaries(planner, plan, sign_in):
    body = {"version": plan["version"], "moves": [{"unit": "B00", "from": M, "to": "new:1"}]}
    done = post(planner, plan, "edits", **body)
    totals = planner.get(f"{URL}/{plan['id']}/impact").json["totals"]
    assert (totals["units_moved"], totals["households_moved"]) == (1, 60)
    submitted = post(planner, plan, "steps", step="submit", version=done["version"])
    refused = planner.post(
        f"{URL}/{plan['id']}/steps", json={"step": "approve", "version": submitted["version"]}
    )
    assert refused.status_code == 403
    boss = sign_in("approver")
    approved = post(boss, plan, "steps", step="approve", version=submitted["version"])
    at = datetime.now(UTC).isoformat()
    published = post(boss, plan, "steps", step="publish", version=approved["version"], at=at)
    assert published["status"] == "published"
    frozen = planner.post(f"{URL}/{plan['id']}/edits", json={**body, "version": 99})
    assert frozen.status_code == 409
    features = boss.get("/api/v1/areas?tier=5").json["features"]
    assert {row["properties"]["code"] for row in features} == {M, R, *done["codes"].values()}


@pytest.mark.parametrize("role", ["officer", "approver", "citizen"])
def test_others_may_not_edit(plan, sign_in, role):
    body = {"version": plan["version"], "moves": [{"unit": "B20", "from": M, "to": R}]}
    assert sign_in(role).post(f"{URL}/{plan['id']}/edits", json=body).status_code == 403


def test_a_planner_of_elsewhere_may_not_edit(plan, sign_in):
    body = {"version": plan["version"], "moves": [{"unit": "B20", "from": M, "to": R}]}
    elsewhere = sign_in("planner", area=R)
    assert elsewhere.post(f"{URL}/{plan['id']}/edits", json=body).status_code == 403


def test_strangers_see_no_drafts(plan, client):
    assert client.get(URL).status_code == 401
    assert client.get(f"{URL}/{plan['id']}").status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "x"}, 422),
        ({"name": "x", "area": "nowhere"}, 404),
        ({"name": "x", "area": M}, 422),
        ({"name": "x", "area": market.COMMUNITY, "least": 9, "most": 3}, 422),
        ({"name": " ", "area": market.COMMUNITY}, 422),
        ({"name": "x", "from_plan": 99999}, 404),
    ],
)
def test_a_draft_that_cannot_be(planner, body, status):
    answer = planner.post(URL, json=body)
    assert answer.status_code == status, answer.json


def test_files_out_and_in(planner, plan):
    url = f"{URL}/{plan['id']}"
    out = planner.get(f"{url}/files/units?format=csv")
    assert out.status_code == 200
    assert out.data.decode().splitlines()[0].startswith("unit,grid,community_code")
    query = {"file_name": "plan.csv", "version": plan["version"]}
    body = f"unit,grid\nB20,{R}\n"
    raw = {"content_type": "application/octet-stream"}
    done = planner.post(f"{url}/files", query_string=query, data=body, **raw)
    assert done.status_code == 200, done.json
    assert done.json["version"] == plan["version"] + 1
    bad = planner.post(f"{url}/files", query_string=query, data="unit,grid\nX,1\n", **raw)
    assert (bad.status_code, bad.json["field"]) == (422, "file")
    drawing = planner.get(f"{url}/drawing?lang=en")
    assert drawing.content_type.startswith("text/html")
    assert "<svg" in drawing.text
    assert planner.get(f"{url}/files/people").status_code == 422
