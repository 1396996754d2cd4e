from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.worlds import market

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
KEY = "11111111-1111-4111-8111-111111111111"
NOISE = {"id": KEY, "lon": 114.005, "lat": 22.505, "category_code": "0203", "description": "drums"}


@pytest.fixture
def three(session, town):
    """Two complaints in the market, one at the river."""
    session.add_all(
        [
            market.complaint(town, 114.005, 22.505),
            market.complaint(town, 114.006, 22.505, status="closed"),
            market.complaint(town, 114.015, 22.505),
        ]
    )
    session.commit()
    return town


def test_a_page_counts_all(client, three):
    page = client.get("/api/v1/incidents?page_size=2").json
    assert (len(page["items"]), page["total"], page["page"]) == (2, 3, 1)
    assert page["items"][0]["category_code"] == "0203"


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("category=02", 3),
        ("category=0203", 3),
        ("category=99", 0),
        ("status=open", 2),
        ("status=closed", 1),
        ("status=reported,closed", 3),
        ("bbox=114,22,114.01,23", 2),
        (f"area={market.MARKET}", 2),
        (f"area={market.COMMUNITY}", 3),
        ("from=2026-05-04T12:00Z&to=2026-05-04T12:01Z", 3),
        ("to=2026-05-04T12:00Z", 0),
        ("from=2026-05-04&to=2026-05-05", 3),
        ("late=true", 0),
        ("late=false", 3),
    ],
)
def test_filters(client, three, query, total):
    assert client.get(f"/api/v1/incidents?{query}").json["total"] == total
    assert client.get(f"/api/v1/incidents/summary?by=status&{query}").json["total"] == total


def test_geojson_on_request(client, three):
    answer = client.get("/api/v1/incidents", headers={"Accept": "application/geo+json"})
    assert answer.content_type == "application/geo+json"
    assert len(answer.json["features"]) == 3


def test_few_incidents_are_shown_exactly(client, three):
    shown = client.get("/api/v1/incidents/map?bbox=113,22,115,23&zoom=15").json
    assert (shown["mode"], shown["total"]) == ("points", 3)
    assert [114.005, 22.505] in [feature[:2] for feature in shown["features"]]


def test_the_histogram_counts_each_incident_once(client, three):
    histogram = client.get("/api/v1/incidents/histogram?bins=10").json
    assert histogram["total"] == 3
    assert sum(step["count"] for step in histogram["bins"]) == 3
    assert histogram["bins"][3]["count"] == 3  # 4 May is the fourth of ten days


def test_areas_are_rolled_up(client, three):
    grids = client.get("/api/v1/incidents/summary?by=area&tier=5").json["items"]
    assert [(row["code"], row["count"]) for row in grids] == [(market.MARKET, 2), (market.RIVER, 1)]
    city = client.get("/api/v1/incidents/summary?by=area&tier=1").json["items"]
    assert city[0]["count"] == 3


def test_a_report_is_taken_and_located(client, town):
    answer = client.post("/api/v1/incidents", json=NOISE)
    assert answer.status_code == 201
    assert answer.json["grid_code"] == market.MARKET
    assert [area["tier"] for area in answer.json["areas"]] == [1, 2, 3, 4, 5]
    assert [event["action"] for event in answer.json["history"]] == ["report"]


def test_a_retry_answers_the_same_and_doubles_nothing(client, town):
    first = client.post("/api/v1/incidents", json=NOISE)
    again = client.post("/api/v1/incidents", json=NOISE)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert client.get("/api/v1/incidents").json["total"] == 1


def test_the_same_id_with_other_content_is_a_conflict(client, town):
    client.post("/api/v1/incidents", json=NOISE)
    answer = client.post("/api/v1/incidents", json=NOISE | {"description": "trumpets"})
    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"


def test_a_gcj02_report_is_shifted_and_keeps_what_the_device_said(client, town):
    shifted = {"lon": 114.010005, "lat": 22.502146, "datum": "gcj02"}
    body = client.post("/api/v1/incidents", json=NOISE | shifted).json
    assert (body["raw_lon"], body["raw_lat"], body["datum"]) == (114.010005, 22.502146, "gcj02")
    assert (round(body["lon"], 4), round(body["lat"], 4)) == (114.005, 22.505)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lat": 91}, "latitude 91"),
        ({"lon": 22.5, "lat": 114.0}, "swapped"),
        ({"category_code": "nonsense"}, "unknown category"),
        ({"reported_at": "2036-01-01T00:00Z"}, "future"),
        ({"description": "x" * 4001}, "description"),
        ({"id": "one"}, "id"),
        ({"colour": "red"}, "colour"),
        ({"lon": "NaN"}, "lon"),
    ],
)
def test_a_bad_report_gets_one_clear_error_and_nothing_is_written(client, town, change, words):
    answer = client.post("/api/v1/incidents", json=NOISE | change)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert words in answer.json["detail"]
    assert client.get("/api/v1/incidents").json["total"] == 0


def test_an_unknown_incident_is_404(client, town):
    assert client.get(f"/api/v1/incidents/{UUID(int=7)}").status_code == 404
    assert client.get("/api/v1/incidents/seven").status_code == 404


def test_late_is_resolved_after_its_time_and_overdue_still_unresolved(client, town, session):
    hour = timedelta(hours=1)
    for number, (due, resolved) in enumerate(
        [(NOON, NOON + hour), (NOON + hour, NOON), (NOON - hour, None), (None, None)]
    ):
        session.add(
            market.complaint(
                town,
                114.001 + number * 0.001,
                22.505,
                due_at=due,
                resolved_at=resolved,
                reported_at=NOON - 2 * hour,
            )
        )
    session.commit()
    late = client.get("/api/v1/incidents?late=true").json["items"]
    overdue = client.get("/api/v1/incidents?overdue=true").json["items"]
    assert [(row["lon"], row["is_late"], row["is_overdue"]) for row in late] == [
        (114.001, True, False)
    ]
    assert [row["is_overdue"] for row in overdue] == [True]
