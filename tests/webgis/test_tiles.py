import gzip

from tests.worlds import market

# Web map tile 12/3345/1785 holds the whole town.
PLACE = "12/3345/1785"


def test_every_layer_gives_a_tile(client, town, session):
    session.add(market.complaint(town, 114.005, 22.505))
    session.commit()
    sizes = {}
    for layer in ("base", "areas", "units", "incidents", "hotspots"):
        answer = client.get(f"/tiles/{layer}/{PLACE}.mvt")
        assert answer.status_code == 200
        sizes[layer] = len(answer.data)
    assert sizes["base"] == sizes["hotspots"] == 0
    assert min(sizes["areas"], sizes["units"], sizes["incidents"]) > 20


def test_names_of_areas_are_in_the_tile(client, town):
    body = client.get(f"/tiles/areas/{PLACE}.mvt").data
    assert b"tier5" in body
    assert market.MARKET.encode() in body
    assert "集市网格".encode() in body


def test_tiles_are_packed_for_those_who_can_unpack(client, town):
    packed = client.get(f"/tiles/areas/{PLACE}.mvt", headers={"Accept-Encoding": "gzip"})
    plain = client.get(f"/tiles/areas/{PLACE}.mvt")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_an_unchanged_tile_is_304(client, town):
    first = client.get(f"/tiles/areas/{PLACE}.mvt")
    again = client.get(
        f"/tiles/areas/{PLACE}.mvt", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_tilejson_names_the_inner_layers(client, town):
    description = client.get("/tiles/areas.json").json
    assert description["tiles"] == ["http://localhost/tiles/areas/{z}/{x}/{y}.mvt"]
    assert description["bounds"] == [114.0, 22.5, 114.02, 22.51]
    grids = next(x for x in description["vector_layers"] if x["id"] == "tier5")
    assert grids["fields"]["code"] == "String"


def test_tilejson_names_every_field_that_is_in_the_tiles(client, town, session):
    session.add(market.complaint(town, 114.005, 22.505))
    session.commit()
    for layer in ("areas", "units", "incidents"):
        told = client.get(f"/tiles/{layer}.json").json["vector_layers"]
        names = {name for inner in told for name in inner["fields"]}
        bodies = [client.get(f"/tiles/{layer}/{place}.mvt").data for place in (PLACE, "6/52/27")]
        assert names == {name for name in names if any(name.encode() in b for b in bodies)}


def test_incidents_of_sensitive_categories_are_in_no_tile(client, town, session):
    session.add(market.complaint(town, 114.005, 22.505))
    town.noise.is_sensitive = True
    session.commit()
    assert client.get(f"/tiles/incidents/{PLACE}.mvt").data == b""
    assert client.get("/tiles/incidents/6/52/27.mvt").data == b""
