"""Datums and 3-degree Gauss-Krueger, both ways."""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geodata.crs import DATUMS, convert_datum

EARTH = Geod(ellps="WGS84")
# City, longitude, latitude and its 3-degree zone (CGCS2000, no zone number in the easting).
ZONES = [
    ("Shenzhen", 114.06, 22.54, 4547),
    ("Beijing", 116.40, 39.90, 4548),
    ("Wenzhou", 120.65, 28.01, 4549),
]


def metres(lon, lat, other_lon, other_lat):
    return EARTH.inv(lon, lat, other_lon, other_lat)[2]


@pytest.mark.parametrize("source", DATUMS)
@pytest.mark.parametrize("target", DATUMS)
@given(lon=st.floats(75, 134), lat=st.floats(18, 53))
def test_there_and_back_is_within_a_hundredth_of_a_millimetre(source, target, lon, lat):
    there = convert_datum(np.array([lon]), np.array([lat]), source, target)
    back = convert_datum(*there, target, source)
    assert metres(lon, lat, back[0][0], back[1][0]) < 1e-5


@given(lon=st.floats(-180, 71), lat=st.floats(-90, 90))
def test_outside_of_china_gcj02_is_wgs84(lon, lat):
    moved = convert_datum(np.array([lon]), np.array([lat]), "wgs84", "gcj02")
    assert (moved[0][0], moved[1][0]) == (lon, lat)


@pytest.mark.parametrize(("city", "lon", "lat", "epsg"), ZONES)
def test_gauss_krueger_both_ways(city, lon, lat, epsg):
    point = gpd.GeoSeries.from_xy([lon], [lat], crs=4490)
    plane = point.to_crs(epsg)
    # The false easting is 500 km at the central meridian of each zone, 114, 117 and 120.
    middle = 114 + 3 * (epsg - 4547)
    assert plane.x[0] == pytest.approx(
        500_000 + (lon - middle) * 111_320 * np.cos(np.radians(lat)), abs=120
    )
    back = plane.to_crs(4490)
    assert metres(lon, lat, back.x[0], back.y[0]) < 1e-5
