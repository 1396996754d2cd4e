"""The loop of the demo cities is learned from their own cases."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from sqlalchemy import text

from geodata.demo import calendars
from geodata.demo.load_loop import leads, limits
from geodata.demo.packed import open_city
from webgis import database


@pytest.mark.parametrize(
    ("city", "category", "limit", "lead"),
    [
        ("shenzhen", "C0101", (6, "urgent_hours"), None),
        ("dc", "GRAFF", (10, "working_days"), "DPW"),
        ("dc", "FESAADNU", (48, "urgent_hours"), None),
    ],
)
def test_limits_and_leads(city, category, limit, lead):
    packed = open_city(city)
    table = packed.table("incidents")
    assert limits(table, ZoneInfo(packed.description["time_zone"]))[category] == limit
    known = {row["code"] for row in packed.description["departments"]}
    assert set(leads(table).values()) <= known
    assert lead is None or leads(table)[category] == lead


def test_the_commonest_wins():
    monday = datetime(2026, 5, 4, 9, tzinfo=UTC)
    due = [pd.Timestamp(f"2026-05-{day}T17:00Z") for day in ("05", "05", "06")]
    table = pd.DataFrame(
        {
            "category_code": "0203",
            "department_code": ["PARKS", "ROADS", "PARKS"],
            "reported_at": pd.to_datetime([monday, monday.replace(hour=11), monday]),
            "due_at": due,
        }
    )
    assert limits(table, ZoneInfo("UTC")) == {"0203": (1, "working_days")}
    assert leads(table) == {"0203": "PARKS"}


def test_holidays_and_make_up_days():
    china = {day: works for day, works, _, _ in calendars.days_of("shenzhen")}
    assert china[date(2026, 10, 1)] is False
    assert china[date(2026, 9, 20)] is True  # a Sunday
    america = {day: name for day, _, name, _ in calendars.days_of("dc")}
    assert america[date(2016, 9, 5)] == "Labor Day"
    assert all(name_zh for _, _, _, name_zh in calendars.days_of("dc"))


def test_every_case_with_a_due_time_has_its_clock(dc_settings):
    dc = database.make_engine(dc_settings, statement_timeout_s=0)
    with dc.connect() as connection:
        late = connection.scalar(text("SELECT count(*) FROM case_clock WHERE stopped_at > due_at"))
        without = connection.scalar(
            text(
                "SELECT count(*) FROM incident WHERE due_at >= reported_at AND id NOT IN "
                "(SELECT incident_id FROM case_clock)"
            )
        )
    dc.dispose()
    assert without == 0
    # 6.2 % of 22,576, as counted from the file of the city.
    assert late == (open_city("dc").table("incidents").eval("resolved_at > due_at")).sum()
