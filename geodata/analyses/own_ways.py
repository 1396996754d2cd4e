"""Shortest times from each post to the places that it answers for: one search for all posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.analyses.area_lookup import IntArray
from geodata.analyses.barriers import BoolArray
from geodata.analyses.street_access import NOWHERE, StreetAccess
from geodata.analyses.street_network import StreetNetwork
from geodata.crs import FloatArray

# The first search takes ways for proven that are as long as the box is wide; most are shorter.
_DETOUR = 1.0
_FIRST_SEARCH_M = 50.0
# Nodes that snapping has moved make a way a little shorter than the ground that it spans.
_MARGIN_M = 50.0
_WIDER = 2.0
# An edge of length 0 is no edge in a sparse graph.
_LEAST_S = 1e-9


def find(
    network: StreetNetwork, posts: StreetAccess, places: StreetAccess, owner: IntArray
) -> FloatArray:
    """Return the shortest time in seconds from post ``owner[i]`` to place i.

    ``owner`` holds a position in ``posts`` for each of m places, -1 for none. Infinite where there
    is no way. The streets around each post and its places are cut out, and all cuttings laid side
    by side as one graph of separate parts: one search from all posts finds every way. What is found
    within t seconds is the shortest of all when the cutting reaches t / 2 times the highest speed
    beyond the places; posts for which it did not are searched again in a wider one. Source:
    Dijkstra 1959, by scipy.sparse.csgraph.

    >>> import geopandas as gpd
    >>> from geodata.analyses import street_access, street_network
    >>> road = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (120, 0)])], crs=26985)
    >>> town = street_network.build(road)
    >>> ends = street_access.attach(town, gpd.GeoSeries.from_xy([12, 96], [0, 12], crs=26985))
    >>> find(town, ends.take(np.array([0])), ends.take(np.array([1])), np.array([0])).tolist()
    [80.0]
    """
    seconds = np.full(len(places.piece), np.inf)
    is_joined = (owner != NOWHERE) & (places.piece != NOWHERE)
    is_joined[is_joined] &= posts.piece[owner[is_joined]] != NOWHERE
    left = np.flatnonzero(is_joined)
    component = network.component[network.start]
    own_piece = posts.piece[owner[left]]
    left = left[component[own_piece] == component[places.piece[left]]]
    wider = 1.0
    while len(left):
        search = _Search.around(network, posts, places.take(left), owner[left], wider)
        seconds[left] = search.run()
        left = left[(seconds[left] > search.within_s) & ~search.is_whole]
        wider *= _WIDER
    return seconds


@dataclass(frozen=True)
class _Search:
    """The cuttings of one round: k posts with places left, numbered anew in ``at``."""

    network: StreetNetwork
    posts: StreetAccess
    places: StreetAccess
    at: IntArray
    boxes: FloatArray
    reach_s: FloatArray

    @classmethod
    def around(
        cls,
        network: StreetNetwork,
        posts: StreetAccess,
        places: StreetAccess,
        owner: IntArray,
        wider: float,
    ) -> _Search:
        chosen, at = np.unique(owner, return_inverse=True)
        own = posts.take(chosen)
        low, high = _corners(network, own, places, at)
        links_s = own.link_s.copy()
        np.maximum.at(links_s, at, own.link_s[at] + places.link_s)
        usual = float(np.median(network.length_m / network.time_s))
        across_m = np.hypot(*(high - low).T)
        reach_s = wider * (links_s + (_FIRST_SEARCH_M + _DETOUR * across_m) / usual)
        beyond_m = (reach_s * network.fastest_m_per_s / 2 + _MARGIN_M)[:, None]
        return cls(network, own, places, at, np.hstack([low - beyond_m, high + beyond_m]), reach_s)

    @property
    def within_s(self) -> FloatArray:
        """Up to which time each place's answer is proven."""
        return self.reach_s[self.at]

    @property
    def is_whole(self) -> BoolArray:
        """Whether nothing lies outside of the cutting of each place's post."""
        low, high = self.network.nodes.min(axis=0), self.network.nodes.max(axis=0)
        covers = (self.boxes[:, :2] <= low).all(axis=1) & (self.boxes[:, 2:] >= high).all(axis=1)
        return np.asarray(covers[self.at])

    def run(self) -> FloatArray:
        network, posts, places = self.network, self.posts, self.places
        count, size = len(posts.piece), len(network.nodes)
        part, piece = network.tree.query(shapely.box(*self.boxes.T))
        is_used = network.is_best[piece]
        part, piece = part[is_used], piece[is_used]
        ends = [part * size + end[piece] for end in (network.start, network.end)]
        every = np.arange(count)
        doors = [self.at * size + end[places.piece] for end in (network.start, network.end)]
        seats = [every * size + end[posts.piece] for end in (network.start, network.end)]
        # A place on a street that leads back to its own crossing has nodes that no way uses.
        keys, number = np.unique(np.concatenate([*ends, *doors, *seats]), return_inverse=True)
        a, b, from_a, from_b, to_a, to_b = np.split(
            number, np.cumsum([len(ends[0])] * 2 + [len(doors[0])] * 2 + [count])
        )
        sources = len(keys) + every
        first_s, second_s = posts.link_s + posts.start_s, posts.link_s + posts.end_s
        # On a ring both links end at one node, and a sparse graph would add them.
        first_s = np.where(to_a == to_b, np.minimum(first_s, second_s), first_s)
        is_second = to_a != to_b
        row = np.concatenate([a, b, sources, sources[is_second]])
        column = np.concatenate([b, a, to_a, to_b[is_second]])
        street_s = network.time_s[piece]
        cost = np.concatenate([street_s, street_s, first_s, second_s[is_second]])
        shape = (len(keys) + count,) * 2
        graph = csr_array((np.maximum(cost, _LEAST_S), (row, column)), shape=shape)
        node_s = dijkstra(graph, indices=sources, min_only=True)
        ways = np.minimum(node_s[from_a] + places.start_s, node_s[from_b] + places.end_s)
        return np.asarray(np.minimum(ways + places.link_s, self._along_the_street()))

    def _along_the_street(self) -> FloatArray:
        posts, places = self.posts.take(self.at), self.places
        along = np.abs(posts.start_s - places.start_s) + posts.link_s + places.link_s
        return np.where(posts.piece == places.piece, along, np.inf)


def _corners(
    network: StreetNetwork, posts: StreetAccess, places: StreetAccess, at: IntArray
) -> tuple[FloatArray, FloatArray]:
    """The box around the streets of each post and its places: lower left and upper right."""
    own = network.nodes[np.stack([network.start[posts.piece], network.end[posts.piece]])]
    low, high = own.min(axis=0), own.max(axis=0)
    for end in (network.start, network.end):
        there = network.nodes[end[places.piece]]
        np.minimum.at(low, at, there)
        np.maximum.at(high, at, there)
    return low, high
