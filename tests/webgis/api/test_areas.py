from tests.worlds import market


def test_areas_of_a_tier_are_geojson(client, town):
    answer = client.get("/api/v1/areas?tier=5&zoom=12")
    assert answer.status_code == 200
    assert answer.content_type == "application/geo+json"
    features = answer.json["features"]
    assert [feature["id"] for feature in features] == [market.MARKET, market.RIVER]
    assert features[0]["properties"]["parent_code"] == market.COMMUNITY
    assert features[0]["geometry"]["type"] == "MultiPolygon"


def test_children_of_a_parent(client, town):
    features = client.get(f"/api/v1/areas?parent={market.COMMUNITY}").json["features"]
    assert len(features) == 2
    community = client.get("/api/v1/areas?tier=4").json["features"][0]
    assert community["properties"]["child_count"] == 2


def test_a_box_limits_the_answer(client, town):
    features = client.get("/api/v1/areas?tier=5&bbox=114.012,22.5,114.02,22.51").json["features"]
    assert [feature["id"] for feature in features] == [market.RIVER]


def test_one_area_knows_the_chain_above_it_and_its_officer(client, town):
    properties = client.get(f"/api/v1/areas/{market.MARKET}").json["properties"]
    assert [step["tier"] for step in properties["breadcrumbs"]] == [1, 2, 3, 4, 5]
    assert properties["officer"] == {"code": "W1", "name": "Wang"}


def test_before_the_town_was_founded_there_is_nothing(client, town):
    assert client.get("/api/v1/areas/tree?at=2019-12-31").json["items"] == []
    assert client.get(f"/api/v1/areas/{market.MARKET}?at=2019-12-31").status_code == 404
    assert len(client.get("/api/v1/areas/tree?at=2020-01-02").json["items"]) == 6


def test_an_unchanged_answer_is_304(client, town):
    first = client.get("/api/v1/areas?tier=5")
    again = client.get("/api/v1/areas?tier=5", headers={"If-None-Match": first.headers["ETag"]})
    other = client.get("/api/v1/areas?tier=4", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert other.status_code == 200


def test_a_change_makes_a_new_answer(client, town, session):
    first = client.get("/api/v1/areas?tier=5")
    town.market.name = "Old market"
    session.commit()
    again = client.get("/api/v1/areas?tier=5", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.json["features"][0]["properties"]["name"] == "Old market"
