import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from geodata.errors import InvalidInputError
from geodata.importers.layers import read_layer

MARKET = {"type": "Point", "coordinates": [114.05, 22.54]}


def write_geojson(path: Path, rows: list[dict[str, object]], **more: object) -> Path:
    """One feature per row of properties, all at the market."""
    features = [{"type": "Feature", "properties": row, "geometry": MARKET} for row in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"nowhere\.geojson: there is no such file"):
        read_layer(tmp_path / "nowhere.geojson")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="this is a folder"):
        read_layer(tmp_path)


def test_a_device_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="not an ordinary file"):
        read_layer("/dev/zero")


def test_a_name_with_a_nul_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        read_layer("a\0.geojson")


def test_a_repeated_id_names_both_rows(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "grids.geojson", [{"code": c} for c in ("G1", "G2", "G1")])
    with pytest.raises(InvalidInputError, match="row 3: the code 'G1' stands already in row 1"):
        read_layer(file, id_column="code", id_unique=True)


def test_a_missing_id_names_the_row(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "grids.geojson", [{"code": "G1"}, {"code": None}])
    with pytest.raises(InvalidInputError, match="row 2: the code is empty"):
        read_layer(file, id_column="code", id_unique=True)


def test_a_missing_column_lists_what_is_there(tmp_path: Path) -> None:
    file = write_geojson(tmp_path / "grids.geojson", [{"code": "G1", "name": "market"}])
    with pytest.raises(InvalidInputError, match="no column 'id'; the columns are: code, name"):
        read_layer(file, id_column="id")


def test_an_invalid_shape_is_kept_when_the_caller_reports_it(tmp_path: Path) -> None:
    bowtie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])
    file = tmp_path / "areas.gpkg"
    pyogrio.write_dataframe(gpd.GeoDataFrame(geometry=[bowtie], crs=4326), file, driver="GPKG")
    assert not read_layer(file, allow_invalid=True).is_valid.any()
    with pytest.raises(InvalidInputError, match=r"row 1: the geometry is invalid: Self-inter"):
        read_layer(file)


def test_rows_without_a_position_are_kept_when_the_caller_wants_them(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("id,lon,lat\n1,114.05,22.54\n2,,\n")
    assert read_layer(file, allow_missing=True).geometry.isna().tolist() == [False, True]
    with pytest.raises(InvalidInputError, match="row 2: there is no position"):
        read_layer(file, kind="points")


def test_a_layer_of_a_geopackage_is_chosen_as_qgis_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "city.gpkg"
    for i, name in enumerate(("wards", "cases")):
        frame = gpd.GeoDataFrame({"id": [name]}, geometry=[shapely.Point(1, 1)], crs=4326)
        pyogrio.write_dataframe(frame, file, driver="GPKG", layer=name, append=i > 0)
    assert read_layer(f"{file}|layername=cases")["id"].tolist() == ["cases"]
    with pytest.raises(InvalidInputError, match="the layers are: wards, cases"):
        read_layer(f"{file}|layername=roads")


@pytest.mark.parametrize("polar", [[[38.9, -77.0], [38.8, -77.1]], [[43.8, 87.6], [43.9, 87.5]]])
def test_a_city_near_a_pole_is_one_with_swapped_axes(
    tmp_path: Path, polar: list[list[float]]
) -> None:
    """Washington and Urumqi, whose swapped positions are possible ones."""
    file = tmp_path / "cases.csv"
    file.write_text("lon,lat\n" + "\n".join(f"{x},{y}" for x, y in polar))
    with pytest.raises(InvalidInputError, match=r"row 1: .*the axes look swapped"):
        read_layer(file)


def test_a_layer_far_from_where_its_crs_is_used_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "areas.gpkg"
    there = gpd.GeoDataFrame(geometry=[shapely.Point(2_493_529, 505_146)], crs=4547)
    pyogrio.write_dataframe(there, file, driver="GPKG")
    with pytest.raises(InvalidInputError, match=r"far from where EPSG:4547 is used"):
        read_layer(file)


def test_a_declared_crs_serves_where_the_file_has_none(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("x,y\n505146,2493529\n")
    assert read_layer(file, crs=4547).crs.to_epsg() == 4547
    with pytest.raises(InvalidInputError, match="unknown CRS"):
        read_layer(file, crs="EPSG:123456")
