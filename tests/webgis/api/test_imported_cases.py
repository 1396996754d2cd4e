"""Another system's case over the API: written once, changed there, left alone once worked on."""

from uuid import UUID

import pytest

from tests.worlds import cases

CASES = "/api/v1/imported-cases"
CASE = {
    "source": "12345",
    "source_id": "GD-7",
    "category": "0203",
    "lon": 114.005,
    "lat": 22.505,
    "reported_at": "2026-05-04T20:00:00",
    "status": "processing",
    "department": "PARKS",
    "due_at": "2026-05-09T20:00:00+08:00",
    "description": "狗叫",
}


@pytest.fixture
def hotline(sign_in, town, session):
    cases.write_matrix(session, town)
    return sign_in("dispatcher")


def test_a_case_is_written_once_with_owner_and_clock(hotline):
    first, again = hotline.post(CASES, json=CASE), hotline.post(CASES, json=CASE)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["id"] == first.json["id"]
    assert first.json["owner"]["code"] == "PARKS"
    assert first.json["clocks"][0]["due_at"].startswith("2026-05-09T12:00:00")
    assert len(again.json["history"]) == 1


def test_what_changes_there_changes_here(hotline):
    hotline.post(CASES, json=CASE)
    closed = {**CASE, "status": "closed", "resolved_at": "2026-05-06T09:00:00"}
    answer = hotline.post(CASES, json=closed)
    assert (answer.status_code, answer.json["status"]) == (200, "closed")
    assert [event["to_status"] for event in answer.json["history"]] == ["processing", "closed"]


def test_a_case_that_was_worked_on_here_is_left_alone(hotline, session):
    made = hotline.post(CASES, json={**CASE, "status": "reported"}).json
    cases.do(session, cases.LI, "verify", key=UUID(made["id"]))
    session.commit()
    assert hotline.post(CASES, json=CASE).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "9999"},
        {"status": "gone"},
        {"lat": 91},
        {"reported_at": "soon"},
        {"source_id": ""},
        {"source_id": " "},
        {"phone": "13800000000"},
        {"description": "half \ud83d"},
        {"category": "\x00"},
    ],
)
def test_nonsense_is_refused(hotline, wrong):
    assert hotline.post(CASES, json={**CASE, **wrong}).status_code == 422


def test_strangers_and_officers_send_nothing(client, sign_in, town):
    assert client.post(CASES, json=CASE).status_code == 401
    assert sign_in("officer").post(CASES, json=CASE).status_code == 403
