"""The bell: one's own notices, read by oneself alone, in the language of the request."""

from datetime import UTC, datetime

import pytest

from geodata.workflows import telling
from tests.worlds import cases, market

NOTICES = "/api/v1/notices"
CHOICES = "/api/v1/notice-choices"
NOW = datetime.now(UTC)


@pytest.fixture
def lead(session, town, sign_in):
    cases.write_matrix(session, town)
    client = sign_in("station_lead", area=market.COMMUNITY)
    cases.report(session, now=NOW)
    telling.tell_waiting(session, NOW)
    return client


def test_a_report_in_the_area_rings_and_is_read(lead):
    page = lead.get(f"{NOTICES}?lang=en")
    assert page.headers["Cache-Control"] == "no-store"
    (notice,) = page.json["items"]
    assert page.json["unread_count"] == 1
    assert notice["title"].startswith("New report: case ")
    assert "Noise" in notice["title"]
    assert notice["path"] == f"/cases/{cases.KEY}"
    read = lead.post(f"{NOTICES}/read", json={"ids": [notice["id"]]})
    assert read.json == {"unread_count": 0}
    assert lead.get(f"{NOTICES}?unread=true").json["items"] == []
    assert lead.get(NOTICES).json["items"][0]["read_at"] is not None


def test_the_words_follow_the_reader(lead):
    title = lead.get(f"{NOTICES}?lang=zh").json["items"][0]["title"]
    assert title.startswith("新上报：事件")


def test_nobody_reads_the_notices_of_others(lead, sign_in):
    other = sign_in("checker")
    assert other.get(NOTICES).json["items"] == []
    key = lead.get(NOTICES).json["items"][0]["id"]
    other.post(f"{NOTICES}/read", json={"ids": [key]})
    assert lead.get(NOTICES).json["unread_count"] == 1


def test_the_bells_of_two_people_have_two_names(lead, sign_in):
    mine, again = (lead.get(NOTICES).json["bell"] for _ in range(2))
    assert mine == again != sign_in("checker").get(NOTICES).json["bell"]


def test_strangers_have_no_notices(client, town):
    for address in (NOTICES, CHOICES):
        assert client.get(address).status_code == 401


def test_choices_are_kept_and_the_rest_stays(lead):
    before = lead.get(CHOICES).json
    assert {choice["kind"] for choice in before["choices"]} >= {"case_new", "alert"}
    change = {"kind": "case_new", "in_app": True, "email": True, "webhook": False}
    body = {"choices": [change], "quiet_from": "22:00", "quiet_to": "07:00", "digest_hour": 8}
    after = lead.put(CHOICES, json=body)
    assert after.status_code == 200, after.json
    kept = {choice["kind"]: choice for choice in after.json["choices"]}
    assert change.items() <= kept["case_new"].items()
    unchanged = [choice for choice in before["choices"] if choice["kind"] != "case_new"]
    assert all(kept[choice["kind"]] == choice for choice in unchanged)
    assert (after.json["quiet_from"], after.json["digest_hour"]) == ("22:00", 8)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"quiet_from": "22:00"}, "quiet_to"),
        ({"quiet_from": "25:00", "quiet_to": "07:00"}, "quiet_from"),
        ({"quiet_from": 7, "quiet_to": "07:00"}, "quiet_from"),
        ({"digest_hour": 24}, "digest_hour"),
        ({"colour": "red"}, "colour"),
        ({"choices": [{"kind": "gossip"}]}, "choices.0.kind"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_by_name(lead, body, field):
    answer = lead.put(CHOICES, json=body)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json["errors"]]


@pytest.mark.parametrize("query", ["limit=0", "before=0", "before=99999999999999999999", "x=1"])
def test_a_page_that_cannot_be_is_refused(lead, query):
    assert lead.get(f"{NOTICES}?{query}").status_code == 422
