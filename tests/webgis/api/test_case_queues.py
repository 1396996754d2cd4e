"""Queues with counts, pages from the last row seen, and cases like another one."""

from datetime import timedelta

import pytest

from tests.worlds import cases, market

PAGE = "/api/v1/incidents?page_size=2&sort="
QUEUES = "/api/v1/incidents/queues"


@pytest.fixture
def five(session, town):
    """Five complaints a minute apart; the third has no due time of its own, nor a clock."""
    rows = [market.complaint(town, 114.001 + 0.001 * i, 22.505) for i in range(5)]
    for minute, row in enumerate(rows):
        row.reported_at += timedelta(minutes=minute // 2)
        row.due_at = row.reported_at + timedelta(hours=5 - minute) if minute != 2 else None
    session.add_all(rows)
    session.commit()
    return town


def pages(client, sort):
    """Return the numbers of each page, following 'next'."""
    found, after = [], ""
    while after is not None:
        page = client.get(f"{PAGE}{sort}{after and f'&after={after}'}").json
        assert page["total"] == 5
        found.append([row["number"] for row in page["items"]])
        after = page["next"]
    return found


@pytest.mark.parametrize(
    "sort", ["reported_at", "-reported_at", "due_at", "-due_at", "number", "-number", "status"]
)
def test_following_next_shows_each_row_once_in_the_order_of_the_whole(client, five, sort):
    whole = client.get(f"/api/v1/incidents?sort={sort}").json["items"]
    found = pages(client, sort)
    assert [len(numbers) for numbers in found] == [2, 2, 1]
    assert [number for numbers in found for number in numbers] == [row["number"] for row in whole]


def test_a_new_report_moves_no_row_across_pages(client, five, session):
    first = client.get(f"{PAGE}number").json
    client.post(
        "/api/v1/incidents",
        json={"id": str(cases.KEY), "lon": 114.005, "lat": 22.505, "category_code": "0203"},
    )
    second = client.get(f"{PAGE}number&after={first['next']}").json
    assert [row["number"] for row in second["items"]] == [
        number + 2 for number in (row["number"] for row in first["items"])
    ]


@pytest.mark.parametrize(
    "key", ["x", ",", "2026-05-04,1", "closed,1", ",-1", "2026-05-04T12:00Z,1e3", ",9" * 30]
)
def test_a_key_that_no_answer_gave_is_refused(client, five, key):
    answer = client.get(f"{PAGE}-reported_at&after={key}")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "after")


def test_a_page_and_a_key_are_not_given_together(client, five):
    assert client.get(f"{PAGE}number&page=2&after=1,1").status_code == 422


def counts(client, query=""):
    body = client.get(f"{QUEUES}{query}").json
    return {row["queue"]: row["count"] for row in body["items"]}, body["total"]


def test_strangers_see_the_queues_that_are_nobodys_own(client, five):
    found, total = counts(client)
    assert total == 5
    assert not {"mine", "desk", "department"} & set(found)
    assert found["unclaimed"] == 0


def test_each_queue_counts_what_its_list_shows(sign_in, session, town):
    cases.write_matrix(session, town)
    cases.report(session)
    for who, action, values in cases.WAYS["dispatched"]:
        cases.do(session, who, action, **values)
    session.commit()
    handler = sign_in("handler", department="PARKS")
    found, total = counts(handler)
    assert (found["department"], found["unclaimed"], found["mine"], total) == (1, 1, 0, 1)
    for queue, number in found.items():
        listed = handler.get(f"/api/v1/incidents?queue={queue}").json["total"]
        assert listed == number, queue
    assert counts(handler, "?status=closed") == (dict.fromkeys(found, 0), 0)


def test_a_queue_cannot_be_asked_for_its_queues(client, five):
    assert client.get(f"{QUEUES}?queue=overdue").status_code == 422


def test_similar_cases_are_near_in_place_and_time(sign_in, session, town):
    for number, (east_m, days) in enumerate([(0, 0), (100, 1), (100, 31), (300, 1)], 1):
        key = cases.UUID(int=number)
        place = {"lon": 114.004 + east_m / 102_900, "lat": 22.504}
        cases.report(session, key, cases.MORNING - timedelta(days=days), **place)
    session.commit()
    address = f"/api/v1/incidents/{cases.UUID(int=1)}/similar"
    dispatcher = sign_in("dispatcher")
    found = dispatcher.get(address).json["items"]
    assert [(row["id"], round(row["distance_m"])) for row in found] == [
        (str(cases.UUID(int=2)), 100)
    ]
    wider = dispatcher.get(f"{address}?radius_m=400&days=40").json["items"]
    assert [round(row["distance_m"]) for row in wider] == [100, 100, 300]


def test_similar_cases_are_for_staff(client, sign_in, session, town):
    cases.report(session)
    session.commit()
    assert client.get(f"/api/v1/incidents/{cases.KEY}/similar").status_code == 403
    assert client.get(f"/api/v1/incidents/{cases.UUID(int=9)}/similar").status_code == 404
    assert sign_in("citizen").get(f"/api/v1/incidents/{cases.KEY}/similar").status_code == 403
