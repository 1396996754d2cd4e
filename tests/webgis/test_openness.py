"""What strangers see, where incidents are open data and where they are not."""

from dataclasses import replace

import pytest

from geodata.models import Category
from tests.worlds import market
from webgis import create_app, openness

BOX = "114,22.5,114.02,22.51"


@pytest.fixture
def noise(session, town):
    """One complaint about noise, 60 m from the middle of its square, and its address."""
    case = market.complaint(
        town, 114.0053, 22.5046, description="drums", address="7 Well Lane", source_id="A1"
    )
    session.add(case)
    session.commit()
    return case


@pytest.fixture
def closed(settings, connection, town):
    """A stranger in a city whose incidents are not open data."""
    return create_app(replace(settings, open_incidents=False), connection).test_client()


def test_strangers_see_squares_and_no_words(client, noise):
    for url in ("/api/v1/incidents", f"/api/v1/incidents/{noise.id}"):
        text = client.get(url).text
        assert "drums" not in text
        assert "Well Lane" not in text
        assert "114.0053" not in text
    row = client.get("/api/v1/incidents").json["items"][0]
    assert (row["lon"], row["lat"], row["address"]) == (114.005, 22.505, None)
    shown = client.get(f"/api/v1/incidents/map?bbox={BOX}&zoom=17").json["features"][0]
    assert shown[:2] == [114.005, 22.505]
    cluster = client.get(f"/api/v1/incidents/map?bbox={BOX}&zoom=3").json["features"][0]
    assert cluster[:2] == [114.005, 22.505]


def test_staff_see_it_exactly(sign_in, noise):
    row = sign_in("dispatcher").get("/api/v1/incidents").json["items"][0]
    assert (row["lon"], row["lat"], row["address"]) == (114.0053, 22.5046, "7 Well Lane")


def test_no_box_of_strangers_is_smaller_than_the_square(client, noise):
    def total(box):
        return client.get(f"/api/v1/incidents?bbox={box}").json["total"]

    assert total("114.0052,22.5045,114.0054,22.5047") == 0
    assert total("114.0049,22.5049,114.0051,22.5051") == 1


def test_words_of_people_are_searched_by_staff_only(client, sign_in, noise):
    assert client.get("/api/v1/incidents?q=drums").status_code == 401
    assert sign_in("dispatcher").get("/api/v1/incidents?q=drums").json["total"] == 1


@pytest.mark.parametrize("level", ["category", "topic"])
def test_sensitive_categories_are_in_no_list_count_or_map(client, sign_in, session, noise, level):
    category = session.get(Category, noise.category_id)
    marked = category if level == "category" else session.get(Category, category.parent_id)
    marked.is_sensitive = True
    session.commit()
    assert client.get("/api/v1/incidents").json["total"] == 0
    assert client.get("/api/v1/incidents/summary?by=area&tier=5").json["total"] == 0
    assert client.get("/api/v1/incidents/histogram").json["total"] == 0
    assert client.get(f"/api/v1/incidents/map?bbox={BOX}&zoom=3").json["total"] == 0
    one = client.get(f"/api/v1/incidents/{noise.id}").json
    assert (one["lon"], one["lat"], one["grid_code"], one["areas"]) == (None, None, None, [])
    assert sign_in("dispatcher").get("/api/v1/incidents").json["total"] == 1


def test_a_closed_city_shows_no_single_incident(closed, noise):
    for url in (
        "/api/v1/incidents",
        "/api/v1/incidents/summary?by=status",
        f"/api/v1/incidents/map?bbox={BOX}&zoom=17",
        "/api/v1/hotspots?cell_m=250",
        "/api/v1/figures",
        "/tiles/incidents/12/3345/1785.mvt",
        "/tiles/incidents.json",
        "/ogc/collections/incidents",
        "/ogc/collections/incidents/items",
        "/ogc/collections/hotspots/items",
    ):
        assert closed.get(url).status_code == 401, url
    shown = [row["id"] for row in closed.get("/ogc/collections").json["collections"]]
    assert "incidents" not in shown
    assert "hotspots" not in shown


def test_a_closed_city_still_shows_places_and_takes_reports(closed, noise):
    for url in ("/api/v1/city", "/api/v1/areas/tree", "/ogc/collections/grids/items", "/health"):
        assert closed.get(url).status_code == 200, url
    report = {
        "id": "00000000-0000-4000-8000-00000000000a",
        "lon": 114.005,
        "lat": 22.505,
        "category_code": "0203",
    }
    assert closed.post("/api/v1/incidents", json=report).status_code == 201
    # Who has the key of a report may follow it.
    assert closed.get(f"/api/v1/incidents/{report['id']}").json["status"] == "reported"


def test_every_address_is_closed_until_it_is_listed(settings, connection, town):
    """A new endpoint must not be open by accident."""
    app = create_app(replace(settings, open_incidents=False), connection)
    stranger = app.test_client()
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        is_listed = (
            blueprint in openness.PUBLIC_BLUEPRINTS or rule.endpoint in openness.PUBLIC_ENDPOINTS
        )
        if "GET" not in rule.methods or rule.arguments or is_listed:
            continue
        assert stranger.get(rule.rule).status_code in (401, 403), rule.rule


def test_nothing_is_nearby_for_strangers_of_a_closed_city(client, closed, noise):
    ask = "/api/v1/incidents/nearby?lon=114.005&lat=22.505&category=0203&radius_m=500"
    assert len(client.get(ask).json["items"]) == 1
    assert closed.get(ask).json["items"] == []
