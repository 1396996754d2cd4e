"""The raster against GEOS, where it hurts: vertices, edges, one unit in the last place beside."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analyses.lookup_raster import LookupRaster
from geodata.analyses.lookup_rows import DOUBTFUL


def star(centre, corners, random):
    """A polygon around ``centre`` with corners at random distances: valid, often spiky."""
    angle = np.sort(random.uniform(0, 2 * np.pi, corners))
    radius = random.uniform(0.1, 3, corners)
    return shapely.Polygon(
        centre + np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius[:, None]
    )


def hard_points(polygons, random):
    vertex = shapely.get_coordinates(polygons)
    middle = (vertex + np.roll(vertex, -1, axis=0)) / 2
    near = [np.nextafter(base, way) for base in (vertex, middle) for way in (np.inf, -np.inf)]
    low, high = vertex.min(axis=0), vertex.max(axis=0)
    anywhere = random.uniform(low - 1, high + 1, (500, 2))
    place = np.concatenate([vertex, middle, *near, anywhere])
    return np.ascontiguousarray(place[:, 0]), np.ascontiguousarray(place[:, 1])


def first_by_geos(polygons, x, y):
    shapely.prepare(polygons)
    found = np.full(len(x), -1)
    for position in range(len(polygons) - 1, -1, -1):
        found[shapely.intersects_xy(polygons[position], x, y)] = position
    return found


def assert_as_geos(polygons, cells_per_side, random):
    polygons = np.array(polygons, dtype=object)
    x, y = hard_points(polygons, random)
    found = LookupRaster.build(polygons, cells_per_side).find(x, y)
    expected = first_by_geos(polygons, x, y)
    sure = found != DOUBTFUL
    assert (found[sure] == expected[sure]).all()


@given(
    seed=st.integers(0, 10**6),
    count=st.integers(1, 12),
    cells_per_side=st.sampled_from([1, 3, 17, 100]),
    offset=st.sampled_from([0.0, 500_000.0, 1e12]),
)
@settings(max_examples=60)
def test_overlapping_stars_answer_as_geos(seed, count, cells_per_side, offset):
    random = np.random.default_rng(seed)
    centres = offset + random.uniform(0, 8, (count, 2))
    stars = [star(centre, random.integers(3, 20), random) for centre in centres]
    assert_as_geos(stars, cells_per_side, random)


@given(seed=st.integers(0, 10**6), cells_per_side=st.sampled_from([1, 10, 64]))
@settings(max_examples=40)
def test_crossing_rings_answer_as_geos(seed, cells_per_side):
    random = np.random.default_rng(seed)
    rings = [np.round(random.uniform(0, 9, (random.integers(3, 9), 2))) for _ in range(4)]
    parts = [shapely.Polygon(ring) for ring in rings]
    assert_as_geos([*parts[:2], shapely.MultiPolygon(parts[2:])], cells_per_side, random)


def test_holes_and_parts():
    random = np.random.default_rng(7)
    ring = shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 4, 4))
    both = shapely.MultiPolygon([ring, shapely.box(2.5, 2.5, 3.5, 3.5)])
    assert_as_geos([both, shapely.box(-5, -5, 20, 3)], 30, random)
    found = LookupRaster.build(np.array([both]), 30).find(
        np.array([1.0, 2.2, 3.0, 2.0]), np.array([1.0, 2.2, 3.0, 3.0])
    )
    assert found.tolist() == [0, -1, 0, 0]


@pytest.mark.parametrize("width", [1e-9, 1e-3, 1e9])
def test_slivers_far_from_the_origin(width):
    random = np.random.default_rng(3)
    sliver = shapely.box(4_000_000, 2_500_000, 4_000_000 + width, 2_500_100)
    assert_as_geos([sliver], 64, random)


def test_a_cell_wholly_in_a_later_polygon_keeps_the_earlier_one_on_top():
    # The kiosk touches one cell; the square holds that cell wholly; the city comes last.
    kiosk, square = shapely.box(5.1, 5.1, 5.2, 5.2), shapely.box(2, 2, 9, 9)
    city = shapely.box(0, 0, 10, 10)
    raster = LookupRaster.build(np.array([kiosk, square, city]), 10)
    found = raster.find(np.array([5.15, 5.3, 1.0]), np.array([5.15, 5.3, 1.0]))
    assert found.tolist() == [0, 1, 2]
