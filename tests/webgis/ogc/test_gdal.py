"""An independent client reads every collection whole from a live server."""

import json
import shutil
import subprocess
import urllib.request

import pytest

pytestmark = pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="needs gdal-bin")


def get(url):
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def ogr(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "ERROR" not in done.stderr
    return done.stdout


def test_gdal_reads_every_collection_whole(live_server_url):
    address = f"OAPIF:{live_server_url}/ogc"
    found = get(f"{live_server_url}/ogc/collections")["collections"]
    assert len(found) == 8
    read = {}
    for collection in found:
        name, layer = collection["id"], []
        text = ogr("ogr2ogr", "-f", "GeoJSONSeq", "/vsistdout/", address, name)
        layer = [json.loads(line) for line in text.splitlines()]
        about = f"{live_server_url}/ogc/collections/{name}/items?limit=1"
        assert len(layer) == get(about)["numberMatched"], name
        read[name] = len(layer)
        if layer:
            points = [point for feature in layer for point in vertices(feature["geometry"])]
            west, south = (min(point[axis] for point in points) for axis in (0, 1))
            east, north = (max(point[axis] for point in points) for axis in (0, 1))
            box = collection["extent"]["spatial"]["bbox"][0]
            assert [west, south, east, north] == pytest.approx(box, abs=1e-6), name
    assert read["tier1"] == 1
    assert read["incidents"] > 10_000
    assert read["hotspots"] > 1_000


def test_ogrinfo_tells_count_and_extent(live_server_url):
    told = ogr("ogrinfo", "-ro", "-so", f"OAPIF:{live_server_url}/ogc", "grids")
    count = get(f"{live_server_url}/ogc/collections/grids/items?limit=1")["numberMatched"]
    assert f"Feature Count: {count}" in told
    assert "Extent: (-77." in told
    assert "households: Integer" in told


def test_gdal_filters_on_the_server(live_server_url):
    box = ("-spat", "-77.05", "38.89", "-77.03", "38.91")
    text = ogr(
        "ogr2ogr", "-f", "GeoJSONSeq", *box, "/vsistdout/", f"OAPIF:{live_server_url}/ogc", "grids"
    )
    url = f"{live_server_url}/ogc/collections/grids/items?bbox=-77.05,38.89,-77.03,38.91&limit=1"
    assert len(text.splitlines()) == get(url)["numberMatched"] > 10


def vertices(geometry):
    """Yield the positions of a geometry, however deep they are nested."""

    def walk(part):
        if isinstance(part[0], (int, float)):
            yield part
        else:
            for inner in part:
                yield from walk(inner)

    return walk(geometry["coordinates"])
