"""`geodata emerging` on a city of 2 km by 2 km, a year of complaints."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner, Result

from geodata.cli import cli
from geodata.importers.layers import read_layer

EAST, NORTH = 500_000, 2_490_000


def write_city(folder: Path) -> Path:
    outline = gpd.GeoDataFrame(geometry=[shapely.box(EAST, NORTH, EAST + 2000, NORTH + 2000)])
    path = folder / "city.gpkg"
    outline.set_crs(4547).to_file(path, driver="GPKG", engine="pyogrio")
    return path


def write_cases(folder: Path, x: np.ndarray, y: np.ndarray, days: np.ndarray) -> Path:
    points = gpd.GeoSeries(gpd.points_from_xy(EAST + x, NORTH + y), crs=4547).to_crs(4326)
    times = (np.datetime64("2025-01-01") + days.astype("timedelta64[D]")).astype(str)
    lines = [f"{p.x!r},{p.y!r},{t}" for p, t in zip(points, times, strict=True)]
    path = folder / "cases.csv"
    path.write_text("lon,lat,reported_at\n" + "\n".join(lines) + "\n")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["emerging", *map(str, words)])


@pytest.fixture
def words(tmp_path: Path) -> list[object]:
    random = np.random.default_rng(1)
    x, y = random.uniform(0, 2000, (2, 2400))
    days = random.integers(0, 360, 2400)
    # A new one in the last month around (1500, 500).
    x = np.append(x, random.uniform(1400, 1600, 150))
    y = np.append(y, random.uniform(400, 600, 150))
    days = np.append(days, random.integers(330, 360, 150))
    points = write_cases(tmp_path, x, y, days)
    outline = write_city(tmp_path)
    return ["--outline", outline, "--cell", "200", "--step", "30", "--points", points]


def test_every_cell_gets_a_class(tmp_path: Path, words: list[object]) -> None:
    result = run(*words, "--out", tmp_path / "o.gpkg")
    assert result.exit_code == 0, result.stderr
    found = read_layer(tmp_path / "o.gpkg")
    assert len(found) == 100
    at = found.geometry.contains(shapely.Point(EAST + 1500, NORTH + 500))
    assert found.loc[at, "class"].tolist() == ["new hot spot"]
    far = found.geometry.distance(shapely.Point(EAST + 1500, NORTH + 500)) > 800
    assert set(found.loc[far, "class"]) == {"no pattern"}
    assert "100 cells, 12 steps from 2025-01-01 to before 2025-12-27" in result.stderr


def test_repeated_messages_are_collapsed_and_counted(tmp_path: Path, words: list[object]) -> None:
    points = tmp_path / "same.csv"
    rows = ["114.0,22.51,2025-01-02,noise"] * 5 + ["114.0,22.51,2025-01-03,noise"]
    points.write_text("lon,lat,time,kind\n" + "\n".join(rows) + "\n")
    words = [*words[:-1], points, "--out", tmp_path / "o.csv", "--crs", "4547"]
    assert "4 repeated messages collapsed" in run(*words, "--category", "kind").stderr
    assert "collapsed" not in run(*words).stderr
    assert "4 repeated" not in run(*words, "--category", "kind", "--no-collapse").stderr


@pytest.mark.parametrize(
    ("content", "options", "cause"),
    [
        ("lon,lat,when\n114,22.5,2025-01-01\n", [], "no column looks like a time"),
        ("lon,lat,when\n114,22.5,soon\n", ["--time", "when"], "row 1: when is 'soon'"),
        ("lon,lat,time\n114,22.5,\n", [], "no event has a time"),
        ("lon,lat,time\n114,22.5,2025-01-01\n", ["--category", "c"], "there is no column 'c'"),
        ("lon,lat,time\n114,22.5,2025-01-01\n", ["--time", "c"], "there is no column 'c'"),
        ("lon,lat,time\n114,22.5,2025-01-01\n", ["--until", "soon"], "not a date"),
        ("lon,lat,time\n114,22.5,2025-01-01\n", ["--cell", "1e5"], "no cell of 100000 m"),
    ],
)
def test_bad_input_is_one_line(
    tmp_path: Path, words: list[object], content: str, options: list[str], cause: str
) -> None:
    points = tmp_path / "bad.csv"
    points.write_text(content)
    result = run(*words[:-1], points, *options, "--out", tmp_path / "o.csv")
    assert result.exit_code == 2
    assert cause in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "o.csv").exists()
