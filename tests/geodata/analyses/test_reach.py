"""A town on a river, 1.2 m/s on foot. South and north bank each have a street of 600 m (y = 0 and
y = 120), the river flows between y = 50 and y = 70, and the only bridge stands at x = 600.

    north  0 ---- 120 ---- ... ---- 600
                                     |  bridge, 120 m
    south  0 ---- 120 ---- ... ---- 600
"""

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analyses import best_posts, facilities, reach, service_areas, shortest_ways
from geodata.analyses import street_access as access
from geodata.analyses import street_network as streets
from geodata.errors import InvalidInputError

CRS = 26985
RIVER = gpd.GeoSeries([shapely.box(-50, 50, 700, 70)], crs=CRS)
BRIDGE = gpd.GeoSeries([shapely.box(595, 48, 605, 72)], crs=CRS)


def lines(*corners):
    return gpd.GeoDataFrame(geometry=[shapely.LineString(pair) for pair in corners], crs=CRS)


def places(*xy, **columns):
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(p) for p in xy], crs=CRS)


def river_town(*more):
    roads = lines([(0, 0), (600, 0)], [(0, 120), (600, 120)], [(600, 0), (600, 120)], *more)
    return streets.build(roads, barriers=RIVER, bridges=BRIDGE)


def seconds(town, source, target):
    ends = access.attach(town, places(source, target).geometry)
    first, second = (ends.take(np.array([i])) for i in (0, 1))
    return shortest_ways.between(town, first, second)[0, 0]


def banks():
    return gpd.GeoDataFrame(
        {"code": ["S", "N"]},
        geometry=[shapely.box(0, -10, 620, 60), shapely.box(0, 60, 620, 130)],
        crs=CRS,
    )


def test_the_river_is_crossed_at_the_bridge_only():
    town = river_town()
    assert seconds(town, (0, 0), (0, 120)) == pytest.approx((600 + 120 + 600) / 1.2)
    assert seconds(town, (540, 0), (540, 120)) == pytest.approx((60 + 120 + 60) / 1.2)


def test_a_street_drawn_over_the_river_without_a_bridge_is_stopped():
    town = river_town([(300, 0), (300, 120)])
    assert shapely.length(town.stopped).tolist() == [120]
    assert seconds(town, (300, 0), (300, 120)) == pytest.approx((300 + 120 + 300) / 1.2)
    roads = lines([(0, 0), (600, 0)], [(0, 120), (600, 120)], [(300, 0), (300, 120)])
    open_town = streets.build(roads)
    assert seconds(open_town, (300, 0), (300, 120)) == pytest.approx(100)


def test_a_door_joins_the_street_on_its_own_bank():
    town = river_town()
    shore = shapely.LineString([(0, 64), (120, 64)])
    island = streets.build(
        lines([(0, 0), (600, 0)], list(shore.coords)),
        barriers=gpd.GeoSeries([shapely.box(-50, 50, 700, 60)], crs=CRS),
    )
    joined = access.attach(island, places((60, 45)).geometry)
    assert joined.link_m.tolist() == [45]
    assert access.attach(town, places((60, 9000)).geometry).piece.tolist() == [access.NOWHERE]


def test_a_railway_line_is_a_barrier_too():
    roads = lines(
        [(0, 0), (0, 120)], [(60, 0), (60, 120)], [(0, 0), (60, 0)], [(0, 120), (60, 120)]
    )
    rail = gpd.GeoSeries([shapely.LineString([(-99, 60), (99, 60)])], crs=CRS)
    crossing = gpd.GeoSeries([shapely.Point(60, 60)], crs=CRS)
    town = streets.build(roads, barriers=rail, bridges=crossing)
    assert seconds(town, (0, 0), (0, 120)) == pytest.approx(240 / 1.2)


def test_reach_of_two_banks_by_hand():
    doors = places((300, 0), (540, 0), (0, 120), grid=["S", "S", "N"], people=[3, 1, 2])
    posts = gpd.GeoSeries([shapely.Point(0, 0)], index=[0], crs=CRS)
    found = reach.measure(
        banks(),
        doors,
        river_town(),
        code_column="code",
        area_column="grid",
        people_column="people",
        posts=posts,
    )
    # From (0, 0) to 300 m and 540 m; the north bank's post is its centre (310, 95).
    assert found.places["time_s"].tolist() == pytest.approx([250, 450, (25 + 310) / 1.2])
    south = found.areas.iloc[0]
    assert south["mean_s"] == pytest.approx((3 * 250 + 450) / 4)
    assert south["within_5_min_share"] == 0.75
    assert south["within_10_min_share"] == 1
    assert south["radius_m"] == pytest.approx(np.hypot(620, 70) / 2)
    assert south["compactness"] == pytest.approx(4 * np.pi * 620 * 70 / 1380**2)
    assert found.totals["within_5_min_share"] == pytest.approx(5 / 6)


def test_places_without_area_or_street():
    doors = places((300, 0), (300, 9000), (1, 0), grid=["S", "S", None])
    found = reach.measure(banks(), doors, river_town(), code_column="code", area_column="grid")
    assert found.areas["place_count"].tolist() == [2, 0]
    assert found.areas["reached_count"].tolist() == [1, 0]
    assert found.areas["within_15_min_share"].iloc[0] == 0.5
    assert found.totals["placed_count"] == 2
    assert np.isinf(found.places["time_s"].iloc[2])


def test_the_best_post_stands_where_the_people_are():
    roads = lines(*[[(x, 0), (x + 120, 0)] for x in range(0, 480, 120)])
    grid = gpd.GeoDataFrame({"code": ["G"]}, geometry=[shapely.box(0, -9, 480, 9)], crs=CRS)
    doors = places((0, 0), (120, 0), (480, 0), grid="G", people=[1, 1, 9])
    named = {"code_column": "code", "area_column": "grid"}
    town = streets.build(roads)
    assert best_posts.find(grid, doors, town, **named).geometry.iloc[0].coords[0] == (120, 0)
    heavy = best_posts.find(grid, doors, town, people_column="people", **named)
    assert heavy.geometry.iloc[0].coords[0] == (480, 0)
    assert heavy["mean_s"].iloc[0] == pytest.approx((400 + 300) / 11)


def test_a_bank_without_a_clinic():
    doors = places((0, 0), (600, 0), (0, 120), grid=["S", "S", "N"])
    sites = places((0, 0), (0, 120), (0, 0), kind=["clinic", "school", "school"])
    found = facilities.find(
        banks(),
        doors,
        sites,
        river_town(),
        code_column="code",
        area_column="grid",
        service_column="kind",
        limit_s=600,
    )
    lacking = found[found["is_lacking"]]
    assert lacking[["area_code", "service"]].to_numpy().tolist() == [["N", "clinic"]]


def test_each_street_goes_to_its_nearest_post():
    town = streets.build(lines([(0, 0), (120, 0)], [(120, 0), (360, 0)], [(360, 0), (480, 0)]))
    posts = places((0, 0), (480, 0), code=["A", "B"])
    served = service_areas.find(town, posts, code_column="code", minutes=[2, 9])
    assert served.sort_values("time_s")["within_min"].tolist() == [2, 2, 9]
    assert set(served["post_code"]) == {"A", "B"}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("speed", lambda: streets.build(lines([(0, 0), (9, 0)]).assign(v=0.0), speed_column="v")),
        ("line", lambda: streets.build(gpd.GeoDataFrame(geometry=[], crs=CRS))),
        (
            "metres",
            lambda: streets.build(lines([(0, 0), (9, 0)]).set_crs(4326, allow_override=True)),
        ),
    ],
)
def test_what_cannot_be_a_network_is_refused(name, change):
    with pytest.raises(InvalidInputError, match=name):
        change()


def mesh(side, missing, seed):
    """A market quarter of side x side crossings, 100 m apart, without some of its streets."""
    rng = np.random.default_rng(seed)
    level = [
        [(x, y), (x + 100, y)]
        for x in range(0, side * 100 - 100, 100)
        for y in range(0, side * 100, 100)
    ]
    pairs = [p for way in level for p in (way, [xy[::-1] for xy in way])]
    kept = [p for p in pairs if rng.random() >= missing]
    return lines(*(kept or pairs[:1]))


def by_networkx(town, ends, i, j):
    graph = nx.Graph()
    for k in range(len(town.shapes)):
        a, b, s = town.start[k], town.end[k], town.time_s[k]
        graph.add_edge(a, b, s=min(s, graph.get_edge_data(a, b, {"s": np.inf})["s"]))
    for name, at in (("from", i), ("to", j)):
        piece = ends.piece[at]
        graph.add_edge(name, town.start[piece], s=ends.start_s[at] + ends.link_s[at])
        graph.add_edge(name, town.end[piece], s=ends.end_s[at] + ends.link_s[at])
    if ends.piece[i] == ends.piece[j]:
        along = abs(ends.start_s[i] - ends.start_s[j])
        graph.add_edge("from", "to", s=along + ends.link_s[i] + ends.link_s[j])
    if not nx.has_path(graph, "from", "to"):
        return np.inf
    return nx.shortest_path_length(graph, "from", "to", weight="s")


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 7), st.sampled_from([0.0, 0.2, 0.5]), st.integers(0, 10**6))
def test_shortest_ways_are_those_of_networkx(side, missing, seed):
    town = streets.build(mesh(side, missing, seed))
    rng = np.random.default_rng(seed)
    ends = access.attach(town, places(*rng.uniform(0, side * 100, (8, 2))).geometry)
    ends = ends.take(np.flatnonzero(ends.piece >= 0))
    first, rest = ends.take(np.arange(1)), ends.take(np.arange(1, len(ends.piece)))
    expected = [by_networkx(town, ends, 0, j) for j in range(1, len(ends.piece))]
    np.testing.assert_allclose(shortest_ways.between(town, first, rest)[0], expected, rtol=1e-9)
    np.testing.assert_allclose(shortest_ways.nearest(town, first, rest)[0], expected, rtol=1e-9)
    np.testing.assert_allclose(shortest_ways.between(town, rest, first)[:, 0], expected, rtol=1e-9)
    late = np.where(np.asarray(expected) <= 90, expected, np.inf)
    limited = shortest_ways.between(town, first, rest, limit_s=90)[0]
    np.testing.assert_allclose(limited, late, rtol=1e-9)
