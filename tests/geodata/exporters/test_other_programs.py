"""GDAL's own commands read our files back; Debian's package gdal-bin has them."""

import json
import subprocess
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geodata.exporters.output import Output

# A name that says what GDAL must be told for the format.
SOURCES = {
    ".geojson": "{}",
    ".gpkg": "{}",
    ".zip": "/vsizip/{}",
    ".csv": "{}",
    ".kml": "{}",
}
OPTIONS = {".csv": ["-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "AUTODETECT_TYPE=YES"]}


def market_grids() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": ["G1", "G2"], "name": ["东门市场", "西门市场"], "people": [120, 80]},
        geometry=[shapely.box(114, 22, 114.1, 22.1), shapely.box(114.1, 22, 114.2, 22.1)],
        crs=4326,
    )


@pytest.mark.parametrize("ending", SOURCES)
def test_ogr2ogr_reads_the_same_features(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"grids{ending}"
    with Output() as output:
        output.layer(market_grids(), file)
    back = tmp_path / "back.geojson"
    source = SOURCES[ending].format(file)
    options = [*OPTIONS.get(ending, []), "-lco", "COORDINATE_PRECISION=15"]
    command = ["ogr2ogr", "-f", "GeoJSON", *options, str(back), source]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    features = json.loads(back.read_text())["features"]
    for feature in features:  # GDAL's KML driver writes Name
        feature["properties"] = {k.lower(): v for k, v in feature["properties"].items()}
    wanted = market_grids()
    assert [f["properties"]["code"] for f in features] == wanted["code"].tolist()
    assert [f["properties"]["name"] for f in features] == wanted["name"].tolist()
    assert [f["properties"]["people"] for f in features] == wanted["people"].tolist()
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
    pairs = zip(shapes, wanted.geometry, strict=True)
    assert all(shapely.equals_exact(a.normalize(), b.normalize(), 1e-12) for a, b in pairs)


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".zip"])
def test_ogrinfo_knows_count_extent_and_crs(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"grids{ending}"
    with Output() as output:
        output.layer(market_grids(), file)
    command = ["ogrinfo", "-ro", "-so", "-al", SOURCES[ending].format(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Feature Count: 2" in done.stdout
    assert "Extent: (114.000000, 22.000000) - (114.200000, 22.100000)" in done.stdout
    assert "WGS 84" in done.stdout
    assert "Warning" not in done.stdout + done.stderr
