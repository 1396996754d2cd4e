import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.analyses import lattice
from geodata.errors import InvalidInputError


def outline(*geometries, crs=26985):
    return gpd.GeoSeries(list(geometries), crs=crs)


def test_cells_with_less_than_half_inside_are_dropped():
    # 1000 x 370 m: the second row of cells has 120 of 250 m inside, the first all.
    found = lattice.cells(outline(shapely.box(0, 0, 1000, 370)), 250)
    assert found["cell"].tolist() == ["0_0", "0_1", "0_2", "0_3"]
    found = lattice.cells(outline(shapely.box(0, 0, 1000, 375)), 250)
    assert found["inside_share"].tolist() == [1.0] * 4 + [0.5] * 4


def test_cells_lie_on_multiples_and_have_equal_areas():
    found = lattice.cells(outline(shapely.box(130, -70, 390, 90)), 100)
    assert set(found.area) == {10_000.0}
    assert (np.remainder(found.total_bounds, 100) == 0).all()


def test_a_hole_and_parts_of_an_outline_count():
    ring = shapely.box(0, 0, 500, 500).difference(shapely.box(200, 200, 300, 300))
    found = lattice.cells(outline(ring, shapely.box(1000, 0, 1100, 100)), 100)
    assert "2_2" not in set(found["cell"])
    assert len(found) == 25


def test_every_cell_is_kept_though_nothing_happened():
    found = lattice.cells(outline(shapely.box(0, 0, 300, 300)), 100)
    assert lattice.count(found, np.zeros(0), np.zeros(0), cell_m=100).tolist() == [0.0] * 9


def test_counting_and_summing():
    found = lattice.cells(outline(shapely.box(0, 0, 200, 100)), 100)
    x, y = np.array([0.0, 99.9, 100.0, 200.0, np.nan]), np.array([0.0, 99.9, 50.0, 50.0, 1.0])
    assert lattice.count(found, x, y, cell_m=100).tolist() == [2.0, 1.0]
    weights = [0.5, 1.0, 4.0, 8.0, 16.0]
    assert lattice.count(found, x, y, cell_m=100, weights=weights).tolist() == [1.5, 4.0]


@given(
    st.lists(st.tuples(st.integers(-50, 650), st.integers(-50, 450)), max_size=40),
    st.integers(-40, 40),
    st.integers(-40, 40),
)
def test_a_moved_city_has_the_same_counts(places, east, north):
    x, y = np.array(places, dtype=float).reshape(-1, 2).T
    corners = np.array([(0, 0), (600, 50), (500, 400), (100, 420)], dtype=float)

    def counted(dx, dy):
        city = lattice.cells(outline(shapely.Polygon(corners + np.array([dx, dy]))), 50)
        return lattice.count(city, x + dx, y + dy, cell_m=50)

    assert counted(0, 0).tolist() == counted(east * 50.0, north * 50.0).tolist()


@pytest.mark.parametrize(
    ("city", "cell_m", "message"),
    [
        (outline(shapely.box(0, 0, 1, 1), crs=4326), 250, "metres"),
        (outline(), 250, "empty"),
        (outline(shapely.box(0, 0, 9, 9)), 0, "no cell"),
        (outline(shapely.box(0, 0, 1e6, 1e6)), 1, "at most 4,000,000"),
    ],
)
def test_bad_lattices_are_refused(city, cell_m, message):
    with pytest.raises(InvalidInputError, match=message):
        lattice.cells(city, cell_m)
