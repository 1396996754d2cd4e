from datetime import UTC, datetime

import pytest
from jsonschema import validate

from geodata.queries import incidents
from geodata.workflows import accounts
from tests.webgis.open311 import georeport_rules as rules
from tests.worlds import market, people

URL = "/open311/v2/requests"


@pytest.fixture
def key(session, town):
    """The key of a citizens' line."""
    login = people.account(session, "line", "dispatcher")
    return accounts.add_key(session, login, "line", "test", datetime.now(UTC))


@pytest.fixture
def send(client, key):
    """A function that posts a request as a form."""

    def send(form="json", **fields):
        body = {"api_key": key, "service_code": "0203", "lat": "22.505", "long": "114.005"}
        return client.post(f"{URL}.{form}", data={**body, **fields})

    return send


def test_a_request_becomes_an_incident(send, client, session):
    answer = send(description="drums", first_name="Li", email="li@example.org", device_id="d1")
    assert answer.status_code == 201
    validate(answer.json, rules.TAKEN)
    key = answer.json[0]["service_request_id"]
    row = incidents.get(session, market.UUID(key))
    assert (row.source, row.description, row.category_code) == ("open311", "drums", "0203")
    assert (row.lon, row.lat, row.grid_code) == (114.005, 22.505, market.MARKET)
    assert row.owner_kind is not None
    assert incidents.history(session, row.id)[0].detail == {"device_id": "d1"}
    found = client.get(f"{URL}/{key}.json").json
    validate(found, rules.REQUESTS)
    assert found[0]["status"] == "open"


def test_xml_tells_the_id_too(send):
    answer = send("xml")
    assert answer.content_type == "text/xml; charset=utf-8"
    assert b"<service_requests><request><service_request_id>" in answer.data


def test_an_id_is_its_own_token(send, client):
    key = send().json[0]["service_request_id"]
    body = client.get(f"/open311/v2/tokens/{key}.json").json
    validate(body, rules.TOKENS)
    assert body == [{"service_request_id": key, "token": key}]


def test_attributes_say_how_the_position_was_measured(send, session):
    answer = send(
        lat="22.502146",
        long="114.010005",
        **{"attribute[datum]": "gcj02", "attribute[accuracy_m]": "12"},
    )
    row = incidents.get(session, market.UUID(answer.json[0]["service_request_id"]))
    assert (round(row.lon, 4), round(row.lat, 4)) == (114.005, 22.505)
    assert (row.datum, row.accuracy_m) == ("gcj02", 12)


def test_media_is_kept_as_an_address_and_shown_to_nobody(send, client, session):
    answer = send(media_url="https://photos.example.org/1.jpg")
    key = answer.json[0]["service_request_id"]
    detail = incidents.history(session, market.UUID(key))[0].detail
    assert detail == {"media_url": "https://photos.example.org/1.jpg"}
    assert client.get(f"{URL}/{key}.json").json[0]["media_url"] is None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "wrong"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "9999"}, 404),
        ({"service_code": "02"}, 404),
        ({"lat": ""}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "north"}, 400),
        ({"lat": "nan"}, 400),
        ({"lat": "91"}, 400),
        ({"lat": "114", "long": "22.5"}, 400),
        ({"lat": "", "long": "", "address_string": "nowhere at all 99"}, 400),
        ({"lat": "", "long": "", "address_id": "none"}, 404),
        ({"description": "x" * 4001}, 400),
        ({"description": "a\x00b"}, 400),
        ({"email": "nobody"}, 400),
        ({"media_url": "file:///etc/passwd"}, 400),
        ({"attribute[colour]": "red"}, 400),
        ({"attribute[datum]": "mars"}, 400),
        ({"attribute[accuracy_m]": "-1"}, 400),
        ({"jurisdiction_id": "elsewhere"}, 404),
    ],
)
def test_refusals(send, client, fields, status):
    answer = send(**fields)
    assert answer.status_code == status
    validate(answer.json, rules.ERRORS)
    assert client.get(f"{URL}.json").json == []


def test_a_revoked_key_holds_no_more(send, session, key):
    login = "line"
    number = accounts.api_keys.of_account(session, accounts.accounts.get(session, login).id)[0].id
    accounts.revoke_key(session, login, number, "test", datetime.now(UTC))
    assert send().status_code == 403
