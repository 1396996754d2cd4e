"""How a reporter may be reached is seen by those who handle the case; all others need a reason."""

import pytest

from tests.webgis.test_hostile_parameters import rules
from tests.worlds import cases, market

KEY = "11111111-1111-4111-8111-111111111111"
PHONE, EMAIL = "+86 755 8877665", "ann.lee@example.org"
REPORT = {
    "id": KEY,
    "lon": 114.005,
    "lat": 22.505,
    "category_code": "0203",
    "contact": {"name": "Ann Lee", "phone": PHONE, "email": EMAIL},
}
READING = f"/api/v1/incidents/{KEY}/contact-readings"


@pytest.fixture
def report(client, town, session):
    """A report of a person who left a contact."""
    cases.write_matrix(session, town)
    assert client.post("/api/v1/incidents", json=REPORT).status_code == 201


def contact(client):
    return client.get(f"/api/v1/incidents/{KEY}").json["contact"]


def test_staff_who_do_not_handle_it_see_a_mask(report, sign_in):
    desk = sign_in("dispatcher")
    assert contact(desk) == {"name": "A***", "phone": "***65", "email": "a***@***.org"}
    assert contact(sign_in("handler", department="ROADS"))["phone"] == "***65"


def test_the_department_that_handles_it_sees_the_contact(report, sign_in):
    desk, lead = sign_in("dispatcher"), sign_in("station_lead")
    for who, order in (
        (lead, {"action": "verify"}),
        (desk, {"action": "file"}),
        (desk, {"action": "dispatch", "department_code": "PARKS"}),
    ):
        assert who.post(f"/api/v1/incidents/{KEY}/actions", json=order).status_code == 200
    gardener = sign_in("handler", department="PARKS")
    detail = gardener.get(f"/api/v1/incidents/{KEY}").json
    assert (detail["contact"]["phone"], detail["contact_is_masked"]) == (PHONE, False)
    assert contact(sign_in("handler", department="ROADS"))["phone"] == "***65"


def test_each_reading_needs_a_reason_and_is_written_down(report, sign_in):
    desk = sign_in("dispatcher")
    assert desk.post(READING, json={}).status_code == 422
    assert desk.post(READING, json={"reason": "   "}).status_code == 422
    found = desk.post(READING, json={"reason": "ask which floor"})
    assert (found.status_code, found.json["phone"]) == (201, PHONE)
    assert found.headers["Cache-Control"] == "no-store"
    history = desk.get(f"/api/v1/incidents/{KEY}").json["history"]
    (event,) = [event for event in history if event["action"] == "read_contact"]
    assert (event["actor"], event["reason"]) == (desk.login, "ask which floor")
    (line,) = sign_in("auditor").get("/api/v1/contact-readings").json["items"]
    assert (line["actor"], line["reason"]) == (desk.login, "ask which floor")
    assert desk.get("/api/v1/contact-readings").status_code == 403


@pytest.mark.parametrize("role", ["planner", "auditor", "admin", "checker", "handler", "citizen"])
def test_others_cannot_unmask(report, sign_in, role):
    words = {"department": "ROADS"} if role == "handler" else {}
    assert sign_in(role, **words).post(READING, json={"reason": "curious"}).status_code == 403


def test_a_lead_of_another_grid_and_strangers_cannot(report, sign_in, client):
    lead = sign_in("station_lead", area=market.RIVER)
    assert lead.post(READING, json={"reason": "curious"}).status_code == 403
    assert client.post(READING, json={"reason": "curious"}).status_code in (401, 403)


def test_an_anonymous_report_has_nothing_to_show(client, town, sign_in):
    client.post("/api/v1/incidents", json={**REPORT, "contact": {}})
    desk = sign_in("dispatcher")
    assert contact(desk) is None
    assert desk.post(READING, json={"reason": "ask which floor"}).status_code == 404


@pytest.mark.parametrize("role", ["", "citizen", "officer", "planner", "auditor", "admin"])
def test_no_address_that_can_be_read_tells_it(report, app, client, sign_in, role):
    reader = sign_in(role) if role else client
    asked = 0
    for rule in rules(app):
        values = dict.fromkeys(rule.arguments, KEY)
        path = rule.rule
        for name in rule.arguments:
            start, end = path.index("<"), path.index(">")
            path = path[:start] + values[name] + path[end + 1 :]
        for question in ("", "?format=csv", "?f=json"):
            answer = reader.get(path + question, buffered=True)
            asked += 1
            assert answer.status_code < 500, path
            for secret in ("8877665", "ann.lee", "Ann Lee"):
                assert secret.encode() not in answer.data, path
    assert asked > 200
