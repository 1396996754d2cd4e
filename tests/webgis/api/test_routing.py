"""The administrator says who acts, how long it may take, and when the city works."""

import pytest

from geodata.queries import cases as rows
from tests.worlds import cases, market

CITY = "440300000000"


@pytest.fixture
def admin(session, town, sign_in):
    cases.write_matrix(session, town)
    return sign_in("admin")


def test_the_more_specific_row_routes(admin, session, town):
    url = f"/api/v1/responsibilities/0203/{market.COMMUNITY}"
    answer = admin.put(url, json={"department_code": "ROADS", "assist_codes": ["PARKS"]})
    assert answer.status_code == 200, answer.json
    assert [(row["area_code"], row["department_code"]) for row in answer.json["items"]] == [
        (CITY, "PARKS"),
        (market.COMMUNITY, "ROADS"),
    ]
    assert answer.json["items"][1]["assist_codes"] == ["PARKS"]
    cases.report(session)
    assert rows.department_code(session, rows.get(session, cases.KEY).department_id) == "ROADS"
    assert len(admin.delete(url).json["items"]) == 1
    assert admin.delete(url).status_code == 404


def test_each_area_tells_who_acts_and_which_row_says_so(admin):
    below = {"department_code": "ROADS", "assist_codes": ["PARKS"]}
    admin.put(f"/api/v1/responsibilities/02/{market.MARKET}", json=below)
    grids = admin.get("/api/v1/responsibilities/by-area?category=0203&tier=5").json["items"]
    assert grids == [
        {
            "area_code": market.MARKET,
            "department_code": "ROADS",
            "assist_codes": ["PARKS"],
            "from_area_code": market.MARKET,
            "from_category_code": "02",
        },
        {
            "area_code": market.RIVER,
            "department_code": "PARKS",
            "assist_codes": [],
            "from_area_code": CITY,
            "from_category_code": "0203",
        },
    ]
    # The category above has a row of its own in the market alone.
    above = admin.get("/api/v1/responsibilities/by-area?category=02&tier=5").json["items"]
    assert [row["area_code"] for row in above] == [market.MARKET]


@pytest.mark.parametrize("query", ["", "category=02", "category=9999&tier=5", "category=02&tier=9"])
def test_no_such_question(admin, query):
    assert admin.get(f"/api/v1/responsibilities/by-area?{query}").status_code == 422


@pytest.mark.parametrize(
    ("url", "body", "status"),
    [
        (f"responsibilities/0203/{CITY}", {"department_code": "MOON"}, 422),
        (f"responsibilities/9999/{CITY}", {"department_code": "PARKS"}, 422),
        ("responsibilities/0203/nowhere", {"department_code": "PARKS"}, 404),
        (
            f"responsibilities/0203/{CITY}",
            {"department_code": "PARKS", "assist_codes": ["PARKS"]},
            422,
        ),
        ("limits", {"items": [{"stage": "handle", "amount": 0, "unit": "urgent_hours"}]}, 422),
        ("limits", {"items": [{"stage": "handle", "amount": 0.5, "unit": "working_days"}]}, 422),
        ("limits", {"items": []}, 422),
        ("loop-settings/colour", {"value": 1}, 404),
        ("loop-settings/near_due_share", {"value": 2}, 422),
        (
            "calendar/2026",
            {"items": [{"day": "2025-10-01", "is_working": False, "name": "x", "name_zh": "x"}]},
            422,
        ),
    ],
)
def test_bad_values_are_refused(admin, url, body, status):
    answer = admin.put(f"/api/v1/{url}", json=body)
    assert answer.status_code == status, answer.json


def test_only_the_administrator_may(admin, sign_in):
    answer = sign_in("dispatcher").put("/api/v1/loop-settings/reopen_days", json={"value": 1})
    assert answer.status_code == 403


def test_limits_and_holidays_set_the_next_clock(admin, session):
    limit = {"stage": "verify", "category_code": "0203", "amount": 1, "unit": "working_days"}
    assert admin.put("/api/v1/limits", json={"items": [limit]}).status_code == 200
    holiday = {"day": "2026-05-12", "is_working": False, "name": "Fair", "name_zh": "庙会"}
    answer = admin.put("/api/v1/calendar/2026", json={"items": [holiday]})
    assert answer.json["items"] == [holiday]
    cases.report(session)
    # Monday does not count, Tuesday is the fair.
    assert cases.clock_of(session).due_at.isoformat() == "2026-05-13T09:00:00+00:00"
    again = admin.put("/api/v1/limits", json={"items": [{**limit, "amount": 2}]}).json["items"]
    assert [row["amount"] for row in again if row["category_code"] == "0203"] == [2]


def test_the_hours_of_the_week(admin, session):
    hours = [
        {"weekday": 0, "opens": "09:00:00", "closes": "11:00:00"},
        {"weekday": 0, "opens": "14:00:00", "closes": "18:00:00"},
    ]
    answer = admin.put("/api/v1/calendar/hours", json={"items": hours})
    assert answer.json["hours"] == hours
    cases.report(session)
    # Four working hours: two before noon, two from 14 o'clock.
    assert cases.clock_of(session).due_at.isoformat() == "2026-05-11T08:00:00+00:00"
    overlapping = [hours[0], {**hours[1], "opens": "10:00:00"}]
    answer = admin.put("/api/v1/calendar/hours", json={"items": overlapping})
    assert (answer.status_code, answer.json["field"]) == (422, "opens")


def test_a_number_of_the_loop(admin):
    answer = admin.put("/api/v1/loop-settings/reopen_days", json={"value": 7})
    assert {row["name"]: row["value"] for row in answer.json["items"]}["reopen_days"] == 7
