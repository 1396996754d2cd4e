"""The streets as a network: pieces between crossings, with length and time, and ways onto them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from geodata.analyses import street_pieces
from geodata.analyses.area_lookup import IntArray
from geodata.analyses.barriers import Barriers, BoolArray
from geodata.analyses.layer import ObjectArray
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError

# A person on foot; what the reach of a patrol is usually reckoned with.
WALKING_M_PER_S = 1.2


@dataclass(frozen=True)
class StreetNetwork:
    """k pieces of street between m nodes; both ways are open on each.

    ``shapes``, ``line`` (position of the road in the input), ``start``, ``end`` (nodes),
    ``length_m``, ``time_s`` per piece; ``nodes`` x and y; ``stopped`` the pieces left out because
    they would cross a barrier.
    """

    shapes: ObjectArray
    line: IntArray
    start: IntArray
    end: IntArray
    length_m: FloatArray
    time_s: FloatArray
    nodes: FloatArray
    barriers: Barriers
    stopped: ObjectArray

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Boxes of the pieces."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def node_tree(self) -> KDTree:
        """The places of the nodes."""
        return KDTree(self.nodes)

    @cached_property
    def fastest_m_per_s(self) -> float:
        """No way is faster than this."""
        return float((self.length_m / self.time_s).max(initial=WALKING_M_PER_S))

    @cached_property
    def is_best(self) -> BoolArray:
        """Whether each piece is the fastest between its two nodes, and no ring."""
        ends = np.sort(np.column_stack([self.start, self.end]), axis=1)
        order = np.lexsort((self.time_s, ends[:, 1], ends[:, 0]))
        is_first = np.append(True, (np.diff(ends[order], axis=0) != 0).any(axis=1))[: len(ends)]
        is_best = np.zeros(len(ends), dtype=bool)
        is_best[order] = is_first
        return np.asarray(is_best & (self.start != self.end))

    @cached_property
    def graph(self) -> csr_array:
        """Seconds between neighbouring nodes, m x m and symmetric."""
        # Of two streets between the same crossings the faster counts: a sparse sum would add them.
        a, b, seconds = (each[self.is_best] for each in (self.start, self.end, self.time_s))
        both = (np.append(seconds, seconds), (np.append(a, b), np.append(b, a)))
        return csr_array(both, shape=(len(self.nodes), len(self.nodes)))

    @cached_property
    def component(self) -> IntArray:
        """Number of the connected part that each node belongs to."""
        return np.asarray(connected_components(self.graph, directed=False)[1], dtype=np.intp)

    def pieces(self, crs: object) -> gpd.GeoDataFrame:
        """Return the pieces as a frame: line, length_m, time_s."""
        columns = {"line": self.line, "length_m": self.length_m, "time_s": self.time_s}
        return gpd.GeoDataFrame(columns, geometry=self.shapes, crs=crs)


def build(
    roads: gpd.GeoDataFrame,
    *,
    speed_column: str | None = None,
    speed_m_per_s: float = WALKING_M_PER_S,
    level_column: str | None = None,
    barriers: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    bridges: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    snap_m: float = 0.5,
) -> StreetNetwork:
    """Node the centrelines of ``roads`` at their crossings.

    Parameters
    ----------
    roads : LineStrings in a metric CRS; both directions are open (an officer walks).
    speed_column : metres per second of each road; without it ``speed_m_per_s`` everywhere.
    level_column : whole numbers; roads of two levels that merely cross do not meet.
    barriers, bridges : see ``Barriers.build``. A piece that crosses a barrier elsewhere than at a
        bridge is left out, and no way from a door to a street leads across one.
    snap_m : ends this near to another road are taken to meet it.

    Raises
    ------
    InvalidInputError : not metric, CRS that differ, no line, a speed that is not above 0.

    >>> roads = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (120, 0)]),
    ...                                    shapely.LineString([(60, 0), (60, 36)])], crs=26985)
    >>> build(roads).time_s.tolist()
    [50.0, 50.0, 30.0]
    """
    require_metric(roads)
    for other in (barriers, bridges):
        if other is not None and other.crs != roads.crs:
            raise InvalidInputError("barriers and bridges must be in the CRS of the roads")
    speed = _speeds(roads, speed_column, speed_m_per_s)
    levels = None if level_column is None else _numbers(roads, level_column).astype(np.intp)
    lines = np.array(roads.geometry.array, dtype=object)
    cut = street_pieces.cut(lines, levels=levels, snap_m=snap_m)
    if not len(cut.shapes):
        raise InvalidInputError("the roads hold no line")
    closed = Barriers.build(barriers, bridges)
    is_stopped = _stopped(closed, cut.shapes)
    kept = np.flatnonzero(~is_stopped)
    length_m = shapely.length(cut.shapes[kept])
    line = cut.line[kept]
    return StreetNetwork(
        cut.shapes[kept],
        line,
        cut.start[kept],
        cut.end[kept],
        length_m,
        length_m / speed[line],
        cut.nodes,
        closed,
        cut.shapes[is_stopped],
    )


def _stopped(barriers: Barriers, shapes: ObjectArray) -> BoolArray:
    # A piece that starts in the water is stopped too, unlike the way from a door on an island.
    return barriers.stop(shapes) | barriers.stop(shapely.reverse(shapes))


def _speeds(roads: gpd.GeoDataFrame, column: str | None, otherwise: float) -> FloatArray:
    speed = np.full(len(roads), otherwise) if column is None else _numbers(roads, column)
    wrong = np.flatnonzero(~(speed > 0) | np.isinf(speed))
    if len(wrong):
        row = int(wrong[0]) + 1
        message = f"row {row}: the speed {speed[row - 1]:g} m/s is not above 0"
        raise InvalidInputError(message, row=row, field=column)
    return speed


def _numbers(roads: gpd.GeoDataFrame, column: str) -> FloatArray:
    if column not in roads:
        raise InvalidInputError(f"the roads have no column {column!r}", field=column)
    try:
        values = pd.to_numeric(roads[column]).to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(f"column {column!r}: {error}", field=column) from error
    return np.asarray(values)
