"""What is invalid by rounding, what by drawing, and what must not even be looked at closely."""

import math
import random
import time

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import InvalidInputError
from geodata.geometry import check_geometry, check_lon_lat, is_rounding_noise

# A border that comes back to within a rounding error of itself, and crosses there.
CROSSED_BY_ROUNDING = shapely.Polygon(
    [(0, 0), (1, 0), (1, 1), (0.5, 1), (0.500001, 1.000002), (0.5, 1.000001), (0.500002, 1), (0, 1)]
)
BOW_TIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


def test_a_crossing_by_rounding_is_noise():
    assert not CROSSED_BY_ROUNDING.is_valid
    assert is_rounding_noise(CROSSED_BY_ROUNDING, 1e-10)


def test_a_bow_tie_is_drawn_so():
    assert not is_rounding_noise(BOW_TIE, 1e-10)


@given(st.integers(0, 10_000))
def test_a_small_bow_tie_in_a_large_border_is_no_noise(seed):
    size = 0.001 + 0.2 * random.Random(seed).random()
    flag = [(1, 0.5), (1 + size, 0.5), (1, 0.5 + size), (1 + size, 0.5 + size)]
    shape = shapely.Polygon([(0, 0), (1, 0), *flag, (1, 1), (0, 1)])
    assert shape.is_valid or not is_rounding_noise(shape, 1e-10)


def test_a_scribble_is_refused_at_once():
    dice = random.Random(1)
    scribble = shapely.Polygon([(dice.random(), dice.random()) for _ in range(9_000)])
    start = time.process_time()
    assert not is_rounding_noise(scribble, 1e-10)
    # Mending it would take minutes; ten seconds is far from both.
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("shape", "cause"),
    [
        (None, "empty"),
        (shapely.Polygon(), "empty"),
        (BOW_TIE, "invalid: Self-intersection"),
        (shapely.Point(math.nan, 1), "not a finite number"),
        (shapely.LineString([(0, 0), (0, 0)]), "invalid|no length"),
    ],
)
def test_a_defect_is_named_with_its_row(shape, cause):
    with pytest.raises(InvalidInputError, match=rf"row 7: .*({cause})") as caught:
        check_geometry(shape, row=7)
    assert caught.value.row == 7


def test_too_many_vertices_are_counted():
    ring = [
        (math.cos(i / 10_001 * math.tau), math.sin(i / 10_001 * math.tau)) for i in range(10_001)
    ]
    with pytest.raises(InvalidInputError, match=r"10,002 vertices; at most 10,000"):
        check_geometry(shapely.Polygon(ring))


@pytest.mark.parametrize(
    ("lon", "lat", "cause"),
    [
        (math.nan, 0, "not a number"),
        (0, math.inf, "not a number"),
        (0, 91, "latitude 91"),
        (22.5, 114, "swapped"),
        (181, 0, "longitude 181"),
    ],
)
def test_a_place_off_the_earth_is_refused(lon, lat, cause):
    with pytest.raises(InvalidInputError, match=cause):
        check_lon_lat(lon, lat)
