"""Doing something to cases over the API: offers, one, many, and what is refused."""

import pytest

from tests.worlds import cases, market

KEY = str(cases.KEY)
URL = f"/api/v1/incidents/{KEY}"


@pytest.fixture
def case(session, town):
    cases.write_matrix(session, town)
    cases.report(session)
    session.flush()


def test_the_offers_are_those_of_role_and_state(case, sign_in, client):
    lead = sign_in("station_lead", area=market.COMMUNITY)
    answer = lead.get(f"{URL}/actions").json
    assert (answer["version"], answer["status"]) == (1, "reported")
    offered = {row["action"]: row for row in answer["actions"]}
    assert {"verify", "close_on_spot", "reject", "merge", "note"} <= set(offered)
    assert "dispatch" not in offered
    assert offered["merge"] == {
        "action": "merge",
        "name": "Merge",
        "name_zh": "合并",
        "to_status": "rejected",
        "needs": ["into", "reason"],
        "takes": [],
    }
    assert client.get(f"{URL}/actions").json["actions"] == []


def test_an_action_answers_with_the_case(case, sign_in):
    desk = sign_in("dispatcher")
    lead = sign_in("station_lead")
    assert lead.post(f"{URL}/actions", json={"action": "verify", "version": 1}).status_code == 200
    answer = desk.post(f"{URL}/actions", json={"action": "file", "version": 2})
    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["version"]) == ("filed", 3)
    assert answer.json["owner"]["code"] == market.COMMUNITY
    assert [row["action"] for row in answer.json["history"]] == ["report", "verify", "file"]
    assert [row["stage"] for row in answer.json["clocks"]] == ["verify", "dispatch"]


@pytest.mark.parametrize(
    ("role", "body", "status"),
    [
        ("checker", {"action": "verify"}, 403),
        ("station_lead", {"action": "file"}, 409),
        ("station_lead", {"action": "verify", "version": 9}, 409),
        ("station_lead", {"action": "reject"}, 422),
        ("station_lead", {"action": "dance"}, 422),
        ("station_lead", {"action": "verify", "colour": "red"}, 422),
        ("station_lead", {"action": "note", "note": "x" * 5000}, 422),
    ],
)
def test_refusals(case, sign_in, role, body, status):
    answer = sign_in(role).post(f"{URL}/actions", json=body)
    assert answer.status_code == status, answer.json
    assert answer.json["detail"]


def test_strangers_may_only_do_what_citizens_may(case, client):
    assert client.post(f"{URL}/actions", json={"action": "verify"}).status_code == 403
    assert client.post(f"{URL}/actions", json={"action": "withdraw"}).status_code == 403


def test_strangers_see_what_happened_but_not_who_and_why(case, sign_in, client):
    sign_in("dispatcher").post(f"{URL}/actions", json={"action": "reject", "reason": "no noise"})
    event = client.get(URL).json["history"][-1]
    assert (event["action"], event["actor"], event["reason"]) == ("reject", None, None)
    assert client.get(URL).json["clocks"] == []


def test_many_at_once_each_tells_how_it_went(case, session, sign_in):
    cases.report(session, cases.UUID(int=8), lon=114.006)
    missing = str(cases.UUID(int=9))
    ids = [KEY, str(cases.UUID(int=8)), missing]
    cases.do(session, cases.LI, "verify")
    answer = sign_in("dispatcher").post(
        "/api/v1/incidents/bulk-actions", json={"ids": ids, "action": "file"}
    )
    assert [row["status"] for row in answer.json["results"]] == [200, 409, 404]
    assert answer.json["results"][0]["case_status"] == "filed"


def test_queues_show_whose_turn_it_is(case, session, sign_in, client):
    url = "/api/v1/incidents"
    hand = sign_in("handler", department="PARKS")

    def total(asker, queue):
        answer = asker.get(url, query_string={"queue": queue})
        assert answer.status_code == 200, answer.json
        return answer.json["total"]

    desk = sign_in("dispatcher", area=market.COMMUNITY)
    assert (total(desk, "desk"), total(hand, "department")) == (1, 0)
    cases.bring_to(session, "dispatched")
    assert (total(desk, "desk"), total(hand, "department"), total(client, "unclaimed")) == (0, 1, 1)
    assert total(hand, "mine") == 0
    assert hand.post(f"{URL}/actions", json={"action": "claim"}).status_code == 200
    assert total(hand, "mine") == 1
    # The clocks of May are long over.
    assert (total(client, "overdue"), total(client, "near_due")) == (1, 0)
    assert client.get(url, query_string={"queue": "mine"}).status_code == 401


def test_words_numbers_and_owners_find_cases(case, session, sign_in):
    client = sign_in("dispatcher")
    cases.report(session, cases.UUID(int=8), description="Karaoke bar, 100% loud")
    url = "/api/v1/incidents"

    def total(**query):
        return client.get(url, query_string=query).json["total"]

    assert (total(q="loud karaoke"), total(q="0% l"), total(q="quiet")) == (1, 1, 0)
    number = client.get(url, query_string={"q": "loud"}).json["items"][0]["number"]
    assert total(number=number) == 1
    assert (total(owner=market.COMMUNITY), total(owner="PARKS")) == (2, 0)
