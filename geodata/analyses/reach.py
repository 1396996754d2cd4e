"""How long it takes from the post of each area to its people, along the streets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.analyses import own_ways, street_access
from geodata.analyses.area_lookup import IntArray
from geodata.analyses.layer import Layer
from geodata.analyses.street_network import StreetNetwork
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError

MINUTES = (5, 10, 15)


@dataclass(frozen=True, slots=True)
class Reach:
    """What ``measure`` returns.

    ``places``: index of the places; area_code, time_s (infinite without a way), link_m.
    ``areas``: index of the areas; code, place_count, people, reached_count, mean_s and farthest_s
    (of the reached, mean weighted by people), share of people ``within_5_min_share`` and so on,
    radius_m (of the smallest circle around the area), compactness (4 pi area / perimeter squared,
    1 for a circle), post (Point).
    ``totals``: place_count, placed_count (in an area), reached_count, people, and the shares over
    all areas.
    """

    places: pd.DataFrame
    areas: pd.DataFrame
    totals: dict[str, float]


def measure(
    areas: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame,
    network: StreetNetwork,
    *,
    code_column: str,
    area_column: str,
    people_column: str | None = None,
    posts: gpd.GeoSeries | None = None,
    minutes: Sequence[int] = MINUTES,
    access_m: float = 300.0,
) -> Reach:
    """Measure the way from the post of each area to each of its places.

    Parameters
    ----------
    areas : polygons in the metric CRS of the network, each code once.
    places : addresses (points) or units (polygons, by a point inside) in the same CRS;
        ``area_column`` names the area of each, empty for none. ``people_column`` weighs them;
        without it each place counts as one.
    posts : points indexed like ``areas``; missing ones, and all without it, are the centre of the
        area: its centroid, or a point inside where the centroid lies outside.
    minutes : the limits of the shares. Places that are not reached count as beyond them all.

    Raises
    ------
    InvalidInputError : not metric, CRS that differ, a column or a code missing, a code twice.

    >>> from geodata.analyses import street_network
    >>> road = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (720, 0)])], crs=26985)
    >>> grid = gpd.GeoDataFrame({"code": ["G1"]}, geometry=[shapely.box(0, -50, 720, 50)],
    ...                         crs=26985)
    >>> doors = gpd.GeoDataFrame({"grid": ["G1", "G1"]},
    ...                          geometry=gpd.points_from_xy([0, 348], [0, 0]), crs=26985)
    >>> found = measure(grid, doors, street_network.build(road), code_column="code",
    ...                 area_column="grid")
    >>> found.places["time_s"].tolist(), found.areas["within_5_min_share"].tolist()
    ([300.0, 10.0], [1.0])
    """
    require_metric(areas)
    layer, members = read(areas, places, code_column, area_column)
    people = weights(places, people_column)
    doors = street_access.attach(network, places.geometry, access_m=access_m)
    seats = centres(areas)
    if posts is not None:
        given = posts.reindex(areas.index)
        seats = given.where(given.notna() & ~given.is_empty, seats)
    starts = street_access.attach(network, seats, access_m=access_m)
    owner = np.full(len(places), street_access.NOWHERE, dtype=np.intp)
    for area, rows in enumerate(members):
        owner[rows] = layer.rows[area]
    time_s = own_ways.find(network, starts, doors, owner)
    figures = [_figures(time_s[rows], people[rows], minutes) for rows in members]
    frame = _area_rows(areas, layer, figures)
    frame["post"] = seats
    placed = pd.DataFrame({"area_code": places[area_column], "time_s": time_s}, places.index)
    placed["link_m"] = doors.link_m
    return Reach(placed, frame, _totals(members, time_s, people, minutes))


def read(
    areas: gpd.GeoDataFrame, places: gpd.GeoDataFrame, code_column: str, area_column: str
) -> tuple[Layer, list[IntArray]]:
    """Read the areas, and the rows of the places of each, in the order of the layer's codes.

    Raises InvalidInputError as ``measure`` does.
    """
    if places.crs != areas.crs:
        raise InvalidInputError("the places must be in the CRS of the areas")
    if area_column not in places:
        raise InvalidInputError(f"the places have no column {area_column!r}", field=area_column)
    layer = Layer.read(areas, code_column)
    if len(layer.known) != len(layer.codes):
        raise InvalidInputError("a code names several areas", field=code_column)
    at = pd.Index(layer.codes).get_indexer(places[area_column].astype(object))
    return layer, list(_members(at.astype(np.intp), len(layer.codes)))


def centres(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the centroid of each area, or a point inside it where the centroid is not."""
    centroid = areas.geometry.centroid
    is_inside = shapely.intersects(
        np.asarray(areas.geometry.array, dtype=object), np.asarray(centroid.array, dtype=object)
    )
    return centroid.where(is_inside, areas.geometry.representative_point())


def weights(places: gpd.GeoDataFrame, column: str | None) -> FloatArray:
    """Return the people of each place: 1 without a column, 0 where unknown.

    Raises InvalidInputError for a column that is absent or a number below 0.
    """
    if column is None:
        return np.ones(len(places))
    if column not in places:
        raise InvalidInputError(f"the places have no column {column!r}", field=column)
    values = pd.to_numeric(places[column], errors="coerce").to_numpy(float, na_value=0.0)
    wrong = np.flatnonzero((values < 0) | np.isinf(values))
    if len(wrong):
        row = int(wrong[0]) + 1
        message = f"row {row}: column {column!r} holds {values[row - 1]:g}"
        raise InvalidInputError(message, row=row, field=column)
    return np.asarray(np.nan_to_num(values))


def _members(at: IntArray, count: int) -> Iterator[IntArray]:
    order = np.argsort(at, kind="stable")
    edges = np.searchsorted(at[order], np.arange(count + 1))
    return (order[a:b] for a, b in pairwise(edges))


def _figures(seconds: FloatArray, people: FloatArray, minutes: Sequence[int]) -> dict[str, float]:
    found = np.isfinite(seconds)
    figures = {
        "place_count": len(seconds),
        "people": float(people.sum()),
        "reached_count": int(found.sum()),
        "mean_s": _mean(seconds[found], people[found]),
        "farthest_s": float(seconds[found].max()) if found.any() else np.nan,
    }
    return figures | _shares(seconds, people, minutes)


def _area_rows(areas: gpd.GeoDataFrame, layer: Layer, rows: list[dict[str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, index=areas.index[layer.rows])
    frame.insert(0, "code", layer.codes)
    frame["radius_m"] = shapely.minimum_bounding_radius(layer.polygons)
    around_m = shapely.length(layer.polygons)
    with np.errstate(divide="ignore", invalid="ignore"):
        frame["compactness"] = 4 * np.pi * shapely.area(layer.polygons) / around_m**2
    return frame.iloc[np.argsort(layer.rows)]


def _shares(seconds: FloatArray, people: FloatArray, minutes: Sequence[int]) -> dict[str, float]:
    total = people.sum()
    return {
        f"within_{m}_min_share": float(people[seconds <= 60 * m].sum() / total) if total else np.nan
        for m in minutes
    }


def _mean(seconds: FloatArray, people: FloatArray) -> float:
    return float((seconds * people).sum() / people.sum()) if people.sum() else np.nan


def _totals(
    members: list[IntArray], time_s: FloatArray, people: FloatArray, minutes: Sequence[int]
) -> dict[str, float]:
    rows = np.concatenate(members) if members else np.empty(0, dtype=np.intp)
    return {
        "place_count": float(len(time_s)),
        "placed_count": float(len(rows)),
        "reached_count": float(np.isfinite(time_s[rows]).sum()),
        "people": float(people[rows].sum()),
        **_shares(time_s[rows], people[rows], minutes),
    }
