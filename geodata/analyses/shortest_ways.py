"""Shortest times along a street network, between a few places or to the nearest of many."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.analyses.area_lookup import IntArray
from geodata.analyses.street_access import NOWHERE, StreetAccess
from geodata.analyses.street_network import StreetNetwork
from geodata.crs import FloatArray

# Streets wind: a first search this much wider than the straight distance finds most ways.
_DETOUR = 1.8
_FIRST_SEARCH_M = 200.0
# Nodes that snapping has moved make a way a little shorter than the ground that it spans.
_MARGIN_M = 50.0


def between(
    network: StreetNetwork,
    sources: StreetAccess,
    targets: StreetAccess,
    *,
    limit_s: float = np.inf,
) -> FloatArray:
    """Return the shortest time in seconds from each of k sources to each of m targets, k x m.

    Infinite where there is no way, or none within ``limit_s``. The search runs on the streets
    around the places: a way of t seconds cannot leave a box that is wider than theirs, on every
    side, by t / 2 times the highest speed, so what is found within t is the shortest of all; where
    something is missing the box is widened. Source: Dijkstra 1959, by scipy.sparse.csgraph.

    >>> import geopandas as gpd, shapely
    >>> from geodata.analyses import street_access, street_network
    >>> road = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (120, 0)])], crs=26985)
    >>> town = street_network.build(road)
    >>> doors = street_access.attach(town, gpd.GeoSeries.from_xy([12, 96], [0, 12], crs=26985))
    >>> between(town, doors.take(np.array([0])), doors.take(np.array([1]))).tolist()
    [[80.0]]
    """
    seconds = _same_piece(sources, targets)
    search_s = _first_limit(network, sources, targets)
    wanted = _is_connected(network, sources, targets)
    while True:
        reach_s = min(search_s, limit_s)
        nodes = _around(network, sources, targets, reach_s)
        if len(nodes) == len(network.nodes):
            reach_s = limit_s
        seconds = np.minimum(seconds, _by_nodes(network, nodes, sources, targets, reach_s))
        # What took longer than the search may be shorter by a way outside of the box.
        is_open = wanted & (seconds > reach_s)
        if reach_s >= limit_s or not is_open.any():
            return np.where(seconds <= limit_s, seconds, np.inf)
        search_s *= 3


def nearest(
    network: StreetNetwork,
    sources: StreetAccess,
    targets: StreetAccess,
    *,
    limit_s: float = np.inf,
) -> tuple[FloatArray, IntArray]:
    """Return the time from each of m targets to its nearest source, and the source's position.

    One search serves all. Infinite and -1 where there is none within ``limit_s``.

    >>> import geopandas as gpd, shapely
    >>> from geodata.analyses import street_access, street_network
    >>> road = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (120, 0)])], crs=26985)
    >>> town = street_network.build(road)
    >>> posts = street_access.attach(town, gpd.GeoSeries.from_xy([0, 120], [0, 0], crs=26985))
    >>> door = street_access.attach(town, gpd.GeoSeries.from_xy([84], [0], crs=26985))
    >>> seconds, post = nearest(town, posts, door)
    >>> seconds.tolist(), post.tolist()
    ([30.0], [1])
    """
    node_s, node_source = from_nearest(network, sources, limit_s=limit_s)
    seconds = np.full(len(targets.piece), np.inf)
    source = np.full(len(targets.piece), NOWHERE, dtype=np.intp)
    joined = np.flatnonzero(targets.piece != NOWHERE)
    piece = targets.piece[joined]
    for node, way_s in ((network.start, targets.start_s), (network.end, targets.end_s)):
        there = node[piece]
        cost = node_s[there] + way_s[joined] + targets.link_s[joined]
        is_less = cost < seconds[joined]
        seconds[joined[is_less]] = cost[is_less]
        source[joined[is_less]] = node_source[there[is_less]]
    _take_same_piece(sources, targets, seconds, source)
    is_late = seconds > limit_s
    seconds[is_late], source[is_late] = np.inf, NOWHERE
    return seconds, source


def from_nearest(
    network: StreetNetwork, sources: StreetAccess, *, limit_s: float = np.inf
) -> tuple[FloatArray, IntArray]:
    """Return for each node the time from the nearest source and that source's position or -1."""
    joined = np.flatnonzero(sources.piece != NOWHERE)
    count, own = len(network.nodes), len(joined)
    if not own:
        return np.full(count, np.inf), np.full(count, NOWHERE, dtype=np.intp)
    piece = sources.piece[joined]
    streets = network.graph.tocoo()
    # Each source is a node of its own, with one-way links to both ends of its piece.
    row = np.concatenate([streets.coords[0], np.tile(count + np.arange(own), 2)])
    column = np.concatenate([streets.coords[1], network.start[piece], network.end[piece]])
    links = np.concatenate([sources.start_s[joined], sources.end_s[joined]])
    links = np.maximum(links + np.tile(sources.link_s[joined], 2), 1e-9)
    table = pd.DataFrame({"row": row, "column": column, "s": np.append(streets.data, links)})
    table = table.groupby(["row", "column"], sort=False)["s"].min().reset_index()
    shape = (count + own, count + own)
    ends = (table["row"].to_numpy(), table["column"].to_numpy())
    graph = csr_array((table["s"].to_numpy(), ends), shape=shape)
    starts = count + np.arange(own)
    seconds, _, first = dijkstra(
        graph, indices=starts, min_only=True, limit=limit_s, return_predecessors=True
    )
    source = np.where(first[:count] >= count, first[:count] - count, NOWHERE)
    return seconds[:count], np.where(source >= 0, joined[source], NOWHERE)


def _take_same_piece(
    sources: StreetAccess, targets: StreetAccess, seconds: FloatArray, source: IntArray
) -> None:
    """Let a target on the piece of a source walk straight along it."""
    left = pd.DataFrame({"piece": sources.piece, "source": np.arange(len(sources.piece))})
    right = pd.DataFrame({"piece": targets.piece, "target": np.arange(len(targets.piece))})
    pairs = left[left["piece"] != NOWHERE].merge(right, on="piece")
    s, t = pairs["source"].to_numpy(), pairs["target"].to_numpy()
    along = np.abs(sources.start_s[s] - targets.start_s[t])
    cost = sources.link_s[s] + along + targets.link_s[t]
    order = np.lexsort((s, cost, t))[::-1]
    s, t, cost = s[order], t[order], cost[order]
    best = np.full(len(seconds), np.inf)
    who = np.full(len(seconds), NOWHERE, dtype=np.intp)
    best[t], who[t] = cost, s
    is_less = best < seconds
    seconds[is_less], source[is_less] = best[is_less], who[is_less]


def _same_piece(sources: StreetAccess, targets: StreetAccess) -> FloatArray:
    s, t = sources.piece[:, None], targets.piece[None, :]
    is_same = (s == t) & (s != NOWHERE)
    joined = np.where(is_same, np.broadcast_to(targets.start_s[None, :], is_same.shape), 0.0)
    along = np.abs(np.where(is_same, sources.start_s[:, None], 0.0) - joined)
    return np.where(is_same, sources.link_s[:, None] + along + targets.link_s[None, :], np.inf)


def _is_connected(
    network: StreetNetwork, sources: StreetAccess, targets: StreetAccess
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    part = network.component[network.start]
    s, t = part[sources.piece][:, None], part[targets.piece][None, :]
    is_joined = (sources.piece != NOWHERE)[:, None] & (targets.piece != NOWHERE)[None, :]
    return np.asarray((s == t) & is_joined)


def _first_limit(network: StreetNetwork, sources: StreetAccess, targets: StreetAccess) -> float:
    west, east = min(sources.x.min(), targets.x.min()), max(sources.x.max(), targets.x.max())
    south, north = min(sources.y.min(), targets.y.min()), max(sources.y.max(), targets.y.max())
    across_m = float(np.hypot(east - west, north - south)) if np.isfinite(west + south) else 0.0
    usual = float(np.median(network.length_m / network.time_s))
    links_s = sum(
        float(np.max(a.link_s, initial=0, where=a.piece >= 0)) for a in (sources, targets)
    )
    return links_s + (_FIRST_SEARCH_M + _DETOUR * across_m) / usual


def _around(
    network: StreetNetwork, sources: StreetAccess, targets: StreetAccess, reach_s: float
) -> IntArray:
    # No place on a way is farther than half of the way from one of its ends.
    pieces = np.concatenate([sources.piece, targets.piece])
    pieces = pieces[pieces != NOWHERE]
    every = np.arange(len(network.nodes), dtype=np.intp)
    if not len(pieces) or not np.isfinite(reach_s):
        return every
    ends = network.nodes[np.concatenate([network.start[pieces], network.end[pieces]])]
    low, high = ends.min(axis=0), ends.max(axis=0)
    radius = float((high - low).max()) / 2 + reach_s * network.fastest_m_per_s / 2 + _MARGIN_M
    if (network.nodes.max(axis=0) - network.nodes.min(axis=0)).max() <= radius:
        return every
    found = network.node_tree.query_ball_point((low + high) / 2, radius, p=np.inf)
    return np.sort(np.asarray(found, dtype=np.intp))


def _by_nodes(
    network: StreetNetwork,
    nodes: IntArray,
    sources: StreetAccess,
    targets: StreetAccess,
    limit_s: float,
) -> FloatArray:
    best = np.full((len(sources.piece), len(targets.piece)), np.inf)
    s, t = (np.flatnonzero(a.piece != NOWHERE) for a in (sources, targets))
    if not (len(s) and len(t)):
        return best
    local = np.full(len(network.nodes), NOWHERE, dtype=np.intp)
    local[nodes] = np.arange(len(nodes))
    graph = network.graph if len(nodes) == len(local) else network.graph[nodes][:, nodes]
    from_ends = [local[end[sources.piece[s]]] for end in (network.start, network.end)]
    to_ends = [local[end[targets.piece[t]]] for end in (network.start, network.end)]
    indices, row = np.unique(np.concatenate(from_ends), return_inverse=True)
    node_s = np.atleast_2d(dijkstra(graph, indices=indices, limit=limit_s))
    rows = np.split(row, 2)
    found = np.full((len(s), len(t)), np.inf)
    for at, leave_s in zip(rows, (sources.start_s, sources.end_s), strict=True):
        for to, arrive_s in zip(to_ends, (targets.start_s, targets.end_s), strict=True):
            way = node_s[at[:, None], to[None, :]]
            ends = (sources.link_s + leave_s)[s][:, None] + (targets.link_s + arrive_s)[t][None, :]
            found = np.minimum(found, way + ends)
    best[np.ix_(s, t)] = found
    return best
