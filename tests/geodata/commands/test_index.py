"""`geodata index` and `geodata density` on files."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner

from geodata.cli import cli
from geodata.importers.layers import read_layer


def run(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def areas(tmp_path):
    frame = gpd.GeoDataFrame(
        {
            "code": ["A", "B"],
            "timely_numerator": [90, 10],
            "timely_denominator": [100, 20],
        },
        geometry=[shapely.box(114, 22.5, 114.1, 22.6), shapely.box(114.1, 22.5, 114.2, 22.6)],
        crs=4326,
    )
    path = tmp_path / "areas.geojson"
    path.write_text(frame.to_json())
    return path


def test_scores_and_parts(tmp_path, areas):
    out, report = tmp_path / "o.geojson", tmp_path / "r.json"
    result = run("index", "--areas", areas, "--id", "code", "--out", out, "--report", report)
    assert result.exit_code == 0, result.stderr
    found = read_layer(out)
    assert found["rank"].tolist() == [1, 2]
    content = json.loads(report.read_text())
    assert content["formula"].startswith("score")
    assert [part["area"] for part in content["parts"]] == ["A", "B"]


@pytest.mark.parametrize("text", ['{"beauty": 1}', '{"timely": "x"}', "[1]", "{"])
def test_weights_that_cannot_be(tmp_path, areas, text):
    weights = tmp_path / "w.json"
    weights.write_text(text)
    words = ["--weights", weights, "--out", tmp_path / "o.csv", "--report", tmp_path / "r.json"]
    result = run("index", "--areas", areas, *words)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_density_of_a_heap(tmp_path, areas):
    random = np.random.default_rng(2)
    lon, lat = 114.1 + random.normal(0, 0.002, 500), 22.55 + random.normal(0, 0.002, 500)
    points = tmp_path / "p.csv"
    lines = [f"{a!r},{b!r},2026-05-01" for a, b in zip(lon.tolist(), lat.tolist(), strict=True)]
    points.write_text("lon,lat,time\n" + "\n".join(lines) + "\n")
    out = tmp_path / "bands.gpkg"
    words = ["--outline", areas, "--points", points, "--out", out, "--crs", "4547"]
    result = run("density", *words)
    assert result.exit_code == 0, result.stderr
    bands = read_layer(out)
    assert bands["low_per_km2"].tolist()[:4] == [1, 2, 5, 10]
    assert bands.geometry.iloc[-1].area < bands.geometry.iloc[0].area
