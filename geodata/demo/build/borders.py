"""Which polygons of a coverage share an edge, and how long the shared border is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class BorderTable:
    """Pairs of positions (first < second) with the length of their shared border in metres."""

    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    length_m: npt.NDArray[np.float64]

    def within(self, owner: npt.NDArray[np.int64]) -> BorderTable:
        """Keep the borders whose two sides have the same owner."""
        same = owner[self.first] == owner[self.second]
        return BorderTable(self.first[same], self.second[same], self.length_m[same])

    def both_ways(self) -> pd.DataFrame:
        """Return each border twice, seen from either side: face, other, length_m."""
        return pd.DataFrame(
            {
                "face": np.concatenate([self.first, self.second]),
                "other": np.concatenate([self.second, self.first]),
                "length_m": np.concatenate([self.length_m, self.length_m]),
            }
        )


def shared_borders(polygons: npt.NDArray[np.object_]) -> BorderTable:
    """Find the shared edges of a noded coverage in lon/lat degrees.

    Two polygons share an edge when both hold the same two consecutive vertices. Lengths are
    local approximations (good to 0.5 %), enough to choose the longest border.

    >>> table = shared_borders(np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]))
    >>> table.first.tolist(), table.second.tolist(), table.length_m.round().tolist()
    ([0], [1], [111320.0])
    """
    edges = _edges(polygons)
    ends = ["x0", "y0", "x1", "y1"]
    edges = edges.sort_values([*ends, "polygon"], kind="stable")
    same = (edges[ends].to_numpy()[1:] == edges[ends].to_numpy()[:-1]).all(axis=1)
    pairs = pd.DataFrame(
        {
            "first": edges["polygon"].to_numpy()[:-1][same],
            "second": edges["polygon"].to_numpy()[1:][same],
            "length_m": edges["length_m"].to_numpy()[1:][same],
        }
    )
    pairs = pairs[pairs["first"] != pairs["second"]]
    table = pairs.groupby(["first", "second"], as_index=False)["length_m"].sum()
    return BorderTable(
        table["first"].to_numpy(dtype=np.int64),
        table["second"].to_numpy(dtype=np.int64),
        table["length_m"].to_numpy(dtype=np.float64),
    )


def bridged(
    table: BorderTable, polygons: npt.NDArray[np.object_], owner: npt.NDArray[np.int64]
) -> BorderTable:
    """Add borders of length 0 where an owner's polygons do not hang together (exclaves, islands).

    Each connected group is bridged to the nearest polygon of the groups before it.
    """
    links = (table.first, table.second)
    graph = coo_array((np.ones(len(table.first)), links), shape=(len(owner), len(owner)))
    group = connected_components(graph, directed=False)[1]
    bridges = []
    for one in np.unique(owner):
        members = np.flatnonzero(owner == one)
        first_of_group = np.unique(group[members], return_index=True)[1]
        for number in group[members[np.sort(first_of_group)]][1:]:
            inside = members[group[members] == number]
            before = members[(members < inside[0]) & (group[members] != number)]
            distance = shapely.distance(polygons[inside][:, None], polygons[before][None, :])
            row, column = np.unravel_index(int(distance.argmin()), distance.shape)
            bridges.append(sorted((int(inside[row]), int(before[column]))))
    ends = np.array(bridges, dtype=np.int64).reshape(-1, 2)
    return BorderTable(
        np.concatenate([table.first, ends[:, 0]]),
        np.concatenate([table.second, ends[:, 1]]),
        np.concatenate([table.length_m, np.zeros(len(ends))]),
    )


def _edges(polygons: npt.NDArray[np.object_]) -> pd.DataFrame:
    parts, part_polygon = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, point_ring = shapely.get_coordinates(rings, return_index=True)
    joined = point_ring[1:] == point_ring[:-1]
    start, end = points[:-1][joined], points[1:][joined]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[swap], end[swap] = end[swap], start[swap]
    east = (end[:, 0] - start[:, 0]) * np.cos(np.radians(start[:, 1]))
    return pd.DataFrame(
        {
            "polygon": part_polygon[ring_part[point_ring[1:][joined]]],
            "x0": start[:, 0],
            "y0": start[:, 1],
            "x1": end[:, 0],
            "y1": end[:, 1],
            "length_m": np.hypot(east, end[:, 1] - start[:, 1]) * METRES_PER_DEGREE,
        }
    )
