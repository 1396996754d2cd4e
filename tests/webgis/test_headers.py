import re
from dataclasses import replace

from webgis import create_app

SERVICE = {
    "key": "t",
    "name": "T",
    "name_zh": "T",
    "url": "https://t{s}.example.org/{z}/{x}/{y}.png",
    "datum": "gcj02",
    "attribution": "nobody",
}


def test_nothing_may_come_from_elsewhere(client, town):
    policy = client.get("/api/v1/city").headers["Content-Security-Policy"]
    assert "default-src 'self'; script-src 'self'; style-src 'self'" in policy
    # Events come from the next port of the same host where no proxy joins the two.
    assert re.findall(r"https?://[^ ;]*", policy) == ["http://localhost:8001"]


def test_a_configured_tile_service_may_give_pictures_only(settings, connection, town):
    app = create_app(replace(settings, basemaps=(SERVICE,)), connection)
    policy = app.test_client().get("/api/v1/city").headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://t*.example.org;" in policy
    assert policy.count("example.org") == 1
