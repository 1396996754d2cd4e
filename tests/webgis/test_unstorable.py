import json

import pytest

from tests.worlds import market

REPORT = {
    "id": "00000000-0000-4000-8000-00000000000a",
    "lon": 114.005,
    "lat": 22.505,
    "category_code": "0203",
}


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\udc00x"])
def test_json_with_a_sign_that_cannot_be_stored_is_422(client, town, escape):
    body = f'{{"id": "{REPORT["id"]}", "description": "a{escape}"}}'
    answer = client.post("/api/v1/incidents", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert "cannot be stored" in answer.json["detail"]


def test_an_escaped_pair_is_an_ordinary_sign(client, town):
    body = json.dumps(REPORT | {"description": "\U0001f600 \\u0000"})
    assert "\\ud83d\\ude00" in body
    assert "\\\\u0000" in body
    answer = client.post("/api/v1/incidents", data=body, content_type="application/json")
    assert answer.status_code == 201
    assert answer.json["description"] == "\U0001f600 \\u0000"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/v1/areas/%00", 404),
        (f"/api/v1/areas/{market.MARKET}%00", 404),
        ("/api/v1/incidents?area=%00", 422),
        ("/ogc/collections/grids/items?code=%00", 400),
        ("/open311/v2/services/%00.xml", 404),
    ],
)
def test_addresses_and_queries(client, town, url, status):
    assert client.get(url).status_code == status
