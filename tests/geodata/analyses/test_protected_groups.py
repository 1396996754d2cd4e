import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.analyses import protected_groups
from geodata.errors import InvalidInputError


def reports(places, topic="noise", addresses=None, is_sensitive=False):
    """Reports at (x, y) in metres, each from an address of its own unless given."""
    x, y = np.array(places, dtype=float).reshape(-1, 2).T
    return gpd.GeoDataFrame(
        {
            "topic": topic,
            "address": range(len(x)) if addresses is None else addresses,
            "is_sensitive": is_sensitive,
        },
        geometry=gpd.GeoSeries.from_xy(x, y, crs=26985),
    )


def table(groups):
    return groups[["cell_m", "cell_column", "cell_row", "count"]].to_numpy().tolist()


def test_enough_addresses_are_a_square():
    assert table(protected_groups.find(reports([(600, 100)] * 8))) == [[500, 1, 0, 8]]


def test_too_few_go_to_the_square_around():
    places = [(100, 100)] * 4 + [(900, 900)] * 4
    assert table(protected_groups.find(reports(places))) == [[1000, 0, 0, 8]]


def test_many_reports_of_one_address_do_not_count():
    many = reports([(100, 100)] * 20, addresses=["Li"] * 20)
    assert protected_groups.find(many).empty


def test_what_is_left_over_is_counted_outside_of_the_smaller_square():
    places = [(100, 100)] * 8 + [(600, 600)] * 7 + [(1600, 100)]
    groups = protected_groups.find(reports(places))
    assert table(groups) == [[500, 0, 0, 8], [2000, 0, 0, 8]]
    assert groups.geometry[1].area == 2000**2 - 500**2


def test_too_few_in_the_whole_city_are_in_no_group():
    assert protected_groups.find(reports([(0, 0)] * 7)).empty


def test_far_apart_they_are_counted_for_the_city_without_a_place():
    groups = protected_groups.find(reports([(i * 50_000, 0) for i in range(8)]))
    assert table(groups) == [[0, 0, 0, 8]]
    assert groups.geometry[0] is None


def test_sensitive_reports_are_in_no_square():
    mixed = reports([(100, 100)] * 17, is_sensitive=[True] * 9 + [False] * 8)
    assert table(protected_groups.find(mixed)) == [[500, 0, 0, 8], [0, 0, 0, 9]]


def test_degrees_are_refused():
    with pytest.raises(InvalidInputError):
        protected_groups.find(reports([(0, 0)]).set_crs(4326, allow_override=True))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 20_000),
            st.integers(0, 20_000),
            st.sampled_from(["noise", "waste"]),
            st.integers(0, 40),
            st.booleans(),
        ),
        min_size=1,
        max_size=150,
    )
)
def test_groups_are_disjoint_and_none_is_small(rows):
    x, y, topic, address, is_sensitive = zip(*rows, strict=True)
    points = reports(list(zip(x, y, strict=True)), topic, address, is_sensitive)
    groups = protected_groups.find(points)
    assert (groups["address_count"] >= protected_groups.LEAST_ADDRESSES).all()
    assert groups["count"].sum() <= len(points)
    for name, squares in groups[groups["cell_m"] > 0].groupby("topic"):
        together = shapely.union_all(squares.geometry.array)
        assert together.area == pytest.approx(squares.geometry.area.sum())
        mine = points[(points["topic"] == name) & ~points["is_sensitive"]]
        # Half-open squares: a point on an east or north edge belongs to the next one.
        moved = mine.geometry.translate(1e-6, 1e-6)
        for _, group in squares.iterrows():
            assert moved.intersects(group.geometry).sum() == group["count"]
