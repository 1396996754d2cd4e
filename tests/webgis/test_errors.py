"""Whatever a client sends: one clear problem document, never a 500."""

import pytest


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/incidents?bbox=1,2,3",
        "/api/v1/incidents?bbox=nan,0,1,1",
        "/api/v1/incidents?bbox=1,0,0,1",
        "/api/v1/incidents?page=0",
        "/api/v1/incidents?page=1000000&page_size=500",
        "/api/v1/incidents?sort=password",
        "/api/v1/incidents?status=lost",
        "/api/v1/incidents?area=';drop table area",
        "/api/v1/incidents?from=yesterday",
        "/api/v1/incidents?from=0001-01-01",
        "/api/v1/incidents?from=2026-05-02&to=2026-05-01",
        "/api/v1/incidents?colour=red",
        "/api/v1/incidents?category=%00",
        "/api/v1/incidents/map?bbox=0,0,1,1",
        "/api/v1/incidents/histogram?bins=100000",
        "/api/v1/areas?tier=7",
        "/api/v1/hotspots",
        "/api/v1/hotspots?tier=2&cell_m=250",
        "/tiles/base/x/0/0.mvt",
    ],
)
def test_nonsense_is_422(client, town, path):
    answer = client.get(path)
    assert answer.status_code == 422, answer.data
    assert answer.content_type == "application/problem+json"
    assert answer.json["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/api/v1/areas/999",
        "/api/v1/incidents?area=999",
        "/tiles/base/40/0/0.mvt",
        "/tiles/base/3/8/0.mvt",
        "/tiles/secrets/0/0/0.mvt",
        "/tiles/secrets.json",
        "/api/v1/coverage",
        "/static/../pyproject.toml",
    ],
)
def test_what_is_not_there_is_404(client, town, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_wrong_method_is_405_and_says_which_are_allowed(client, town):
    answer = client.delete("/api/v1/incidents")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_broken_json_is_400(client, town):
    answer = client.post("/api/v1/incidents", data="{", content_type="application/json")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


def test_an_empty_database_says_what_to_do(client):
    answer = client.get("/api/v1/city")
    assert answer.status_code == 404
    assert "demo load" in answer.json["detail"]
