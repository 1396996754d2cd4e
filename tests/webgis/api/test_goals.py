"""Zero disputes: the noise complaint of 4 May noon ends the market's streak, not the river's."""

import pytest

from tests.worlds import market

URL = "/api/v1/goals"


@pytest.fixture
def complaint(session, town):
    session.add(market.complaint(town, 114.005, 22.505))
    session.flush()


def test_goals_have_no_categories_until_somebody_names_them(client, town):
    items = client.get(URL).json["items"]
    assert {row["goal"]: row["category_codes"] for row in items} == {
        "petitions": [],
        "cases": [],
        "accidents": [],
    }
    assert client.get(f"{URL}/petitions/streaks").status_code == 409


def test_days_since_the_last_one_or_since_the_records_begin(client, sign_in, complaint):
    body = {"category_codes": ["02"]}  # public order, of which noise is a part
    assert sign_in("admin").put(f"{URL}/petitions", json=body).status_code == 200
    query = {"tier": 5, "from": "2026-05-01T00:00Z", "to": "2026-05-10T11:00Z"}
    rows = client.get(f"{URL}/petitions/streaks", query_string=query).json["items"]
    assert [(row["code"], row["days"]) for row in rows] == [(market.RIVER, 9), (market.MARKET, 5)]
    assert rows[0]["last_at"] is None


def test_only_an_administrator_names_categories(sign_in, client, town):
    body = {"category_codes": []}
    assert client.put(f"{URL}/cases", json=body).status_code == 401
    assert sign_in("officer").put(f"{URL}/cases", json=body).status_code == 403


@pytest.mark.parametrize(
    ("goal", "codes", "status"), [("wars", [], 404), ("cases", ["none"], 422), ("cases", "02", 422)]
)
def test_what_cannot_be_is_refused(sign_in, town, goal, codes, status):
    answer = sign_in("admin").put(f"{URL}/{goal}", json={"category_codes": codes})
    assert answer.status_code == status
