"""Density over the API."""

import shapely

from tests.worlds import trouble


def test_bands_on_a_fixed_scale_with_what_they_are_made_from(client, session, town):
    trouble.quiet(session, town)
    trouble.at_the_door(session, town)
    answer = client.get("/api/v1/density?from=2026-04-01&to=2026-05-05&bandwidth_m=200")
    assert answer.content_type == "application/geo+json"
    body = answer.json
    # Local days: the first of April begins in March by the clock of Greenwich.
    assert body["n"] == 34 * 10 + 8
    lows = [feature["properties"]["low_per_km2"] for feature in body["features"]]
    assert lows == sorted(lows)
    assert lows[0] == 1
    assert [row["low_per_km2"] for row in body["legend"]][:3] == [1, 2, 5]
    top = shapely.geometry.shape(body["features"][-1]["geometry"])
    assert top.contains(shapely.Point(body["peak"]["lon"], body["peak"]["lat"]))
    assert shapely.Point(trouble.DOOR).distance(top) < 0.003


def test_the_scale_does_not_depend_on_the_view(client, session, town):
    trouble.quiet(session, town)
    every = client.get("/api/v1/density").json
    east = client.get("/api/v1/density?bbox=114.012,22.5,114.02,22.51").json
    assert every["legend"] == east["legend"]
    assert 0 < east["n"] < every["n"]


def test_nothing_to_see(client, town):
    body = client.get("/api/v1/density").json
    assert (body["features"], body["n"], body["peak"]) == ([], 0, None)


def test_a_kernel_that_is_none(client, town):
    for words in ("bandwidth_m=0", "bandwidth_m=nan", "bandwith_m=3"):
        assert client.get(f"/api/v1/density?{words}").status_code == 422
