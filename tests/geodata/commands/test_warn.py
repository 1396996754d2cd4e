"""`geodata warn` and `geodata forecast` on a city of 5 km by 5 km and 70 weeks."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner, Result

from geodata.cli import cli
from geodata.importers.layers import read_layer

EAST, NORTH = 500_000, 2_490_000


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def words(tmp_path: Path) -> list[object]:
    outline = gpd.GeoDataFrame(geometry=[shapely.box(EAST, NORTH, EAST + 5000, NORTH + 5000)])
    outline.set_crs(4547).to_file(tmp_path / "city.gpkg", driver="GPKG", engine="pyogrio")
    random = np.random.default_rng(3)
    x, y = random.uniform(0, 5000, (2, 3000))
    days = random.integers(0, 490, 3000)
    x, y = np.append(x, np.full(15, 4250.0)), np.append(y, np.full(15, 750.0))
    days = np.append(days, random.integers(476, 490, 15))
    points = gpd.GeoSeries(gpd.points_from_xy(EAST + x, NORTH + y), crs=4547).to_crs(4326)
    times = np.datetime64("2025-01-01") + days.astype("timedelta64[D]")
    lines = [f"{p.x!r},{p.y!r},{t}" for p, t in zip(points, times, strict=True)]
    path = tmp_path / "cases.csv"
    path.write_text("lon,lat,occurred\n" + "\n".join(lines) + "\n")
    cell = ["--outline", tmp_path / "city.gpkg", "--cell", "500", "--points", path]
    return [*cell, "--time", "occurred"]


def test_a_cluster_of_two_weeks_alarms(tmp_path: Path, words: list[object]) -> None:
    out = tmp_path / "o.gpkg"
    result = run("warn", *words, "--at", "2026-05-06", "--out", out)
    assert result.exit_code == 0, result.stderr
    found = read_layer(out)
    assert {"observed", "expected", "ratio", "p", "q", "window_days"} <= set(found)
    assert set(found["window_days"]) <= {7, 14, 28}
    assert (found.geometry.distance(shapely.Point(EAST + 4250, NORTH + 750)) < 800).all()
    assert (found["ratio"] > 1).all()


def test_before_the_cluster_the_file_is_empty(tmp_path: Path, words: list[object]) -> None:
    out = tmp_path / "o.csv"
    result = run("warn", *words, "--at", "2026-04-15", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "0 alarms in 100 cells" in result.stderr
    assert out.read_text().count("\n") == 1
    assert "window_days" in out.read_text()


@pytest.mark.parametrize(
    ("at", "cause"), [("2025-06-01", "56 weeks before"), ("2024-01-01", "no point has a time")]
)
def test_too_short_a_past_is_refused(
    tmp_path: Path, words: list[object], at: str, cause: str
) -> None:
    result = run("warn", *words, "--at", at, "--out", tmp_path / "o.csv")
    assert result.exit_code == 2
    assert cause in result.stderr


def test_forecast_selects_the_place_of_the_cluster(tmp_path: Path, words: list[object]) -> None:
    out = tmp_path / "f.gpkg"
    options = ["--until", "2026-05-06", "--horizon", "7", "--share", "0.01", "--out", out]
    result = run("forecast", *words, *options)
    assert result.exit_code == 0, result.stderr
    found = read_layer(out)
    assert len(found) == 100
    assert found["selected"].sum() == 1
    at = found.geometry.contains(shapely.Point(EAST + 4250, NORTH + 750))
    assert found.loc[at, "selected"].all()
    # Six a day in the data.
    assert found["rate"].sum() == pytest.approx(7 * 3015 / 490, rel=0.1)
    early = ["--until", "2020-01-01", *options[2:]]
    assert run("forecast", *words, *early).exit_code == 2


def test_the_scan_finds_the_same_cluster(tmp_path: Path, words: list[object]) -> None:
    out = tmp_path / "o.gpkg"
    result = run("scan", *words, "--at", "2026-05-06", "--shuffles", "199", "--out", out)
    assert result.exit_code == 0, result.stderr
    found = read_layer(out)
    first = found.iloc[0]
    assert first.geometry.contains(shapely.Point(EAST + 4250, NORTH + 750))
    assert first["recurrence_days"] >= 100
    assert first["observed"] > 2 * first["expected"]
    result = run("scan", *words, "--at", "2020-01-01", "--out", out)
    assert result.exit_code == 2
    assert "no point has a time" in result.stderr
