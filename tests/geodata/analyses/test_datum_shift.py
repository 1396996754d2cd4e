"""Borders in GCJ-02 taken for WGS-84 are noticed; outside China nothing is."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.analyses import datum_shift
from geodata.crs import convert_datum
from geodata.demo.packed import open_city
from geodata.errors import InvalidInputError


def moved(frame: gpd.GeoDataFrame, source: str, target: str) -> gpd.GeoDataFrame:
    def convert(positions):
        return np.column_stack(convert_datum(positions[:, 0], positions[:, 1], source, target))

    return frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), convert), crs=4326)


@pytest.fixture(scope="module")
def communities() -> gpd.GeoDataFrame:
    areas = open_city("shenzhen").layer("areas")
    return areas[areas["tier"] == 4].reset_index(drop=True)


def test_gcj02_taken_for_wgs84_is_noticed_with_its_shift(communities):
    known = communities.to_crs(4547)
    found = datum_shift.find(moved(communities, "wgs84", "gcj02"), known, "wgs84")
    assert found.is_suspect
    assert found.looks_like == "gcj02"
    # The note on datums measured 606 m in Shenzhen.
    assert found.shift_m == pytest.approx(606, abs=15)
    assert found.distance_m["gcj02"] < 1


def test_bd09_is_told_from_gcj02(communities):
    shifted = moved(communities, "wgs84", "bd09")
    assert datum_shift.find(shifted, communities.to_crs(4547), "wgs84").looks_like == "bd09"


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_a_right_declaration_is_left_in_peace(communities, datum):
    layer = moved(communities, "wgs84", datum)
    found = datum_shift.find(layer, communities.to_crs(4547), datum)
    assert (found.looks_like, found.is_suspect, found.shift_m) == (datum, False, 0.0)


def test_after_conversion_the_layer_lies_within_a_metre(communities):
    back = moved(moved(communities, "wgs84", "gcj02"), "gcj02", "wgs84").to_crs(4547)
    there = shapely.get_coordinates(communities.to_crs(4547).geometry.to_numpy())
    away = shapely.get_coordinates(back.geometry.to_numpy()) - there
    assert np.hypot(away[:, 0], away[:, 1]).max() < 1e-5


def test_another_place_fits_no_datum(communities):
    other = communities.set_geometry(communities.geometry.translate(0.5, 0.5), crs=4326)
    found = datum_shift.find(other, communities.to_crs(4547), "wgs84")
    assert found.looks_like is None
    assert not found.is_suspect


def test_outside_china_the_declared_datum_stands():
    wards = open_city("dc").layer("areas").query("tier == 2").reset_index(drop=True)
    found = datum_shift.find(wards, wards.to_crs(26985), "wgs84")
    assert (found.looks_like, found.shift_m) == ("wgs84", 0.0)


def test_points_and_too_few_vertices_cannot_be_judged():
    known = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 9, 9)], crs=4547)
    points = gpd.GeoDataFrame(geometry=[shapely.Point(114, 22)], crs=4326)
    with pytest.raises(InvalidInputError, match="follow no border"):
        datum_shift.find(points, known, "wgs84")
    box = gpd.GeoDataFrame(geometry=[shapely.box(114, 22, 114.1, 22.1)], crs=4326)
    assert datum_shift.find(box, known, "wgs84").looks_like is None
