"""Kernel surfaces in metres and their bands."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import map_coordinates

from geodata.analyses import contours, density
from geodata.errors import InvalidInputError

PLACES = arrays(float, st.integers(1, 30), elements=st.floats(-3_000, 3_000, width=32))


def test_the_kernel_has_its_form_in_metres():
    surface = density.measure(np.array([0.0]), np.array([0.0]), sigma_m=200)
    row = round((0 - surface.south_m) / surface.cell_m)
    across = surface.per_km2[row]
    x = surface.west_m + np.arange(len(across)) * surface.cell_m
    gauss = 1e6 / (2 * np.pi * 200**2) * np.exp(-(x**2) / (2 * 200**2))
    # Sharing out to the four nearest middles widens it by a hair.
    assert np.abs(across - gauss).max() < 0.05 * gauss.max()


@given(PLACES, st.floats(50, 800))
def test_nothing_is_lost_and_nothing_invented(x, sigma_m):
    surface = density.measure(x, x[::-1].copy(), sigma_m=sigma_m)
    total = surface.per_km2.sum() * surface.cell_m**2 / 1e6
    assert total == pytest.approx(len(x), rel=1e-3)


@given(PLACES, st.integers(-40, 40))
def test_moving_the_city_by_whole_cells_moves_the_surface(x, steps):
    here = density.measure(x, x, sigma_m=200)
    there = density.measure(x + steps * here.cell_m, x, sigma_m=200)
    if here.per_km2.shape == there.per_km2.shape:
        assert there.per_km2 == pytest.approx(here.per_km2, abs=1e-6)


def test_heaps_weigh_as_their_cases():
    x = np.array([0.0, 0.0, 0.0, 700.0])
    apart = density.measure(x, np.zeros(4), sigma_m=150)
    heaped = density.measure(
        np.array([0.0, 700.0]), np.zeros(2), sigma_m=150, weights=np.array([3.0, 1.0])
    )
    assert heaped.per_km2 == pytest.approx(apart.per_km2)


def test_a_point_lies_in_the_band_of_its_density():
    random = np.random.default_rng(1)
    x, y = random.normal(0, 2_000, (2, 4_000))
    surface = density.measure(x, y)
    bands = density.bands(surface, 26985)
    assert bands.geometry.is_valid.all()
    at = random.uniform(-4_000, 4_000, (2, 300))
    there = (at[::-1].T - [surface.south_m, surface.west_m]) / surface.cell_m
    value = map_coordinates(surface.per_km2, there.T, order=1)
    breaks = np.array(density.LEVELS_PER_KM2)
    # Away from a break, where linear and bilinear may differ.
    is_clear = np.abs(np.log(value[:, None] / breaks)).min(axis=1) > 0.05
    points = gpd.points_from_xy(*at, crs=26985)
    for point, height, clear in zip(points, value, is_clear, strict=True):
        if clear:
            inside = bands[bands.contains(point)]
            low = breaks[breaks <= height].max(initial=0.0)
            assert inside["low_per_km2"].tolist() == ([low] if low else [])


def test_a_level_through_a_ramp_by_hand():
    # Height 4 at the middle of a cross of zeros: level 1 cuts each arm at three quarters.
    peak = np.zeros((3, 3))
    peak[1, 1] = 4.0
    shape = contours.at_least(peak, 1.0, 100.0, 200.0, 10.0)
    assert shape.bounds == (102.5, 202.5, 117.5, 217.5)
    assert shape.area == pytest.approx(0.5 * 15 * 15)


def test_a_hole_stays_a_hole_and_a_saddle_is_one_or_two():
    ring = np.full((5, 5), 2.0)
    ring[2, 2] = 0.0
    shape = contours.at_least(ring, 1.0, 0, 0, 1)
    assert len(shape.interiors) == 1
    low = contours.at_least(np.array([[3.0, 0.0], [0.0, 3.0]]), 1.0, 0, 0, 1)
    high = contours.at_least(np.array([[3.0, 0.0], [0.0, 3.0]]), 2.0, 0, 0, 1)
    assert (low.geom_type, high.geom_type) == ("Polygon", "MultiPolygon")


@given(arrays(float, (6, 7), elements=st.integers(0, 4)), st.sampled_from([0.5, 1.0, 2.0, 3.5]))
def test_every_high_point_is_inside_and_every_low_one_outside(values, level):
    shape = contours.at_least(values, level, 0.0, 0.0, 1.0)
    assert shape.is_valid
    for (row, column), value in np.ndenumerate(values):
        distance = shape.distance(shapely.Point(column, row))
        if value > level:
            assert distance == 0
        elif value < level:
            assert not shape.contains(shapely.Point(column, row))


def test_what_cannot_be_is_refused():
    with pytest.raises(InvalidInputError, match="no kernel"):
        density.measure(np.zeros(1), np.zeros(1), sigma_m=0)
    with pytest.raises(InvalidInputError, match="wider"):
        density.measure(np.array([0.0, 1e6]), np.array([0.0, 1e6]), sigma_m=10)
    surface = density.measure(np.zeros(1), np.zeros(1))
    with pytest.raises(InvalidInputError, match="ascend"):
        density.bands(surface, 26985, (5.0, 1.0))
    assert density.bands(density.measure(np.zeros(0), np.zeros(0)), 26985).empty
