"""A period beside the one before, on numbers that can be counted by hand."""

from datetime import timedelta

import pytest

from tests.worlds import market

DAY = timedelta(days=1)


@pytest.fixture
def week(session, town):
    """Market Town, four days before noon's midnight and four after it.

    Before: two reported, one of them resolved before noon's day, one still open and overdue.
    After: three reported; one resolved in time, one late, one open.
    """
    start = market.NOON.replace(hour=0)
    rows = [
        (114.001, start - 3 * DAY, start - 2 * DAY, start - DAY),
        (114.002, start - 2 * DAY, None, start - DAY),
        (114.003, start + DAY, start + 2 * DAY, start + 3 * DAY),
        (114.004, start + DAY, start + 3 * DAY, start + 2 * DAY),
        (114.015, start + 2 * DAY, None, start + 9 * DAY),
    ]
    for lon, reported, resolved, due in rows:
        status = "closed" if resolved else "processing"
        session.add(
            market.complaint(
                town,
                lon,
                22.505,
                reported_at=reported,
                resolved_at=resolved,
                due_at=due,
                status=status,
            )
        )
    session.commit()
    return f"from={start:%Y-%m-%dT%H:%M}Z&to={start + 4 * DAY:%Y-%m-%dT%H:%M}Z"


def items(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.json
    return {item["key"]: item for item in answer.json["items"]}, answer.json


def test_each_figure_stands_beside_the_one_before(client, week):
    found, body = items(client, f"/api/v1/figures?{week}")
    assert (found["reported"]["value"], found["reported"]["before"]) == (3, 2)
    assert (found["resolved"]["value"], found["resolved"]["before"]) == (2, 1)
    assert (found["open"]["value"], found["open"]["before"]) == (2, 1)
    assert (found["overdue"]["value"], found["overdue"]["of"]) == (1, 2)
    assert (found["overdue"]["before"], found["overdue"]["of_before"]) == (1, 1)
    assert (found["late"]["value"], found["late"]["of"]) == (1, 2)
    assert found["median_hours"]["value"] == 36
    assert body["n"] == 3


def test_an_area_narrows_them(client, week):
    found, _ = items(client, f"/api/v1/figures?{week}&area={market.RIVER}")
    assert (found["reported"]["value"], found["open"]["value"]) == (1, 1)
    assert found["median_hours"]["value"] is None


def test_days_are_the_citys_own(client, week):
    _, body = items(client, f"/api/v1/figures?{week}")
    counts = {day["day"]: (day["reported"], day["resolved"]) for day in body["days"]}
    assert counts["2026-05-05"] == (2, 0)
    assert counts["2026-05-07"] == (0, 1)


def test_what_it_does_not_know_is_refused(client, town):
    assert client.get("/api/v1/figures?fromm=2026-05-01").status_code == 422
    assert client.get("/api/v1/figures?area=nowhere").status_code == 404
