import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
from jsonschema import validate

from geodata.models import Category
from tests.webgis.open311 import georeport_rules as rules
from tests.worlds import market

V2 = "/open311/v2"


@pytest.fixture
def noise(session, town):
    """A complaint of today about noise."""
    case = market.complaint(
        town, 114.0053, 22.5046, description="drums", reported_at=datetime.now(UTC)
    )
    session.add(case)
    session.commit()
    return case


def xml(answer):
    assert answer.content_type == "text/xml; charset=utf-8"
    return ET.fromstring(answer.data)  # noqa: S314


@pytest.mark.parametrize("root", ["/open311", V2])
def test_discovery_is_xml_and_json(client, town, root):
    body = client.get(f"{root}/discovery.json").json
    validate(body, rules.DISCOVERY)
    assert body["endpoints"][0]["url"] == "http://localhost/open311/v2"
    tree = xml(client.get(f"{root}/discovery.xml"))
    assert tree.tag == "discovery"
    assert tree.findtext("endpoints/endpoint/url") == "http://localhost/open311/v2"
    assert [f.text for f in tree.iterfind("endpoints/endpoint/formats/format")] == [
        "text/xml",
        "application/json",
    ]


def test_services_are_the_categories_without_others_below(client, town):
    body = client.get(f"{V2}/services.json").json
    validate(body, rules.SERVICES)
    assert [(row["service_code"], row["service_name"], row["group"]) for row in body] == [
        ("0203", "噪声扰民", "街面秩序")
    ]
    english = client.get(f"{V2}/services.json", headers={"Accept-Language": "en"}).json
    assert english[0]["service_name"] == "Noise"
    tree = xml(client.get(f"{V2}/services.xml"))
    assert (tree.tag, tree.findtext("service/metadata")) == ("services", "true")


def test_a_definition_names_how_the_position_was_measured(client, town):
    body = client.get(f"{V2}/services/0203.json").json
    validate(body, rules.DEFINITION)
    assert [row["code"] for row in body["attributes"]] == ["datum", "accuracy_m"]
    tree = xml(client.get(f"{V2}/services/0203.xml"))
    assert tree.tag == "service_definition"
    keys = [key.text for key in tree.iterfind("attributes/attribute/values/value/key")]
    assert {"wgs84", "gcj02", "bd09"} <= set(keys)


def test_requests_have_every_field_and_nothing_of_a_person(client, noise):
    body = client.get(f"{V2}/requests.json").json
    validate(body, rules.REQUESTS)
    row = body[0]
    assert (row["service_request_id"], row["status"]) == (str(noise.id), "open")
    assert (row["lat"], row["long"]) == (22.505, 114.005)
    assert row["requested_datetime"].endswith("+08:00")
    assert "drums" not in str(body)
    tree = xml(client.get(f"{V2}/requests.xml"))
    assert tree.tag == "service_requests"
    assert [field.tag for field in tree[0]] == list(row)


@pytest.mark.parametrize(
    ("status", "seen"), [("reported", "open"), ("suspended", "open"), ("closed", "closed")]
)
def test_every_state_is_open_or_closed(client, noise, session, status, seen):
    noise.status = status
    session.commit()
    assert client.get(f"{V2}/requests.json").json[0]["status"] == seen
    assert len(client.get(f"{V2}/requests.json?status={seen}").json) == 1
    other = {"open": "closed", "closed": "open"}[seen]
    assert client.get(f"{V2}/requests.json?status={other}").json == []
    assert len(client.get(f"{V2}/requests.json?status=open,closed").json) == 1


def test_ids_override_everything_else(client, noise):
    query = (
        f"service_request_id={noise.id},{market.UUID(int=1)}&status=closed&start_date=2001-01-01"
    )
    assert len(client.get(f"{V2}/requests.json?{query}").json) == 1


def test_the_default_is_the_last_ninety_days(client, noise, session):
    noise.reported_at = datetime.now(UTC) - timedelta(days=100)
    session.commit()
    day = (noise.reported_at - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert client.get(f"{V2}/requests.json").json == []
    assert len(client.get(f"{V2}/requests.json?start_date={day}").json) == 1
    assert client.get(f"{V2}/requests.json?start_date={day}&service_code=0204").json == []
    assert len(client.get(f"{V2}/requests.json?start_date={day}&service_code=0204,0203").json) == 1


def test_pages(client, noise, town, session):
    session.add(market.complaint(town, 114.006, 22.505, reported_at=datetime.now(UTC)))
    session.commit()
    ids = {
        client.get(f"{V2}/requests.json?page_size=1&page={page}").json[0]["service_request_id"]
        for page in (1, 2)
    }
    assert len(ids) == 2


def test_an_empty_parameter_is_an_absent_one(client, noise):
    query = "jurisdiction_id=&service_code=&start_date=&status=&page="
    assert len(client.get(f"{V2}/requests.json?{query}").json) == 1


def test_a_sensitive_request_has_no_place_and_is_found_by_its_key_alone(client, noise, session):
    session.get(Category, noise.category_id).is_sensitive = True
    session.commit()
    assert client.get(f"{V2}/requests.json").json == []
    row = client.get(f"{V2}/requests/{noise.id}.json").json[0]
    assert (row["status"], row["lat"], row["long"]) == ("open", None, None)


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("requests/nobody", 404),
        ("requests/00000000-0000-4000-8000-000000000000", 404),
        ("tokens/nobody", 404),
        ("services/none", 404),
        ("services/%00", 404),
        ("nothing", 404),
        ("services?jurisdiction_id=elsewhere", 404),
        ("requests?status=maybe", 400),
        ("requests?status=%00", 400),
        ("requests?start_date=yesterday", 400),
        ("requests?start_date=2026-01-01&end_date=2026-06-01", 400),
        ("requests?start_date=2026-02-01&end_date=2026-01-01", 400),
        ("requests?page=0", 400),
        ("requests?page_size=many", 400),
    ],
)
def test_errors_come_in_the_standards_own_form(client, town, form, path, status):
    name, _, query = path.partition("?")
    answer = client.get(f"{V2}/{name}.{form}?{query}")
    assert answer.status_code == status
    if form == "json":
        validate(answer.json, rules.ERRORS)
        assert answer.json[0]["code"] == str(status)
    else:
        tree = xml(answer)
        assert (tree.tag, tree.findtext("error/code")) == ("errors", str(status))
        assert tree.findtext("error/description")
