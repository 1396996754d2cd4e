"""A market of four square grids around the corner (1, 1):

C | D
--+--
A | B
"""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.analyses.locate import locate
from geodata.errors import InvalidInputError


@pytest.fixture
def market():
    boxes = [shapely.box(x, y, x + 1, y + 1) for y in (0, 1) for x in (0, 1)]
    return gpd.GeoDataFrame({"code": list("ABCD")}, geometry=boxes, crs=26985)


def noise(*places, crs=26985, **columns):
    geometry = [shapely.Point(place) for place in places]
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=crs)


def codes(points, areas):
    return locate(points, areas, code_column="code")["area_code"].tolist()


def test_a_complaint_inside_a_grid(market):
    assert codes(noise((0.5, 0.5), (1.5, 0.5), (0.5, 1.5), (1.5, 1.5)), market) == list("ABCD")


def test_a_complaint_on_an_edge_goes_to_the_lowest_code(market):
    # Edges A-B, A-C, B-D, C-D, then the corner of all four, then the outer edge of D.
    edges = noise((1, 0.5), (0.5, 1), (1.5, 1), (1, 1.5), (1, 1), (2, 2))
    assert codes(edges, market) == ["A", "A", "B", "C", "A", "D"]


def test_a_complaint_outside_every_grid_has_no_area(market):
    points = noise((3, 3), (-0.001, 0.5))
    points.loc[2] = [None]
    points.loc[3] = [shapely.Point()]
    assert codes(points, market) == [None] * 4


def test_the_order_of_the_rows_does_not_matter(market):
    corner = noise((1, 1), (1, 0.5))
    assert codes(corner, market.iloc[::-1]) == ["A", "A"]
    assert codes(corner.iloc[::-1], market) == ["A", "A"]


def test_the_index_of_the_points_is_kept(market):
    points = noise((0.5, 0.5), (1.5, 1.5)).set_index(np.array(["first", "second"]))
    assert locate(points, market, code_column="code")["area_code"].to_dict() == {
        "first": "A",
        "second": "D",
    }


def test_degrees_are_fine(market):
    here = market.set_crs(4326, allow_override=True)
    assert codes(noise((1, 1), crs=4326), here) == ["A"]
    assert codes(noise((1, 1), crs="OGC:CRS84"), here) == ["A"]


def test_overlapping_areas_give_the_lowest_code():
    areas = gpd.GeoDataFrame(
        {"code": ["B", "A"]},
        geometry=[shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2)],
        crs=26985,
    )
    assert codes(noise((0.5, 0.5), (1.5, 1.5)), areas) == ["B", "A"]


def test_no_points_and_no_areas(market):
    assert codes(noise(), market) == []
    assert codes(noise((0.5, 0.5)), market.iloc[:0]) == [None]


def test_a_circle_that_reaches_the_next_grid_is_uncertain(market):
    points = noise((0.5, 0.5), (0.9, 0.5), (1, 1), (2.2, 0.5), (9, 9), (0.5, 0.9))
    found = locate(points, market, code_column="code", accuracy_m=[0.3, 0.3, 0, 0.3, 0.3, None])
    assert found["is_uncertain"].tolist() == [False, True, True, True, False, False]


def test_the_accuracy_may_be_a_column(market):
    points = noise((0.5, 0.5), radius=[0.6])
    found = locate(points, market, code_column="code", accuracy_m="radius")
    assert found["is_uncertain"].tolist() == [True]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"points": noise((0, 0), crs=None)}, "the points have no CRS"),
        ({"points": noise((0, 0), crs=4326)}, "EPSG:4326 but the areas in EPSG:26985"),
        (
            {"points": gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=26985)},
            "row 1: the geometry is a Polygon",
        ),
        ({"code_column": "id"}, "no column 'id'"),
        ({"accuracy_m": "radius"}, "no column 'radius'"),
        ({"accuracy_m": [1, 2]}, "1 points but 2 accuracies"),
        ({"accuracy_m": [-1]}, "row 1: the accuracy -1 m"),
        ({"accuracy_m": ["near"]}, "must be numbers"),
    ],
)
def test_what_cannot_be_located_is_refused(market, change, message):
    given_ = {"points": noise((0.5, 0.5)), "areas": market, "code_column": "code", **change}
    with pytest.raises(InvalidInputError, match=message):
        locate(**given_)


def test_uncertainty_in_degrees_is_refused(market):
    here = market.set_crs(4326, allow_override=True)
    with pytest.raises(InvalidInputError, match="metres"):
        locate(noise((1, 1), crs=4326), here, code_column="code", accuracy_m=[5])


def test_an_area_without_a_code_is_refused(market):
    market.loc[1, "code"] = None
    with pytest.raises(InvalidInputError, match="row 2: the area has no code"):
        codes(noise((0.5, 0.5)), market)


@given(
    st.lists(
        st.tuples(st.integers(0, 16), st.integers(0, 16)), min_size=1, max_size=12, unique=True
    ),
    st.randoms(use_true_random=False),
    st.integers(-1000, 1000),
)
def test_every_point_of_a_partition_has_one_area_whatever_the_order(places, random, shift):
    # Eighths and whole metres are exact in binary, so a moved city is the same city.
    boxes = [shapely.box(x, y, x + 1, y + 1) for y in (0, 1) for x in (0, 1)]
    areas = gpd.GeoDataFrame({"code": list("ABCD")}, geometry=boxes, crs=26985)
    points = noise(*[(x / 8, y / 8) for x, y in places])
    expected = [
        min(code for code, box in zip("ABCD", boxes, strict=True) if box.intersects(point))
        for point in points.geometry
    ]
    assert codes(points, areas) == expected
    order = random.sample(range(4), 4)
    moved = areas.set_geometry(areas.translate(shift, -shift)).iloc[order]
    moved_points = points.set_geometry(points.translate(shift, -shift))
    assert codes(moved_points, moved) == expected
