import geopandas as gpd
import pytest
import shapely

from geodata.analyses.long_edges import share_vertices
from geodata.errors import InvalidInputError


def layer(*shapes: shapely.Geometry | None, crs: int = 26985) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=list(shapes), crs=crs)


def test_an_edge_gets_the_vertices_of_its_neighbours_in_order() -> None:
    city = layer(shapely.box(0, 0, 9000, 100))
    wards = layer(*(shapely.box(x, -50, x + 3000, 0) for x in (6000, 0, 3000)))
    shared, same = share_vertices([city, wards])
    bottom = {(x, y) for x, y in shapely.get_coordinates(shared.geometry[0]).tolist() if y == 0}
    assert bottom == {(0, 0), (3000, 0), (6000, 0), (9000, 0)}
    assert shared.geometry[0].is_valid
    assert shared.geometry[0].area == city.geometry[0].area
    assert same["n"].tolist() == [0, 1, 2]


def test_a_vertex_beyond_the_possible_bend_is_left_alone() -> None:
    """8 km bend by 8 cm at most; a gap of 20 cm is one that somebody drew."""
    city = layer(shapely.box(0, 0, 8000, 100))
    triangle = shapely.Polygon([(0, -50), (8000, -50), (4000, -0.2), (0, -50)])
    shared, _ = share_vertices([city, layer(triangle)])
    assert shapely.get_num_coordinates(shared.geometry[0]) == 5


def test_in_degrees_only_what_lies_on_the_edge_counts() -> None:
    city = layer(shapely.box(114, 22, 115, 23), crs=4326)
    near = shapely.Polygon([(114.2, 21.9), (114.5, 22 - 1e-6), (114.8, 21.9), (114.2, 21.9)])
    on = shapely.Polygon([(114.2, 23.1), (114.8, 23.1), (114.5, 23), (114.2, 23.1)])
    shared, _ = share_vertices([city, layer(near, on, crs=4326)])
    assert (114.5, 23.0) in map(tuple, shapely.get_coordinates(shared.geometry[0]).tolist())
    assert shapely.get_num_coordinates(shared.geometry[0]) == 6


def test_holes_parts_and_missing_shapes_keep_their_places() -> None:
    holed = shapely.box(0, 0, 3000, 3000).difference(shapely.box(1000, 1000, 2000, 2000))
    two = shapely.MultiPolygon([holed, shapely.box(5000, 0, 6000, 1000)])
    inner = shapely.box(1000, 1000, 1500, 2000)
    shared, _ = share_vertices([layer(two, None, shapely.Polygon()), layer(inner)])
    assert shared.geometry[0].geom_type == "MultiPolygon"
    assert shared.geometry[0].equals(two)
    assert shapely.get_num_coordinates(shared.geometry[0]) == 15 + 2
    assert shared.geometry[1] is None
    assert shared.geometry[2].is_empty


def test_layers_in_two_crs_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="one CRS"):
        share_vertices([layer(shapely.box(0, 0, 1, 1)), layer(shapely.box(0, 0, 1, 1), crs=4326)])
