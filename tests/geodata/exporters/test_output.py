import datetime as dt
import json
import os
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.errors import InvalidInputError, UnavailableError
from geodata.exporters import output as output_module
from geodata.exporters.output import Output


def grids(**columns: list[object]) -> gpd.GeoDataFrame:
    """Two neighbouring squares."""
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    return gpd.GeoDataFrame({"id": ["G1", "G2"], **columns}, geometry=shapes, crs=4326)


def test_nothing_appears_when_the_run_ends_with_an_error(tmp_path: Path) -> None:
    def stopped_run() -> None:
        with Output() as output:
            output.layer(grids(), tmp_path / "a.geojson")
            output.report({}, tmp_path / "r.json")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stopped_run()
    assert os.listdir(tmp_path) == []


def test_an_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_text("old")
    with (
        pytest.raises(InvalidInputError, match=r"a\.zip: row 2: note has 300 bytes"),
        Output() as out,
    ):
        out.layer(grids(note=["short", "x" * 300]), file)
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.zip"]


def test_a_full_disk_is_one_error_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(output_module.WRITERS, ".geojson", full)
    with pytest.raises(UnavailableError, match="No space left"), Output() as output:
        output.layer(grids(), tmp_path / "a.geojson")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.geojson.zip.gz"])
def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInputError, match=r"is not one of \.geojson"), Output() as output:
        output.layer(grids(), tmp_path / name)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="does not exist"), Output() as output:
        output.layer(grids(), tmp_path / "nowhere" / "a.geojson")


def test_geojson_is_as_the_standard_has_it(tmp_path: Path) -> None:
    clockwise = gpd.GeoDataFrame(
        {"at": [pd.Timestamp("2016-07-08T00:19:28Z")], "day": [dt.date(2016, 7, 8)]},
        geometry=[shapely.Polygon([(0, 0), (0, 1), (1, 1), (0, 0)])],
        crs=4326,
    )
    with Output() as output:
        output.layer(clockwise, tmp_path / "a.geojson")
    document = json.loads((tmp_path / "a.geojson").read_text())
    feature = document["features"][0]
    assert "crs" not in document
    assert feature["properties"] == {"at": "2016-07-08T00:19:28+00:00", "day": "2016-07-08"}
    assert shapely.LinearRing(feature["geometry"]["coordinates"][0]).is_ccw


def test_formulas_in_a_csv_are_stopped_and_numbers_are_not(tmp_path: Path) -> None:
    frame = grids(note=["=HYPERLINK(1)", "-77.03"])
    with Output() as output:
        output.layer(frame, tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert lines[0] == "id,note,wkt"
    assert lines[1].startswith("G1,'=HYPERLINK(1),")
    assert lines[2].startswith("G2,-77.03,")


def test_names_of_columns_shrink_for_a_shapefile_and_the_person_is_told(tmp_path: Path) -> None:
    frame = grids(household_count=[1, 2], household_share=[0.5, 0.5])
    with Output() as output:
        output.layer(frame, tmp_path / "a.zip")
    assert output.notes == [
        "Shapefile: columns renamed, household_count to household_, household_share to household1"
    ]
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(Path(name).suffix for name in archive.namelist()) == [
            ".cpg",
            ".dbf",
            ".prj",
            ".shp",
            ".shx",
        ]


def test_columns_that_sqlite_takes_for_one_are_renamed_in_a_geopackage(tmp_path: Path) -> None:
    with Output() as output:
        output.layer(grids(ID=[7, 8], fid=["a", "b"], geom=["x", "y"]), tmp_path / "a.gpkg")
    assert output.notes == ["GeoPackage: columns renamed, ID to ID_1"]


def test_points_and_polygons_do_not_share_a_shapefile(tmp_path: Path) -> None:
    shapes = [shapely.Point(0, 0), shapely.box(0, 0, 1, 1)]
    mixed = gpd.GeoDataFrame({"id": [1, 2]}, geometry=shapes, crs=4326)
    with pytest.raises(InvalidInputError, match="one type of shape"), Output() as output:
        output.layer(mixed, tmp_path / "a.zip")


def test_the_same_layer_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with Output() as output:
            output.layer(grids(), tmp_path / f"{name}.geojson.gz")
            output.layer(grids(), tmp_path / f"{name}.csv.gz")
    for ending in ("geojson.gz", "csv.gz"):
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
