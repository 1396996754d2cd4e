"""What is written is what is read: every format, every kind of shape."""

import math
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.exporters.output import Output
from geodata.importers.layers import read_layer

TEXTS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)
LON = st.floats(-179, 179, allow_nan=False).map(lambda v: v + 0.0)
LAT = st.floats(-59, 83, allow_nan=False).map(lambda v: v + 0.0)
POINTS = st.builds(shapely.Point, LON, LAT)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TYPED = [".geojson", ".gpkg", ".parquet", ".geojson.gz"]


@st.composite
def squares(draw: st.DrawFn) -> shapely.Polygon:
    west, south = draw(st.floats(-170, 170)), draw(st.floats(-58, 80))
    size = draw(st.floats(1e-6, 1.0))
    outer = shapely.box(west, south, west + size, south + size)
    third = size / 3
    hole = shapely.box(west + third, south + third, west + 2 * third, south + 2 * third)
    return outer.difference(hole) if draw(st.booleans()) else outer


def frames(shapes: st.SearchStrategy[Any], values: st.SearchStrategy[Any]) -> Any:
    rows = st.lists(st.tuples(TEXTS, values, shapes), min_size=1, max_size=6)
    return rows.map(
        lambda rows: gpd.GeoDataFrame(
            {"code": [r[0] for r in rows], "value": [r[1] for r in rows]},
            geometry=[r[2] for r in rows],
            crs=4326,
        )
    )


def round_trip(frame: gpd.GeoDataFrame, ending: str) -> gpd.GeoDataFrame:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"layer{ending}")
        with Output() as output:
            output.layer(frame, file)
        return read_layer(file)


def assert_same_shapes(got: gpd.GeoDataFrame, wanted: gpd.GeoDataFrame) -> None:
    pairs = zip(got.geometry.normalize(), wanted.geometry.normalize(), strict=True)
    assert all(shapely.equals_exact(a, b) for a, b in pairs)


@pytest.mark.parametrize("ending", [".geojson", ".csv"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_points_come_back_to_the_last_digit(ending: str, data: st.DataObject) -> None:
    frame = data.draw(frames(POINTS, NUMBERS))
    back = round_trip(frame, ending)
    assert back["code"].tolist() == frame["code"].tolist()
    assert [float(value) for value in back["value"]] == frame["value"].tolist()
    assert_same_shapes(back, frame)


@pytest.mark.parametrize("ending", [".geojson", ".csv"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_polygons_come_back_to_the_last_digit(ending: str, data: st.DataObject) -> None:
    frame = data.draw(frames(squares(), st.integers(-(2**62), 2**62)))
    back = round_trip(frame, ending)
    assert [int(value) for value in back["value"]] == frame["value"].tolist()
    assert_same_shapes(back, frame)


@pytest.mark.parametrize("ending", [".gpkg", ".parquet", ".zip"])
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_formats_of_the_jail_come_back_to_the_last_digit(ending: str, data: st.DataObject) -> None:
    """Fewer examples: each starts a process."""
    frame = data.draw(frames(squares(), st.integers(-(2**31), 2**31)))
    back = round_trip(frame, ending)
    assert back["code"].tolist() == frame["code"].tolist()
    assert back["value"].tolist() == frame["value"].tolist()
    assert_same_shapes(back, frame)


@pytest.mark.parametrize("ending", TYPED)
def test_missing_values_come_back_missing(ending: str) -> None:
    frame = gpd.GeoDataFrame(
        {
            "name": ["market", None],
            "households": pd.array([300, None], dtype="Int64"),
            "is_base": pd.array([None, True], dtype="boolean"),
            "share": [0.5, math.nan],
        },
        geometry=[shapely.Point(114.05, 22.54), shapely.Point(114.06, 22.55)],
        crs=4326,
    )
    back = round_trip(frame, ending)
    assert back["name"].iloc[0] == "market"
    assert back["households"].iloc[0] == 300
    assert back["is_base"].iloc[1]
    assert back["share"].iloc[0] == 0.5
    for column, row in (("name", 1), ("households", 1), ("is_base", 0), ("share", 1)):
        assert pd.isna(back[column].iloc[row]), column


@pytest.mark.parametrize("ending", [".gpkg", ".parquet", ".zip"])
def test_a_projected_layer_keeps_its_crs_and_numbers(ending: str) -> None:
    block = shapely.box(505146.25, 2493529.125, 505200.5, 2493600)
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[block], crs=4547)
    back = round_trip(frame, ending)
    assert back.crs.to_epsg() == 4547
    assert_same_shapes(back, frame)


@pytest.mark.parametrize("ending", [".geojson", ".csv"])
def test_formats_without_a_crs_are_written_in_degrees(ending: str) -> None:
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(505146, 2493529)], crs=4547)
    back = round_trip(frame, ending)
    assert back.crs.to_epsg() == 4326
    assert back.geometry[0].x == pytest.approx(114.05, abs=0.01)


@pytest.mark.parametrize("ending", [".geojson", ".csv", ".gpkg", ".parquet", ".zip"])
def test_rows_without_a_shape_keep_their_place(ending: str) -> None:
    frame = gpd.GeoDataFrame(
        {"id": [1, 2, 3]}, geometry=[None, shapely.Point(1, 2), None], crs=4326
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"layer{ending}")
        with Output() as output:
            output.layer(frame, file)
        back = read_layer(file, allow_missing=True)
    assert back.geometry.isna().tolist() == [True, False, True]


@given(st.text(max_size=20))
def test_a_formula_is_escaped_and_comes_back(text: str) -> None:
    from geodata.formula_cells import escape_cell, unescape_cell  # noqa: PLC0415

    assert unescape_cell(escape_cell(text)) == text
    assert not escape_cell(text).startswith(("=", "@", "\t", "\r"))
