"""What the officers' rounds passed, by grid: streets, addresses, and what nobody visits.

Tracks are personal data. Nothing here takes or returns a person: a track is a line with a time,
and results are sums per grid, streets and addresses.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.analyses.area_lookup import AreaLookup, IntArray
from geodata.analyses.layer import Layer, ObjectArray
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Patrol:
    """What ``measure`` returns.

    ``areas``: by area_code and period (first day): street_m, passed_m, street_share,
    address_count, passed_count, address_share. Every area has a row in every period.
    ``streets``: the pieces of street with area_code, last_passed_at (NaT for never), days_since
    (infinite for never) and is_neglected.
    ``addresses``: the same for addresses; None without addresses.
    """

    areas: pd.DataFrame
    streets: gpd.GeoDataFrame
    addresses: gpd.GeoDataFrame | None


def measure(
    tracks: gpd.GeoDataFrame,
    streets: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    *,
    code_column: str,
    time_column: str,
    at: pd.Timestamp,
    addresses: gpd.GeoDataFrame | None = None,
    period: str = "W",
    distance_m: float = 20.0,
    passed_share: float = 0.8,
    neglected_days: float = 30.0,
) -> Patrol:
    """Measure which streets and addresses the rounds passed, per grid and period.

    A piece of street is passed when at least ``passed_share`` of its length lies within
    ``distance_m`` of one track, an address when a track comes within that distance. A piece belongs
    to the area of its middle; pieces and addresses in no area are left out of ``areas``.

    Parameters
    ----------
    tracks : LineStrings in a metric CRS, one per round; ``time_column`` the aware time of
        their end. No column else is read.
    streets : short LineStrings in the same CRS: ``StreetNetwork.pieces``.
    period : D, W or M in the time zone of ``at``; tracks after ``at`` do not count.

    Raises
    ------
    InvalidInputError : not metric, CRS that differ, a column absent, a time without zone.

    >>> day = pd.Timestamp("2026-03-02 10:00", tz="Asia/Shanghai")
    >>> grid = gpd.GeoDataFrame({"code": ["G1"]}, geometry=[shapely.box(0, 0, 200, 50)], crs=26985)
    >>> lanes = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 9), (100, 9)]),
    ...                                    shapely.LineString([(100, 9), (200, 9)])], crs=26985)
    >>> walk = gpd.GeoDataFrame({"end": [day]},
    ...                         geometry=[shapely.LineString([(0, 5), (99, 5)])], crs=26985)
    >>> found = measure(walk, lanes, grid, code_column="code", time_column="end", at=day)
    >>> found.areas["street_share"].tolist(), found.streets["is_neglected"].tolist()
    ([0.5], [False, True])
    """
    require_metric(areas)
    for other in (tracks, streets, addresses):
        if other is not None and other.crs != areas.crs:
            raise InvalidInputError("all layers must be in the CRS of the areas")
    ended = _times(tracks, time_column, at)
    walked = np.flatnonzero((ended <= at).to_numpy())
    lines = np.array(tracks.geometry.array, dtype=object)[walked]
    layer = Layer.read(areas, code_column)
    lookup = AreaLookup.build(gpd.GeoSeries(layer.polygons, crs=areas.crs), list(layer.codes))
    zones = shapely.buffer(lines, distance_m)
    shapes = np.array(streets.geometry.array, dtype=object)
    street, track = _passed_streets(shapes, zones, passed_share)
    ways = _located(lookup, shapely.line_interpolate_point(shapes, 0.5, normalized=True))
    doors = np.empty(0, object) if addresses is None else np.array(addresses.geometry.array, object)
    by, door = shapely.STRtree(doors).query(lines, predicate="dwithin", distance=distance_m)
    homes = _located(lookup, doors)
    moments = ended.iloc[walked].reset_index(drop=True)
    starts = moments.dt.tz_localize(None).dt.to_period(period).dt.start_time
    sums = _Sums(layer, ways, shapely.length(shapes), homes)
    frame = sums.empty()
    if len(starts):
        times = sorted(starts.unique())
        masks = [(starts == start).to_numpy() for start in times]
        rows = [
            sums.of(start, street[now[track]], door[now[by]])
            for start, now in zip(times, masks, strict=True)
        ]
        frame = pd.concat(rows, ignore_index=True)

    def marked(places: gpd.GeoDataFrame, area: IntArray, last: pd.Series) -> gpd.GeoDataFrame:
        last = last.reindex(np.arange(len(places)))
        marks = gpd.GeoDataFrame(geometry=places.geometry)
        marks["area_code"] = np.append(layer.codes, [None])[area]
        marks["last_passed_at"] = last.array
        days = ((at - last) / pd.Timedelta(days=1)).fillna(np.inf)
        marks["days_since"] = days.to_numpy(float)
        marks["is_neglected"] = marks["days_since"] > neglected_days
        return marks

    walked_last = moments.iloc[track].groupby(street).max()
    visited_last = moments.iloc[by].groupby(door).max()
    return Patrol(
        frame,
        marked(streets, ways, walked_last),
        None if addresses is None else marked(addresses, homes, visited_last),
    )


def _located(lookup: AreaLookup, points: ObjectArray) -> IntArray:
    return lookup.find(shapely.get_x(points), shapely.get_y(points))


@dataclass(frozen=True, slots=True)
class _Sums:
    """Metres of street and addresses per area; which of them were passed comes per period."""

    layer: Layer
    ways: IntArray
    length_m: FloatArray
    homes: IntArray

    def of(self, start: pd.Timestamp, street: IntArray, door: IntArray) -> pd.DataFrame:
        passed, visited = np.unique(street), np.unique(door)
        one = np.ones(len(self.homes))
        frame = pd.DataFrame({"area_code": self.layer.codes, "period": start})
        frame["street_m"] = self._total(self.ways, self.length_m)
        frame["passed_m"] = self._total(self.ways[passed], self.length_m[passed])
        frame["street_share"] = frame["passed_m"] / frame["street_m"].where(frame["street_m"] > 0)
        frame["address_count"] = self._total(self.homes, one).astype(int)
        frame["passed_count"] = self._total(self.homes[visited], one[visited]).astype(int)
        known = frame["address_count"].where(frame["address_count"] > 0)
        frame["address_share"] = frame["passed_count"] / known
        return frame

    def empty(self) -> pd.DataFrame:
        nothing = np.empty(0, dtype=np.intp)
        return self.of(pd.Timestamp(0), nothing, nothing).iloc[:0]

    def _total(self, area: IntArray, weight: FloatArray) -> FloatArray:
        known = area >= 0
        count = len(self.layer.codes)
        sums = np.bincount(area[known], weights=weight[known], minlength=count)
        return np.asarray(sums, dtype=np.float64)


def _times(tracks: gpd.GeoDataFrame, column: str, at: pd.Timestamp) -> pd.Series:
    if column not in tracks:
        raise InvalidInputError(f"the tracks have no column {column!r}", field=column)
    times = pd.to_datetime(tracks[column])
    if at.tzinfo is None or (len(times) and getattr(times.dt, "tz", None) is None):
        raise InvalidInputError("times must say their zone", field=column)
    return pd.to_datetime(times, utc=True).dt.tz_convert(at.tz)


def _passed_streets(
    streets: ObjectArray, zones: ObjectArray, passed_share: float
) -> tuple[IntArray, IntArray]:
    track, street = shapely.STRtree(streets).query(zones, predicate="intersects")
    inside = shapely.length(shapely.intersection(streets[street], zones[track]))
    is_passed = inside >= passed_share * shapely.length(streets[street])
    return street[is_passed], track[is_passed]
