"""From a door to the street: where each place joins the network, and how far that is."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geodata.analyses.area_lookup import IntArray
from geodata.analyses.layer import ObjectArray
from geodata.analyses.street_network import WALKING_M_PER_S, StreetNetwork
from geodata.crs import FloatArray

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class StreetAccess:
    """n places on a network.

    ``piece`` is the piece of street that each joins (-1 for none), ``link_s`` the time to it,
    ``start_s`` and ``end_s`` the times from the joining place to the piece's two nodes,
    ``link_m`` the length of the link, ``x`` and ``y`` the places themselves.
    """

    piece: IntArray
    link_m: FloatArray
    link_s: FloatArray
    start_s: FloatArray
    end_s: FloatArray
    x: FloatArray
    y: FloatArray

    def take(self, rows: IntArray) -> StreetAccess:
        """Return some of the places."""
        return StreetAccess(*(getattr(self, name)[rows] for name in self.__slots__))


def attach(
    network: StreetNetwork,
    places: gpd.GeoSeries,
    *,
    access_m: float = 300.0,
    speed_m_per_s: float = WALKING_M_PER_S,
) -> StreetAccess:
    """Join each place to the nearest street within ``access_m`` that no barrier separates from it.

    ``places`` are n geometries in the CRS of the network, polygons by a point inside them. The
    straight link is walked at ``speed_m_per_s``. Places without such a street, or without a
    geometry, get piece -1.

    >>> from geodata.analyses import street_network
    >>> road = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (120, 0)])], crs=26985)
    >>> door = gpd.GeoSeries([shapely.Point(48, 12)], crs=26985)
    >>> access = attach(street_network.build(road), door)
    >>> access.link_m.tolist(), access.start_s.tolist(), access.end_s.tolist()
    ([12.0], [40.0], [60.0])
    """
    points = _points(places)
    piece = np.full(len(points), NOWHERE, dtype=np.intp)
    place, near = network.tree.query_nearest(points, max_distance=access_m, all_matches=False)
    links = shapely.shortest_line(points[place], network.shapes[near])
    is_open = ~network.barriers.stop(links)
    piece[place[is_open]] = near[is_open]
    _join_round_barriers(network, points, place[~is_open], piece, access_m)
    return _measured(network, points, piece, speed_m_per_s)


def _points(places: gpd.GeoSeries) -> ObjectArray:
    shapes = np.array(places.geometry.array, dtype=object)
    other = np.flatnonzero(shapely.get_type_id(shapes) > 0)
    shapes[other] = shapely.point_on_surface(shapes[other])
    return shapes


def _join_round_barriers(
    network: StreetNetwork, points: ObjectArray, left: IntArray, piece: IntArray, access_m: float
) -> None:
    """Find the nearest street on their own bank for the places whose nearest is on the other."""
    at, near = network.tree.query(points[left], predicate="dwithin", distance=access_m)
    links = shapely.shortest_line(points[left[at]], network.shapes[near])
    is_open = ~network.barriers.stop(links)
    at, near, length = at[is_open], near[is_open], shapely.length(links[is_open])
    order = np.lexsort((near, length, at))[::-1]
    # The last write stays: the shortest link.
    piece[left[at[order]]] = near[order]


def _measured(
    network: StreetNetwork, points: ObjectArray, piece: IntArray, speed_m_per_s: float
) -> StreetAccess:
    count = len(points)
    link_m, start_s, end_s = (np.full(count, np.inf) for _ in range(3))
    joined = np.flatnonzero(piece != NOWHERE)
    street = piece[joined]
    link_m[joined] = shapely.distance(points[joined], network.shapes[street])
    share = shapely.line_locate_point(network.shapes[street], points[joined], normalized=True)
    start_s[joined] = share * network.time_s[street]
    end_s[joined] = (1 - share) * network.time_s[street]
    x, y = (np.asarray(axis(points), dtype=np.float64) for axis in (shapely.get_x, shapely.get_y))
    return StreetAccess(piece, link_m, link_m / speed_m_per_s, start_s, end_s, x, y)


def at_nodes(network: StreetNetwork, nodes: IntArray) -> StreetAccess:
    """Return crossings themselves as places, for nodes that a piece of street touches."""
    piece = np.full(len(network.nodes), NOWHERE, dtype=np.intp)
    every = np.arange(len(network.shapes), dtype=np.intp)
    piece[network.end], piece[network.start] = every, every
    chosen = piece[nodes]
    whole_s = network.time_s[chosen]
    is_start = network.start[chosen] == nodes
    nothing = np.zeros(len(nodes))
    x, y = network.nodes[nodes].T
    start_s, end_s = np.where(is_start, 0.0, whole_s), np.where(is_start, whole_s, 0.0)
    # A ring of one piece begins and ends at its only node.
    end_s = np.where(network.start[chosen] == network.end[chosen], 0.0, end_s)
    return StreetAccess(chosen, nothing, nothing, start_s, end_s, x, y)
