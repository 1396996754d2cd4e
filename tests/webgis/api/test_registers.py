"""Counts per area: the newest of each, and all of one area."""

from datetime import date

import pytest

from geodata.models import RegisterCount
from tests.worlds import market

REGISTERS = "/api/v1/registers"


@pytest.fixture
def counted(town, session):
    def count(day, value, source="census"):
        return RegisterCount(
            area_id=town.market.id,
            measure="households",
            value=value,
            counted_on=date(2026, 5, day),
            source=source,
        )

    session.add_all([count(1, 400), count(3, 410), count(3, 409, "estimate")])
    session.flush()


def test_the_newest_count_of_each_area(client, counted):
    (row,) = client.get(REGISTERS).json["items"]
    assert (row["area_code"], row["value"], row["counted_on"]) == (market.MARKET, 410, "2026-05-03")
    (before,) = client.get(f"{REGISTERS}?until=2026-05-02").json["items"]
    assert before["value"] == 400


def test_every_count_of_an_area_with_its_source(client, counted):
    rows = client.get(f"{REGISTERS}/{market.MARKET}").json["items"]
    assert [(row["value"], row["source"]) for row in rows] == [
        (410, "census"),
        (409, "estimate"),
        (400, "census"),
    ]
    assert client.get(f"{REGISTERS}/{market.RIVER}").json["items"] == []


@pytest.mark.parametrize(
    ("path", "status"), [("/9", 404), ("/%00", 404), ("?tier=9", 422), ("/x?until=y", 422)]
)
def test_nonsense_is_refused(client, town, path, status):
    assert client.get(REGISTERS + path).status_code == status
