import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.analyses import neighbours
from geodata.errors import InvalidInputError


def pairs(matrix):
    one, other = matrix.nonzero()
    return {(int(a), int(b)) for a, b in zip(one, other, strict=True) if a < b}


def areas(*geometries, crs=26985):
    return gpd.GeoSeries(list(geometries), crs=crs)


def test_a_shared_border_and_a_shared_corner_count():
    market = areas(*(shapely.box(x, y, x + 1, y + 1) for y in (0, 1) for x in (0, 1)))
    assert pairs(neighbours.of_areas(market)) == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}


def test_borders_that_were_drawn_apart_count_too():
    # The long side of the first has no vertex where the second and third meet.
    sloppy = areas(shapely.box(0, 0, 1, 2), shapely.box(1.004, 0, 2, 1), shapely.box(1, 1, 2, 2))
    assert pairs(neighbours.of_areas(sloppy)) == {(0, 1), (0, 2), (1, 2)}


def test_an_area_without_a_polygon_has_only_itself():
    matrix = neighbours.of_areas(areas(shapely.box(0, 0, 1, 1), None, shapely.Polygon()))
    assert matrix.toarray().tolist() == np.eye(3).tolist()


def test_no_areas():
    assert neighbours.of_areas(areas()).shape == (0, 0)
    assert neighbours.of_cells([], []).shape == (0, 0)


def test_degrees_are_refused():
    with pytest.raises(InvalidInputError, match="metres"):
        neighbours.of_areas(areas(shapely.box(0, 0, 1, 1), crs=4326))


@given(
    st.lists(
        st.tuples(st.integers(-3, 4), st.integers(-3, 4)), min_size=1, max_size=30, unique=True
    )
)
def test_cells_and_their_polygons_have_the_same_neighbours(places):
    row, column = np.array(places).T
    boxes = shapely.box(column * 5.0, row * 5.0, column * 5.0 + 5, row * 5.0 + 5)
    by_index = neighbours.of_cells(row, column)
    assert (by_index != neighbours.of_areas(gpd.GeoSeries(boxes, crs=26985))).nnz == 0
    assert (by_index != by_index.T).nnz == 0
    assert set(by_index.data) == {1.0}
