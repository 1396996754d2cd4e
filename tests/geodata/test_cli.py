"""The command as people use it: files in, files out, one line when the input is at fault."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner, Result

from geodata.cli import cli
from geodata.crs import convert_datum
from geodata.importers.layers import read_layer
from tests.geodata.importers.hostile_geometries import CASES, HostileGeometry, document

# The market: four grids of 0.01 degrees in Shenzhen, two by two.
WEST, SOUTH, SIDE = 114.05, 22.54, 0.01
CODES = {"G1": (0, 1), "G2": (1, 1), "G3": (0, 0), "G4": (1, 0)}


def square(column: int, row: int, size: float = SIDE) -> shapely.Polygon:
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    return shapely.box(west, south, west + size, south + size)


def write_areas(path: Path, shapes: dict[str, Any] | None = None, **columns: list[Any]) -> Path:
    shapes = shapes or {code: square(*at) for code, at in CODES.items()}
    data = {"id": list(shapes), **columns}
    gpd.GeoDataFrame(data, geometry=list(shapes.values()), crs=4326).to_file(
        path, driver="GeoJSON", engine="pyogrio", COORDINATE_PRECISION=15, RFC7946="NO"
    )
    return path


def write_points(path: Path, *positions: tuple[float, float]) -> Path:
    rows = "".join(f"007{i},noise,{lon!r},{lat!r}\n" for i, (lon, lat) in enumerate(positions))
    path.write_text(f"case,kind,lon,lat\n{rows}")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


# locate


def test_locate_adds_the_area_to_every_row_and_keeps_the_rest(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "grids.geojson")
    points = write_points(tmp_path / "cases.csv", (114.055, 22.545), (114.065, 22.555), (113, 22))
    result = run("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.csv")
    assert result.exit_code == 0, result.stderr
    got = rows_of(tmp_path / "o.csv")
    assert [row["area_id"] for row in got] == ["G3", "G2", ""]
    assert [row["case"] for row in got] == ["0070", "0071", "0072"]
    assert got[0]["lon"] == "114.055"
    assert "3 points: 2 in an area, 1 outside" in result.stderr


def test_a_point_on_a_shared_edge_belongs_to_the_lowest_id_in_any_order(tmp_path: Path) -> None:
    corner = write_points(tmp_path / "cases.csv", (WEST + SIDE, SOUTH + SIDE))
    shapes = {code: square(*at) for code, at in CODES.items()}
    for name, order in (("a", list(shapes)), ("b", list(shapes)[::-1])):
        areas = write_areas(tmp_path / f"{name}.geojson", {code: shapes[code] for code in order})
        run("locate", "--areas", areas, "--points", corner, "--out", tmp_path / f"{name}.csv")
        assert rows_of(tmp_path / f"{name}.csv")[0]["area_id"] == "G1"


def test_whole_numbers_stay_whole_and_decide_ties_as_numbers(tmp_path: Path) -> None:
    shapes = {"x": square(0, 0), "y": square(1, 0)}
    areas = write_areas(tmp_path / "a.geojson", shapes, code=[10, 9])
    points = write_points(tmp_path / "c.csv", (WEST + SIDE, SOUTH + 0.001), (113, 22))
    out = tmp_path / "o.geojson"
    run("locate", "--areas", areas, "--id", "code", "--points", points, "--out", out)
    ids = [f["properties"]["area_id"] for f in json.loads(out.read_text())["features"]]
    assert ids == [9, None]


def test_without_an_id_column_the_row_numbers_name_the_areas(tmp_path: Path) -> None:
    areas = tmp_path / "a.geojson"
    frame = gpd.GeoDataFrame({"ward": ["x", "x"]}, geometry=[square(0, 0), square(1, 0)], crs=4326)
    frame.to_file(areas, driver="GeoJSON", engine="pyogrio")
    points = write_points(tmp_path / "c.csv", (114.065, 22.545))
    run("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.csv")
    assert rows_of(tmp_path / "o.csv")[0]["area_id"] == "2"


def test_points_without_a_position_are_kept_and_counted(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "a.geojson")
    points = tmp_path / "c.csv"
    points.write_text("case,lon,lat\na,,\nb,114.055,22.545\n")
    result = run("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.csv")
    assert [row["area_id"] for row in rows_of(tmp_path / "o.csv")] == ["", "G3"]
    assert "1 without a position" in result.stderr


def test_layers_in_two_crs_are_brought_together(tmp_path: Path) -> None:
    areas = tmp_path / "a.gpkg"
    frame = read_layer(write_areas(tmp_path / "a.geojson")).to_crs(4547)
    frame.to_file(areas, driver="GPKG", engine="pyogrio")
    points = write_points(tmp_path / "c.csv", (114.055, 22.545))
    run("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.csv")
    assert rows_of(tmp_path / "o.csv")[0]["area_id"] == "G3"


@pytest.mark.parametrize("ending", [".geojson", ".geojson.gz", ".gpkg", ".zip", ".parquet"])
def test_every_format_goes_in_and_out(tmp_path: Path, ending: str) -> None:
    areas = write_areas(tmp_path / "a.geojson")
    other = tmp_path / f"areas{ending}"
    assert run("convert", "--from", "wgs84", "--to", "wgs84", areas, other).exit_code == 0
    points = write_points(tmp_path / "c.csv", (114.055, 22.545))
    out = tmp_path / f"o{ending}"
    result = run("locate", "--areas", other, "--points", points, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert read_layer(out)["area_id"].tolist() == ["G3"]


# bad input


def one_line(result: Result) -> str:
    """The only line of stderr of a command that was refused."""
    assert result.exit_code == 2, result.stderr
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("geodata: error: ")
    return result.stderr


REFUSED = [c for c in CASES if c.cause is not None and c.kind == "polygons"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_bad_areas_are_one_line_and_nothing_is_written(
    case: HostileGeometry, tmp_path: Path
) -> None:
    areas, points = tmp_path / "areas.geojson", write_points(tmp_path / "c.csv", (114.055, 22.545))
    areas.write_text(document(case))
    before = sorted(os.listdir(tmp_path))
    result = run("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.csv")
    assert "areas.geojson: row 2: " in one_line(result)
    assert sorted(os.listdir(tmp_path)) == before


def test_swapped_axes_are_seen_between_two_layers(tmp_path: Path) -> None:
    """Kigali and its mirror image are both possible places."""
    kigali = shapely.box(30.0, -2.0, 30.2, -1.9)
    areas = write_areas(tmp_path / "a.geojson", {"K": kigali})
    points = write_points(tmp_path / "c.csv", (-1.95, 30.1))
    result = run("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.csv")
    assert "c.csv: row 1: " in one_line(result)
    assert "axes swapped" in result.stderr


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["--areas", "nowhere.geojson"], "nowhere.geojson: there is no such file"),
        (["--id", "code"], "there is no column 'code'; the columns are: id"),
        (["--lon", "east", "--lat", "north"], "there is no column 'east'"),
        (["--out", "o.xyz"], "the ending of the name is not one of"),
        (["--out", "nowhere/o.csv"], "the folder nowhere does not exist"),
        (["--input-crs", "99"], "unknown CRS"),
        (["--colour", "red"], "No such option"),
    ],
)
def test_wrong_words_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], cause: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_areas(tmp_path / "a.geojson")
    write_points(tmp_path / "c.csv", (114.055, 22.545))
    right = {"--areas": "a.geojson", "--points": "c.csv", "--out": "o.csv"}
    right |= dict(zip(words[::2], words[1::2], strict=True))
    result = run("locate", *[word for pair in right.items() for word in pair])
    assert cause in one_line(result)
    assert sorted(os.listdir(tmp_path)) == ["a.geojson", "c.csv"]


def test_a_repeated_id_is_refused_where_it_would_be_ambiguous(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "a.geojson", name=["x", "y", "x", "z"])
    points = write_points(tmp_path / "c.csv", (114.055, 22.545))
    words = ["--areas", areas, "--id", "name", "--points", points, "--out", tmp_path / "o.csv"]
    assert "row 3: the name 'x' stands already in row 1" in one_line(run("locate", *words))


def test_a_missing_option_is_one_line() -> None:
    assert "Missing option '--areas'" in one_line(run("locate"))


# check


def check(tmp_path: Path, areas: Path, *words: object) -> tuple[int, dict[str, Any]]:
    report = tmp_path / "report.json"
    result = run("check", "--areas", areas, "--report", report, *words)
    assert result.exit_code in (0, 1), result.stderr
    return result.exit_code, json.loads(report.read_text())


def test_a_partition_has_no_findings_and_all_kinds_are_counted(tmp_path: Path) -> None:
    outline = write_areas(tmp_path / "city.geojson", {"C": square(0, 0, 2 * SIDE)})
    status, report = check(tmp_path, write_areas(tmp_path / "a.geojson"), "--outline", outline)
    assert status == 0
    assert report["findings"] == []
    assert report["counts"] == dict.fromkeys(
        [
            "gap",
            "overlap",
            "invalid",
            "straddles_parent",
            "outside_parent",
            "duplicate_id",
            "empty",
        ],
        0,
    )


def test_gaps_and_overlaps_are_located(tmp_path: Path) -> None:
    shapes = {"G1": square(0, 0, 1.5 * SIDE), "G2": square(1, 0)}
    outline = write_areas(tmp_path / "c.geojson", {"C": shapely.box(WEST, SOUTH, 114.08, 22.555)})
    status, report = check(
        tmp_path, write_areas(tmp_path / "a.geojson", shapes), "--outline", outline
    )
    assert status == 1
    assert report["counts"]["overlap"] == report["counts"]["gap"] == 1
    overlap = next(f for f in report["findings"] if f["kind"] == "overlap")
    assert set(overlap) == {"kind", "area_ids", "area_m2", "at", "message"}
    assert overlap["area_ids"] == ["G1", "G2"]
    # 0.005 by 0.01 degrees at 22.5 degrees north: 514 m by 1,107 m.
    assert overlap["area_m2"] == pytest.approx(514 * 1107, rel=0.01)
    lon, lat = overlap["at"]
    assert WEST + SIDE < lon < WEST + 1.5 * SIDE
    assert SOUTH < lat < SOUTH + SIDE


def test_invalid_empty_and_repeated_areas_are_findings_not_errors(tmp_path: Path) -> None:
    bowtie = shapely.Polygon(
        [(WEST, SOUTH), (114.06, 22.55), (114.06, SOUTH), (WEST, 22.55), (WEST, SOUTH)]
    )
    shapes = [bowtie, None, square(1, 0)]
    frame = gpd.GeoDataFrame({"id": ["B", "E", "E"]}, geometry=shapes, crs=4326)
    frame.to_file(tmp_path / "a.geojson", driver="GeoJSON", engine="pyogrio")
    status, report = check(tmp_path, tmp_path / "a.geojson")
    assert status == 1
    assert report["counts"]["invalid"] == 1
    assert report["counts"]["empty"] == 1
    assert report["counts"]["duplicate_id"] == 1


def test_an_area_that_leaves_its_parent_is_named(tmp_path: Path) -> None:
    parents = write_areas(tmp_path / "p.geojson", {"P1": square(0, 0), "P2": square(1, 0)})
    shapes = {"G1": square(0, 0, 1.5 * SIDE), "G2": square(1, 0)}
    areas = write_areas(tmp_path / "a.geojson", shapes, ward=["P1", "P2"])
    words = ["--parents", parents, "--parent-id", "id", "--parent-col", "ward"]
    status, report = check(tmp_path, areas, *words)
    assert status == 1
    straddling = [f for f in report["findings"] if f["kind"] == "straddles_parent"]
    assert [f["area_ids"] for f in straddling] == [["G1"]]


def test_a_long_edge_does_not_open_gaps_when_it_is_measured(tmp_path: Path) -> None:
    """The outline has no vertex where the halves meet, 20 km from end to end."""
    for drawn, measured, west, south, half, height in (
        (26985, 32618, 390_000, 120_000, 10_000, 15_000),
        (4326, 26985, -77.1, 38.8, 0.1, 0.2),
    ):
        middle, east, north = west + half, west + 2 * half, south + height
        halves = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
        whole = [shapely.box(west, south, east, north)]
        for name, shapes in (("a", halves), ("o", whole)):
            frame = gpd.GeoDataFrame({"id": range(len(shapes))}, geometry=shapes, crs=drawn)
            frame.to_file(tmp_path / f"{name}.gpkg", driver="GPKG", engine="pyogrio")
        words = ["--outline", tmp_path / "o.gpkg", "--crs", measured]
        status, report = check(tmp_path, tmp_path / "a.gpkg", *words)
        assert (status, report["findings"]) == (0, []), drawn


def test_a_metric_crs_of_another_place_is_refused(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "a.geojson")
    words = ["--areas", areas, "--report", tmp_path / "r.json", "--crs", "26985"]
    assert "far from where EPSG:26985 is used" in one_line(run("check", *words))
    words[-1] = "4326"
    assert "not a projected CRS in metres" in one_line(run("check", *words))


# hotspots


def grid_of_points(tmp_path: Path) -> Path:
    """Sixteen cases in the square of grid (0, 0), one in each other of 5 by 5."""
    middles = [
        (WEST + (c + 0.5) * SIDE, SOUTH + (r + 0.5) * SIDE) for c in range(5) for r in range(5)
    ]
    return write_points(tmp_path / "cases.csv", *middles, *[middles[0]] * 15)


def test_hotspots_of_areas_have_every_column(tmp_path: Path) -> None:
    shapes = {f"{c}{r}": square(c, r) for c in range(5) for r in range(5)}
    areas = write_areas(tmp_path / "a.geojson", shapes, people=[100] * 25)
    out = tmp_path / "hot.geojson"
    words = ["--areas", areas, "--points", grid_of_points(tmp_path), "--out", out]
    result = run("hotspots", *words, "--population", "people")
    assert result.exit_code == 0, result.stderr
    frame = read_layer(out)
    assert list(frame.columns)[:2] == ["id", "people"]
    assert frame["count"].tolist() == [16, *[1] * 24]
    assert frame["expected"].tolist() == pytest.approx([1.6] * 25)
    assert frame["q"].between(0, 1).all()
    assert set(frame["bin"]) <= set(range(-3, 4))
    assert frame["z"].idxmax() == 0


def test_hotspots_on_cells_keep_cells_without_cases(tmp_path: Path) -> None:
    outline = write_areas(tmp_path / "o.geojson", {"C": square(0, 0, 5 * SIDE)})
    out = tmp_path / "hot.gpkg"
    words = ["--outline", outline, "--cell", "500", "--points", grid_of_points(tmp_path)]
    result = run("hotspots", *words, "--crs", "4547", "--out", out)
    assert result.exit_code == 0, result.stderr
    frame = read_layer(out)
    assert frame.crs.to_epsg() == 4547
    assert frame["count"].sum() == 40
    assert (frame["count"] == 0).any()
    assert frame.geometry.area.round(6).eq(250_000).all()


def test_hotspots_add_up_weights_and_refuse_what_is_none(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "a.geojson")
    points = tmp_path / "c.csv"
    points.write_text("lon,lat,cases\n114.055,22.545,2.5\n114.055,22.546,4\n114.065,22.545,\n")
    out = tmp_path / "o.csv"
    words = ["--areas", areas, "--points", points, "--weight", "cases", "--out", out]
    assert run("hotspots", *words).exit_code == 0
    assert [row["count"] for row in rows_of(out)] == ["0.0", "0.0", "6.5", "0.0"]
    points.write_text("lon,lat,cases\n114.055,22.545,many\n")
    assert "row 1: cases is 'many', which is not a number" in one_line(run("hotspots", *words))


@pytest.mark.parametrize(
    "words", [[], ["--cell", "100"], ["--outline", "o"], ["--areas", "a", "--outline", "o"]]
)
def test_hotspots_need_areas_or_an_outline_with_cells(tmp_path: Path, words: list[str]) -> None:
    points = write_points(tmp_path / "c.csv", (114.055, 22.545))
    one_line(run("hotspots", *words, "--points", points, "--out", tmp_path / "o.csv"))


# coverage


def test_coverage_counts_the_people_outside(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "a.geojson", {"G1": square(0, 0)})
    units = write_areas(
        tmp_path / "u.geojson",
        {"B1": square(0, 0), "B2": square(1, 0), "B3": shapely.box(114.055, 22.55, 114.06, 22.56)},
        people=[100, 40, None],
    )
    out, report = tmp_path / "o.csv", tmp_path / "r.json"
    words = ["--areas", areas, "--units", units, "--population", "people"]
    result = run("coverage", *words, "--out", out, "--report", report)
    assert result.exit_code == 0, result.stderr
    content = json.loads(report.read_text())
    assert content["totals"]["population"] == 140
    assert content["totals"]["population_outside"] == pytest.approx(40, rel=1e-6)
    assert content["counts"]["unit_outside"] == 2
    assert [row["area_id"] for row in rows_of(out)] == ["G1", "", ""]
    assert float(rows_of(out)[0]["covered_share"]) == pytest.approx(1)


def test_neither_file_appears_when_the_second_cannot_be_written(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "a.geojson")
    words = ["--areas", areas, "--units", areas, "--population", "nobody"]
    out, report = tmp_path / "o.csv", tmp_path / "r.json"
    one_line(run("coverage", *words, "--out", out, "--report", report))
    assert os.listdir(tmp_path) == ["a.geojson"]


# convert


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "cgcs2000"])
def test_convert_goes_there_and_back(tmp_path: Path, datum: str) -> None:
    areas = write_areas(tmp_path / "a.geojson")
    there, back = tmp_path / "there.gpkg", tmp_path / "back.geojson"
    assert run("convert", "--from", "wgs84", "--to", datum, areas, there).exit_code == 0
    assert run("convert", "--from", datum, "--to", "wgs84", there, back).exit_code == 0
    pairs = zip(read_layer(areas).geometry, read_layer(back).geometry, strict=True)
    # 1e-9 degrees are 0.1 mm.
    assert all(shapely.hausdorff_distance(a, b) < 1e-9 for a, b in pairs)


def test_convert_writes_the_new_position_into_the_columns_of_a_csv(tmp_path: Path) -> None:
    points, out = write_points(tmp_path / "c.csv", (114.06, 22.54)), tmp_path / "o.csv"
    assert run("convert", "--from", "wgs84", "--to", "gcj02", points, out).exit_code == 0
    (row,) = rows_of(out)
    lon, lat = convert_datum(*(read_layer(points).get_coordinates().to_numpy().T), "wgs84", "gcj02")
    assert (float(row["lon"]), float(row["lat"])) == (lon[0], lat[0])
    assert row["case"] == "0070"
    assert list(row) == ["case", "kind", "lon", "lat"]


def test_convert_moves_an_invalid_shape_without_judging_it(tmp_path: Path) -> None:
    areas = tmp_path / "a.geojson"
    bowtie = next(c for c in CASES if c.name == "bow-tie")
    areas.write_text(document(bowtie))
    assert (
        run("convert", "--from", "gcj02", "--to", "wgs84", areas, tmp_path / "o.geojson").exit_code
        == 0
    )


def test_convert_says_when_nothing_moved(tmp_path: Path) -> None:
    points = write_points(tmp_path / "c.csv", (-77.0, 38.9))
    result = run("convert", "--from", "gcj02", "--to", "wgs84", points, tmp_path / "o.csv")
    assert "outside of China" in result.stderr


# the real command


def start(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "geodata.cli", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_real_command_prints_one_line_and_no_warning(tmp_path: Path) -> None:
    areas, points = tmp_path / "a.geojson", write_points(tmp_path / "c.csv", (114.05, 22.54))
    areas.write_text("")
    child = start("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.csv")
    out, err = child.communicate(timeout=120)
    assert (child.returncode, out) == (2, "")
    assert err == "geodata: error: a.geojson: the file is empty\n"


def test_the_real_command_works(tmp_path: Path) -> None:
    areas = write_areas(tmp_path / "a.geojson")
    points = write_points(tmp_path / "c.csv", (114.055, 22.545))
    child = start("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.gpkg")
    out, err = child.communicate(timeout=120)
    assert (child.returncode, out) == (0, ""), err
    assert err == "1 points: 1 in an area, 0 outside\n"
    assert read_layer(tmp_path / "o.gpkg")["area_id"].tolist() == ["G3"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    areas, points = write_areas(tmp_path / "a.geojson"), tmp_path / "c.csv"
    points.write_text("lon,lat\n" + "114.055,22.545\n" * 400_000)
    before = sorted(os.listdir(tmp_path))
    child = start("locate", "--areas", areas, "--points", points, "--out", tmp_path / "o.geojson")
    deadline = time.monotonic() + 60
    while len(os.listdir(tmp_path)) == len(before) and child.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    child.send_signal(number)
    _, err = child.communicate(timeout=120)
    assert child.returncode == 130
    assert err == "geodata: stopped; nothing was written\n"
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize("command", ["locate", "check", "hotspots", "coverage", "convert"])
def test_help_has_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"geodata {command} --" in result.stdout
