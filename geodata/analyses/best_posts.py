"""Where in each area a post would be nearest to its people (1-median on the streets)."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geodata.analyses import reach, shortest_ways, street_access
from geodata.analyses.area_lookup import IntArray
from geodata.analyses.street_access import StreetAccess
from geodata.analyses.street_network import StreetNetwork
from geodata.crs import FloatArray, require_metric

# Far more than any grid holds; an area with more crossings is thinned to so many.
MAX_CANDIDATES = 400


def find(
    areas: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame,
    network: StreetNetwork,
    *,
    code_column: str,
    area_column: str,
    people_column: str | None = None,
    access_m: float = 300.0,
) -> gpd.GeoDataFrame:
    """Find the crossing in each area with the least total time to its people.

    Candidates are the nodes of the network inside the area (where there is none, those at the ends
    of the streets of its places). A crossing from which fewer people can be reached never wins;
    among equals the westernmost, then southernmost wins. In an area with more than 400 nodes an
    even sample of them stands for all. Source: Hakimi 1964: a 1-median of a network lies at a node
    or at a demand.

    Returns
    -------
    GeoDataFrame of Points, index and CRS of ``areas``: code, mean_s (weighted by people), people
    (reached), candidate_count. No point where no place has a street.

    Raises
    ------
    InvalidInputError : as ``reach.measure``.

    >>> from geodata.analyses import street_network
    >>> cross = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (120, 0)]),
    ...                                    shapely.LineString([(60, 0), (60, 60)])], crs=26985)
    >>> grid = gpd.GeoDataFrame({"code": ["G1"]}, geometry=[shapely.box(0, 0, 120, 60)], crs=26985)
    >>> doors = gpd.GeoDataFrame({"grid": "G1"}, index=[0, 1, 2],
    ...                          geometry=gpd.points_from_xy([0, 120, 60], [0, 0, 60]), crs=26985)
    >>> post = find(grid, doors, street_network.build(cross), code_column="code",
    ...             area_column="grid")
    >>> post.geometry.iloc[0].wkt, post["mean_s"].tolist()
    ('POINT (60 0)', [50.0])
    """
    require_metric(areas)
    layer, members = reach.read(areas, places, code_column, area_column)
    people = reach.weights(places, people_column)
    doors = street_access.attach(network, places.geometry, access_m=access_m)
    used = np.unique(np.concatenate([network.start, network.end]))
    node_tree = shapely.STRtree(shapely.points(network.nodes[used]))
    area, node = node_tree.query(layer.polygons, predicate="intersects")
    edges = np.searchsorted(area, np.arange(len(layer.codes) + 1))
    rows: list[dict[str, object]] = []
    for at, rows_here in enumerate(members):
        here = doors.take(rows_here[doors.piece[rows_here] >= 0])
        weight = people[rows_here[doors.piece[rows_here] >= 0]]
        candidates = _candidates(network, used[node[edges[at] : edges[at + 1]]], here)
        rows.append({"code": layer.codes[at]} | _best(network, candidates, here, weight))
    frame = gpd.GeoDataFrame(rows, geometry="post", crs=areas.crs, index=areas.index[layer.rows])
    return frame.iloc[np.argsort(layer.rows)]


def _candidates(network: StreetNetwork, inside: IntArray, doors: StreetAccess) -> IntArray:
    if not len(inside):
        ends = np.concatenate([network.start[doors.piece], network.end[doors.piece]])
        inside = np.unique(ends)
    x, y = network.nodes[inside].T
    ordered = inside[np.lexsort((y, x))]
    if len(ordered) <= MAX_CANDIDATES:
        return ordered
    return ordered[np.linspace(0, len(ordered) - 1, MAX_CANDIDATES).astype(np.intp)]


def _best(
    network: StreetNetwork, candidates: IntArray, doors: StreetAccess, people: FloatArray
) -> dict[str, object]:
    if not len(doors.piece):
        return {"mean_s": np.nan, "people": 0.0, "candidate_count": len(candidates), "post": None}
    seats = street_access.at_nodes(network, candidates)
    # The way back is as long; the search starts from the fewer.
    if len(candidates) <= len(doors.piece):
        seconds = shortest_ways.between(network, seats, doors)
    else:
        seconds = shortest_ways.between(network, doors, seats).T
    is_found = np.isfinite(seconds)
    reached = is_found @ people
    total = np.where(is_found, seconds, 0.0) @ people
    best = int(np.lexsort((np.round(total, 6), -reached))[0])
    return {
        "mean_s": float(total[best] / reached[best]) if reached[best] else np.nan,
        "people": float(reached[best]),
        "candidate_count": len(candidates),
        "post": shapely.Point(network.nodes[candidates[best]]),
    }
