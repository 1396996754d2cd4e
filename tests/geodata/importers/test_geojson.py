import json
from pathlib import Path
from typing import Any

import pytest

from geodata.importers.layers import read_layer


def write(path: Path, features: list[dict[str, Any]], **more: Any) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", **more, "features": features}))
    return path


def feature(properties: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [114.05, 22.54]}
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def test_values_keep_their_kind_even_where_some_are_missing(tmp_path: Path) -> None:
    rows = [
        feature({"code": "007", "households": 300, "share": 0.5, "is_base": True, "tags": ["a"]}),
        feature({"code": "008", "households": None, "share": 1, "is_base": None, "tags": None}),
    ]
    frame = read_layer(write(tmp_path / "grids.geojson", rows))
    assert frame["code"].tolist() == ["007", "008"]
    assert frame["households"].iloc[0] == 300
    assert frame["households"].isna().tolist() == [False, True]
    assert frame["share"].tolist() == [0.5, 1.0]
    assert frame["is_base"].tolist()[0] is True
    assert frame["tags"].tolist() == [["a"], None]


def test_numbers_that_a_float_cannot_hold_stay_whole(tmp_path: Path) -> None:
    rows = [feature({"n": 2**63 + 1, "m": 2**53 + 1}), feature({"n": 1, "m": 0.5})]
    frame = read_layer(write(tmp_path / "grids.geojson", rows))
    assert frame["n"].tolist() == [2**63 + 1, 1]
    assert frame["m"].tolist() == [2**53 + 1, 0.5]


def test_the_crs_member_is_honoured(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    row = feature({"id": 1})
    row["geometry"]["coordinates"] = [505146.0, 2493529.0]
    assert read_layer(write(tmp_path / "a.geojson", [row], crs=crs)).crs.to_epsg() == 4547


@pytest.mark.parametrize(
    "name",
    [
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "OGC:CRS84",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "EPSG:4326",
        "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
    ],
)
def test_every_name_of_longitude_and_latitude_is_known(tmp_path: Path, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    file = write(tmp_path / "a.geojson", [feature({})], crs=crs)
    assert read_layer(file).crs.to_epsg() == 4326


def test_feature_ids_become_a_column_unless_a_property_has_the_name(tmp_path: Path) -> None:
    plain = [feature({"n": 1}, id="G1"), feature({"n": 2}, id="G2")]
    named = [feature({"ID": 7}, id="G1")]
    assert read_layer(write(tmp_path / "a.geojson", plain))["id"].tolist() == ["G1", "G2"]
    assert list(read_layer(write(tmp_path / "b.geojson", named)).columns) == ["ID", "geometry"]


def test_a_property_called_geometry_is_kept_beside_the_shape(tmp_path: Path) -> None:
    frame = read_layer(write(tmp_path / "a.geojson", [feature({"geometry": "round"})]))
    assert frame["geometry"].tolist() == ["round"]
    assert frame.geometry.iloc[0].x == 114.05


def test_one_feature_and_one_geometry_are_layers_too(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text(json.dumps(feature({"id": 1})))
    (tmp_path / "b.geojson").write_text(json.dumps(feature({})["geometry"]))
    assert len(read_layer(tmp_path / "a.geojson")) == len(read_layer(tmp_path / "b.geojson")) == 1


def test_brackets_in_texts_are_not_taken_for_depth(tmp_path: Path) -> None:
    rows = [feature({"note": '[unclear \\" {'}) for _ in range(200)]
    assert len(read_layer(write(tmp_path / "a.geojson", rows))) == 200


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    file = write(tmp_path / "a.geojson", [feature({"id": 1})])
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert len(read_layer(file)) == 1
