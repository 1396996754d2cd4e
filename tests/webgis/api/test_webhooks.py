"""Webhooks over the API: who may follow what, secrets shown once, the log, once more by hand."""

import base64
from datetime import UTC, datetime

import pytest

from geodata.workflows import telling
from tests.worlds import cases, market

HOOKS = "/api/v1/webhooks"
URL = "https://93.184.216.34/hook"
NOW = datetime.now(UTC)
OWN = {"name": "mine", "url": URL}
AREA = {**OWN, "area_code": market.COMMUNITY}
DRAWN = {
    **OWN,
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[114, 22.5], [114.01, 22.5], [114.01, 22.51], [114, 22.51], [114, 22.5]]],
    },
}


@pytest.fixture
def desk(session, town, sign_in):
    cases.write_matrix(session, town)
    return sign_in("dispatcher")


def test_a_secret_is_shown_once(desk):
    made = desk.post(HOOKS, json=AREA)
    assert made.status_code == 201, made.json
    assert made.headers["Cache-Control"] == "no-store"
    assert len(base64.b64decode(made.json["secret"].removeprefix("whsec_"))) == 32
    (listed,) = desk.get(HOOKS).json["items"]
    assert "secret" not in listed
    assert (listed["place"], listed["area_code"]) == ("area", market.COMMUNITY)


def test_the_same_subscription_is_read_as_a_feed(desk, client):
    made = desk.post(HOOKS, json=DRAWN).json
    assert made["place"] == "drawn"
    assert client.get(made["atom"]).status_code == 200
    assert client.get(made["calendar"]).status_code == 200


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        (("dispatcher", None), DRAWN, 201),
        (("dispatcher", market.COMMUNITY), DRAWN, 403),
        (("dispatcher", market.MARKET), AREA, 403),
        (("station_lead", market.COMMUNITY), AREA, 201),
        (("handler", None), AREA, 403),
        (("handler", None), OWN, 201),
        (("citizen", None), OWN, 201),
    ],
)
def test_a_place_needs_a_right_and_ones_own_notices_an_account(town, sign_in, who, body, status):
    assert sign_in(*who).post(HOOKS, json=body).status_code == status


def test_strangers_have_none(client, town):
    assert client.get(HOOKS).status_code == 401
    assert client.post(HOOKS, json=OWN).status_code == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "http://93.184.216.34/"}, "url"),
        ({"kinds": ["gossip"]}, "kinds"),
        ({"geometry": {"type": "Point", "coordinates": [114, 22.5]}}, "geometry"),
        ({"area_code": market.MARKET, "geometry": DRAWN["geometry"]}, "geometry"),
        ({"colour": "red"}, "colour"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_is_refused_by_name(desk, change, field):
    answer = desk.post(HOOKS, json={**OWN, **change})
    assert answer.status_code == 422
    named = answer.json.get("field") or answer.json["errors"][0]["field"]
    assert named.split(".")[0] == field


def test_an_area_that_is_not_there_is_not_found(desk):
    assert desk.post(HOOKS, json={**OWN, "area_code": "999999999999"}).status_code == 404


def test_nobody_touches_the_webhooks_of_others_but_an_administrator(desk, sign_in):
    key = desk.post(HOOKS, json=AREA).json["id"]
    other, admin = sign_in("dispatcher"), sign_in("admin")
    assert other.get(HOOKS).json["items"] == []
    for way in ("rotate", "test", "enable"):
        assert other.post(f"{HOOKS}/{key}/{way}").status_code == 403
    assert other.delete(f"{HOOKS}/{key}").status_code == 403
    assert [item["owner"] for item in admin.get(HOOKS).json["items"]] == [desk.login]
    assert admin.delete(f"{HOOKS}/{key}").status_code == 204
    assert desk.get(HOOKS).json["items"] == []


def test_the_log_tells_and_a_message_goes_again_under_its_own_id(desk, session):
    key = desk.post(HOOKS, json=AREA).json["id"]
    cases.report(session, now=NOW)
    telling.tell_waiting(session, NOW)
    (entry,) = desk.get(f"{HOOKS}/{key}/deliveries").json["items"]
    assert (entry["kind"], entry["state"], entry["status"]) == ("incident.report", "waiting", None)
    again = desk.post(f"{HOOKS}/{key}/deliveries/{entry['id']}/redeliver")
    assert (again.status_code, again.json["message_id"]) == (202, entry["message_id"])
    assert desk.post(f"{HOOKS}/{key}/deliveries/{entry['id'] + 9}/redeliver").status_code == 404


def test_a_new_secret_is_another_one_and_the_old_one_has_an_end(desk):
    made = desk.post(HOOKS, json=OWN).json
    rotated = desk.post(f"{HOOKS}/{made['id']}/rotate").json
    assert rotated["secret"] != made["secret"]
    assert rotated["old_secret_until"] > made["created_at"]


def test_an_account_has_twenty_at_most(desk):
    answers = [desk.post(HOOKS, json=OWN).status_code for _ in range(21)]
    assert answers == [201] * 20 + [409]
