"""Who is on duty, and how far away."""

import pytest

from geodata.models import Officer, OfficerGrid
from tests.worlds import market


@pytest.fixture
def two(session, town):
    """Wang answers for the market, Li for the river."""
    li = Officer(code="W2", name="Li", is_synthetic=True)
    session.add(li)
    session.flush()
    session.add(OfficerGrid(officer_id=li.id, grid_id=town.river.id, valid_from=market.FOUNDED))
    session.add(market.complaint(town, 114.005, 22.505))
    session.add(market.complaint(town, 114.006, 22.505, status="closed"))
    session.commit()


def duty(client, query=""):
    answer = client.get(f"/api/v1/officers/on-duty{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_each_with_a_place_and_open_cases(client, two):
    wang, li = duty(client)
    assert (wang["name"], wang["open_count"], wang["grid_codes"]) == ("Wang", 1, [market.MARKET])
    assert (li["name"], li["open_count"]) == ("Li", 0)
    assert 114.0 < wang["lon"] < 114.01 < li["lon"] < 114.02


def test_the_nearest_comes_first(client, two):
    # 0.001 degrees east of the shared edge: in the river grid, about 103 m from the market's.
    first, second = duty(client, "?near=114.011,22.505")
    assert (first["name"], first["distance_m"]) == ("Li", 0)
    assert second["distance_m"] == pytest.approx(102.9, abs=0.2)


def test_an_area_and_a_date_narrow_them(client, two):
    assert [one["name"] for one in duty(client, f"?area={market.RIVER}")] == ["Li"]
    assert duty(client, "?at=2019-01-01") == []


@pytest.mark.parametrize("query", ["near=1", "near=a,b", "near=500,1", "limit=0", "wher=1"])
def test_nonsense_is_refused(client, town, query):
    assert client.get(f"/api/v1/officers/on-duty?{query}").status_code == 422
