from datetime import UTC, datetime

import pytest

from tests.worlds import market

EPSG = "http://www.opengis.net/def/crs/EPSG/0"
GRIDS = "/ogc/collections/grids/items"
INCIDENTS = "/ogc/collections/incidents/items"


@pytest.fixture
def noise(session, town):
    """One complaint, 30 m from the middle of its public square."""
    session.add(market.complaint(town, 114.0053, 22.5048, description="at Li's door"))
    session.commit()


def matched(client, path, query=""):
    return client.get(f"{path}?{query}").json["numberMatched"]


def test_next_follows_until_all_are_read_once(client, town):
    address, seen = f"{GRIDS}?limit=1", []
    while address:
        page = client.get(address).json
        assert (page["numberMatched"], page["numberReturned"]) == (2, 1)
        seen += [feature["properties"]["code"] for feature in page["features"]]
        address = next((li["href"] for li in page["links"] if li["rel"] == "next"), None)
    assert sorted(seen) == [market.MARKET, market.RIVER]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("bbox=114,22.5,114.004,22.51", 1),
        ("bbox=114,22.5,0,114.004,22.51,9", 1),
        ("bbox=114.009,22.5,114.011,22.51", 2),
        ("bbox=22.5,114.012,22.51,114.02&bbox-crs=" + EPSG + "/4326", 1),
        ("bbox=170,-10,-170,10", 0),
        ("datetime=2019-01-01", 0),
        ("datetime=2026-01-01", 2),
        ("datetime=../2019-06-01", 0),
        ("datetime=2020-06-01/..", 2),
        (f"code={market.MARKET}", 1),
        ("households=350", 1),
        ("households=351", 0),
    ],
)
def test_filters(client, town, query, count):
    assert matched(client, GRIDS, query) == count


def test_grids_of_a_date_are_those_that_held_then(client, town, session):
    town.river.valid_to = datetime(2025, 1, 1, tzinfo=UTC)
    session.commit()
    assert matched(client, GRIDS) == 1
    assert matched(client, GRIDS, "datetime=2024-06-01") == 2
    assert matched(client, GRIDS, "datetime=2025-06-01") == 1
    assert matched(client, GRIDS, "datetime=2024-06-01/2025-06-01") == 2


@pytest.mark.parametrize(
    ("code", "first", "second"),
    # What pyproj says of 114.005 east, 22.505 north.
    [
        ("4326", 22.505, 114.005),
        ("4547", 2489721.005, 500514.463),
        ("3857", 12690978.548, 2572265.515),
    ],
)
def test_coordinates_come_in_the_order_of_their_crs(client, noise, code, first, second):
    answer = client.get(INCIDENTS, query_string={"crs": f"{EPSG}/{code}"})
    assert answer.headers["Content-Crs"] == f"<{EPSG}/{code}>"
    found = answer.json["features"][0]["geometry"]["coordinates"]
    assert found == pytest.approx([first, second], rel=1e-6)


def test_an_incident_is_shown_without_texts_at_its_square(client, noise):
    feature = client.get(INCIDENTS).json["features"][0]
    assert feature["geometry"]["coordinates"] == pytest.approx([114.005, 22.505])
    assert "Li" not in client.get(INCIDENTS).text
    assert {"description", "address", "source"}.isdisjoint(feature["properties"])


def test_a_box_asks_where_it_is_shown_and_not_where_it_was(client, noise):
    assert matched(client, INCIDENTS, "bbox=114.0049,22.5049,114.0051,22.5051") == 1
    assert matched(client, INCIDENTS, "bbox=114.0052,22.5047,114.0054,22.5049") == 0


def test_sensitive_categories_are_in_no_answer(client, noise, town, session):
    town.noise.is_sensitive = True
    session.commit()
    assert matched(client, INCIDENTS) == 0
    assert client.get(f"{INCIDENTS}/1").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2",
        "bbox=nan,0,1,1",
        "bbox=1e308,0,1,1",
        "bbox=0,91,1,92",
        "bbox=0,5,1,4",
        "limit=0",
        "limit=x",
        "limit=-1",
        "limit=%EF%BC%91",
        "colour=red",
        "crs=no",
        "bbox-crs=no",
        "datetime=x",
        "datetime=2020-01-01/2019-01-01",
        "datetime=..",
        "datetime=2020-01-01/2020-02-01/2020-03-01",
        "after=x",
        "f=xml",
        "number=99999999999999999999",
        "number=1.5",
        "is_synthetic=maybe",
        "status=%00",
        "reported_at=0000-01-01",
    ],
)
def test_a_wrong_parameter_is_400(client, town, query):
    answer = client.get(f"{INCIDENTS}?{query}")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
