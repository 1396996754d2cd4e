import csv
import io

import pytest

from tests.worlds import crowd

URL = "/api/v1/public"


@pytest.fixture
def published(session, town):
    """Nine reports of one week, in public."""
    crowd.report(session, town, 9)
    crowd.publish(session)
    session.commit()


def test_weeks_tell_how_they_were_protected(client, published):
    body = client.get(f"{URL}/weeks").json
    assert [(row["count"], row["start"][:10]) for row in body["items"]] == [(9, "2026-05-03")]
    assert body["least"] == 8
    assert "at least 8 addresses" in body["method"]


def test_counts_are_squares_and_nothing_else(client, published):
    body = client.get(f"{URL}/counts").json
    assert len(body["features"]) == 1
    feature = body["features"][0]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert (feature["properties"]["topic"], feature["properties"]["count"]) == ("02", 9)
    assert feature["properties"]["cell_m"] == 500


def test_topics_boxes_and_weeks_choose(client, published):
    def count(query):
        return len(client.get(f"{URL}/counts?{query}").json["features"])

    assert (count("topic=02"), count("topic=03")) == (1, 0)
    assert (count("bbox=114,22.5,114.01,22.51"), count("bbox=113,22,113.1,22.1")) == (1, 0)
    assert count("week=2026-05-04") == 1
    assert client.get(f"{URL}/counts?week=2026-05-11").status_code == 404
    assert [row["code"] for row in client.get(f"{URL}/topics").json["items"]] == ["02"]


def test_the_table_has_the_same_groups(client, published):
    answer = client.get(f"{URL}/counts.csv")
    assert answer.data.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["topic"], row["count"]) for row in rows] == [("02", "9")]


def test_before_the_first_week_there_is_nothing(client, town):
    assert client.get(f"{URL}/weeks").json["items"] == []
    assert client.get(f"{URL}/counts").json["features"] == []
    assert client.get(f"{URL}/topics").json["items"] == []
