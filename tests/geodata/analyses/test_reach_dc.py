"""Reach on Washington's streets: what networkx finds, and who must walk round by the bridge."""

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest

from geodata.analyses import own_ways, shortest_ways
from geodata.analyses import street_access as access
from tests.worlds import dc_streets

WALKING = 1.2
PLACES = {
    "Arboretum": (-76.9640, 38.9085),
    "Kenilworth": (-76.9440, 38.9050),
    "Stadium Armory": (-76.9720, 38.8905),
    "River Terrace": (-76.9585, 38.8930),
    "Navy Yard": (-76.9947, 38.8747),
    "Anacostia": (-76.9867, 38.8660),
    "Hains Point Park": (-77.0280, 38.8680),
    "Southwest Waterfront": (-77.0190, 38.8720),
    "Woodley Park": (-77.0530, 38.9230),
    "Adams Morgan": (-77.0450, 38.9220),
}


def way_m(town, start, end):
    points = gpd.GeoSeries.from_xy(*zip(PLACES[start], PLACES[end], strict=True), crs=4326)
    ends = access.attach(town, points.to_crs(dc_streets.CRS))
    first, second = (ends.take(np.array([i])) for i in (0, 1))
    return shortest_ways.between(town, first, second)[0, 0] * WALKING


def straight_m(start, end):
    points = gpd.GeoSeries.from_xy(*zip(PLACES[start], PLACES[end], strict=True), crs=4326)
    here, there = points.to_crs(dc_streets.CRS)
    return here.distance(there)


@pytest.mark.parametrize(
    ("start", "end", "least_detour"),
    [
        # Across the Anacostia: round by Benning Road, or over the bridge that leads straight there.
        ("Arboretum", "Kenilworth", 2.5),
        ("Stadium Armory", "River Terrace", 2.0),
        ("Navy Yard", "Anacostia", 1.0),
        # Across Washington Channel: round by the Tidal Basin.
        ("Hains Point Park", "Southwest Waterfront", 4.0),
        # Across Rock Creek by the bridge of Calvert Street.
        ("Woodley Park", "Adams Morgan", 1.0),
    ],
)
def test_rivers_are_crossed_at_bridges_only(start, end, least_detour):
    by_bridge = way_m(dc_streets.network(), start, end)
    assert least_detour * straight_m(start, end) < by_bridge < 6 * straight_m(start, end)
    assert np.isinf(way_m(dc_streets.network(has_bridges=False), start, end))


def test_200_random_pairs_take_as_long_as_networkx_says():
    town = dc_streets.network()
    rng = np.random.default_rng(7)
    units = dc_streets.units().geometry.sample(400, random_state=7)
    ends = access.attach(town, units)
    starts = ends.take(np.arange(200))
    goals = ends.take(np.arange(200, 400))
    owner = rng.permutation(200)
    found = own_ways.find(town, starts, goals, owner)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(town.nodes)))
    for a, b, s in zip(town.start, town.end, town.time_s, strict=True):
        graph.add_edge(a, b, s=min(s, graph.get_edge_data(a, b, {"s": np.inf})["s"]))
    expected = [
        by_networkx(town, graph, starts.take(owner[[i]]), goals.take(np.array([i])))
        for i in range(200)
    ]
    assert np.isfinite(expected).sum() > 180
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def by_networkx(town, graph, start, goal):
    """The shortest over both ends of both streets, or along the one street that both are on."""
    if access.NOWHERE in (start.piece[0], goal.piece[0]):
        return np.inf
    best = np.inf
    if start.piece[0] == goal.piece[0]:
        best = abs(start.start_s[0] - goal.start_s[0])
    for here, leave_s in ends_of(town, start):
        for there, arrive_s in ends_of(town, goal):
            if nx.has_path(graph, here, there):
                way = nx.bidirectional_dijkstra(graph, here, there, weight="s")[0]
                best = min(best, leave_s + way + arrive_s)
    return best + start.link_s[0] + goal.link_s[0]


def ends_of(town, place):
    piece = place.piece[0]
    return (town.start[piece], place.start_s[0]), (town.end[piece], place.end_s[0])
