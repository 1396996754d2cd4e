import pytest

from tests.worlds import market

PAGES = (
    "/ogc/",
    "/ogc/conformance",
    "/ogc/api",
    "/ogc/collections",
    "/ogc/collections/grids",
    "/ogc/collections/grids/items",
    "/ogc/collections/incidents/items",
    "/ogc/collections/hotspots/items",
    "/ogc/collections/public-counts/items",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("shape", "kind"), [("json", ("application/", "json")), ("html", ("text/html", ""))]
)
def test_every_document_is_json_and_html(client, town, path, shape, kind):
    answer = client.get(path, query_string={"f": shape})
    assert answer.status_code == 200
    assert answer.content_type.startswith(kind[0])
    assert kind[1] in answer.content_type
    if shape == "json":
        self_links = [
            link["href"] for link in answer.json.get("links", []) if "self" in link["rel"]
        ]
        assert all(link.startswith("http://localhost/ogc") for link in self_links)


def test_a_browser_gets_html_and_a_program_json(client, town):
    page = client.get("/ogc/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.content_type.startswith("text/html")
    assert client.get("/ogc/").content_type == "application/json"


def test_the_landing_page_links_what_gis_programs_look_for(client, town):
    links = {link["rel"] for link in client.get("/ogc/").json["links"]}
    assert {"self", "service-desc", "conformance", "data"} <= links


def test_the_conformance_classes_are_core_openapi_html_geojson_and_crs(client, town):
    classes = client.get("/ogc/conformance").json["conformsTo"]
    assert sorted(name.rpartition("/")[2] for name in classes) == [
        "core",
        "crs",
        "geojson",
        "html",
        "oas30",
    ]


def test_each_tier_is_a_collection(client, town):
    found = {c["id"]: c for c in client.get("/ogc/collections").json["collections"]}
    assert list(found) == [
        "tier1",
        "tier2",
        "tier3",
        "tier4",
        "grids",
        "incidents",
        "hotspots",
        "public-counts",
    ]
    west, south, east, north = found["grids"]["extent"]["spatial"]["bbox"][0]
    assert (west, south) == (market.WEST, market.SOUTH)
    assert (round(east, 6), round(north, 6)) == (114.02, 22.51)


@pytest.mark.parametrize("path", ["/ogc/collections/roads", "/ogc/collections/grids/items/99999"])
def test_what_is_not_there_is_404(client, town, path):
    assert client.get(path).status_code == 404
