"""Rules of alerts as data."""

import pytest

from geodata.alerting.kinds import KINDS

RULE = {
    "code": "noise_at_night",
    "kind": "repeat_address",
    "name": "Noise again",
    "name_zh": "反复噪声",
    "parameters": {"days": 14, "min_count": 3, "categories": ["0203"]},
}


def test_a_new_city_watches_the_usual_things(client, town):
    items = client.get("/api/v1/alert-rules").json["items"]
    assert {"own_year", "scan", "rental", "community_30k", "sub_district_1m"} <= {
        item["code"] for item in items
    }
    scan = next(item for item in items if item["code"] == "scan")
    assert scan["parameters"]["shuffles"] == 999


def test_kinds_tell_what_a_form_must_ask(client, town):
    answer = client.get("/api/v1/alert-rules/kinds").json
    assert [item["kind"] for item in answer["items"]] == list(KINDS)
    surge = next(item for item in answer["items"] if item["kind"] == "surge")
    days = next(each for each in surge["parameters"] if each["name"] == "days")
    assert (days["low"], days["high"], days["default"]) == (1, 366, 7)


def test_a_planner_adds_changes_and_switches_off(sign_in, client, town):
    planner = sign_in("planner")
    assert planner.post("/api/v1/alert-rules", json=RULE).status_code == 201
    assert planner.post("/api/v1/alert-rules", json=RULE).status_code == 409
    change = {"parameters": {"days": 7}, "is_active": False}
    answer = planner.patch("/api/v1/alert-rules/noise_at_night", json=change)
    assert answer.json["parameters"]["days"] == 7
    assert answer.json["is_active"] is False
    assert planner.patch("/api/v1/alert-rules/nothing", json=change).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "magic"},
        {"parameters": {"days": 0}},
        {"parameters": {"dayz": 3}},
        {"code": "a b"},
        {"name": ""},
        {"colour": "red"},
    ],
)
def test_what_cannot_be_a_rule(sign_in, town, change):
    answer = sign_in("planner").post("/api/v1/alert-rules", json=RULE | change)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"


def test_only_who_may_configures(sign_in, client, town):
    assert client.post("/api/v1/alert-rules", json=RULE).status_code in (401, 403)
    assert sign_in("officer").post("/api/v1/alert-rules", json=RULE).status_code == 403
    assert client.patch("/api/v1/alert-rules/scan", json={}).status_code in (401, 403)
