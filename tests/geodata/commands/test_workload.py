"""Two market grids in Shenzhen, 400 and 100 households, three incidents and one street."""

import csv
import json

import click
import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

from geodata.commands.group import CommandGroup
from geodata.commands.workload import workload

WEST, SOUTH, SIDE = 114.05, 22.54, 0.01


@pytest.fixture
def market(tmp_path):
    boxes = [
        shapely.box(WEST + i * SIDE, SOUTH, WEST + (i + 1) * SIDE, SOUTH + SIDE) for i in (0, 1)
    ]
    grids = gpd.GeoDataFrame({"id": ["G1", "G2"], "homes": [400, 100]}, geometry=boxes, crs=4326)
    grids.to_file(tmp_path / "grids.geojson", driver="GeoJSON")
    with (tmp_path / "cases.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["lon", "lat", "kind"])
        rows.writerows(
            [[114.055, 22.545, "noise"], [114.065, 22.545, "rubbish"], [115, 22, "noise"]]
        )
    lane = shapely.LineString([(WEST + 0.001, SOUTH + 0.005), (WEST + 0.009, SOUTH + 0.005)])
    gpd.GeoDataFrame(geometry=[lane], crs=4326).to_file(
        tmp_path / "lanes.geojson", driver="GeoJSON"
    )
    (tmp_path / "hours.json").write_text(json.dumps({"noise": 20}))
    return tmp_path


def run(folder, *options):
    @click.group(cls=CommandGroup)
    def geodata():
        """Stand for the whole command."""

    geodata.add_command(workload)
    words = ["workload", "--areas", str(folder / "grids.geojson"), "--crs", "4547"]
    words += ["--out", str(folder / "load.csv"), "--report", str(folder / "load.json"), *options]
    return CliRunner().invoke(geodata, words)


def test_load_of_two_grids(market):
    files = ("--incidents", "cases.csv", "--hours", "hours.json", "--streets", "lanes.geojson")
    paths = [str(market / word) if "." in word else word for word in files]
    result = run(
        market,
        "--households",
        "homes",
        "--category",
        "kind",
        *paths,
        "--low",
        "300",
        "--high",
        "500",
    )
    assert result.exit_code == 0, result.output
    with (market / "load.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    street_m = float(rows[0]["patrol_m"])
    assert street_m == pytest.approx(823, abs=2)
    assert float(rows[0]["load_h"]) == pytest.approx(100 + 20 + street_m / 1000)
    assert float(rows[1]["load_h"]) == 26
    report = json.loads((market / "load.json").read_text())
    assert report["totals"]["incident_outside_count"] == 1
    assert report["weights"]["category_h"] == {"noise": 20}
    assert report["outside_band"] == [
        {"id": "G2", "households": 100, "limit": 300, "side": "below"}
    ]
    assert "1 incidents lie in no area" in result.output


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        (["--households", "people"], "people"),
        (["--households", "homes", "--category", "kind"], "--incidents"),
        (["--households", "homes", "--low", "500", "--high", "300"], "reversed"),
    ],
)
def test_what_it_refuses(market, options, cause):
    result = run(market, *options)
    assert result.exit_code == 2
    assert cause in result.output
    assert not (market / "load.csv").exists()


def test_hours_must_be_numbers(market):
    (market / "hours.json").write_text('{"noise": "long"}')
    result = run(
        market,
        "--households",
        "homes",
        "--incidents",
        str(market / "cases.csv"),
        "--category",
        "kind",
        "--hours",
        str(market / "hours.json"),
    )
    assert result.exit_code == 2
    assert "'noise' needs hours" in result.output
