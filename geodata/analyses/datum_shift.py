"""Does a layer lie where its declared datum says, or does it fit the known borders in another?"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import STORAGE_EPSG, FloatArray, convert_datum, require_metric, to_metric
from geodata.errors import InvalidInputError

CANDIDATES = ("wgs84", "gcj02", "bd09")
SAMPLE = 2_000
# Surveys of one border differ by less than this; the datums of Chinese maps by far more.
FIT_M = 60.0
# The other datum must fit this many times better before anybody is warned.
BETTER = 4.0
LEAST_POSITIONS = 20


@dataclass(frozen=True)
class DatumShift:
    """``distance_m``: median distance to the known borders if the layer were in each datum."""

    declared: str
    looks_like: str | None
    shift_m: float
    distance_m: dict[str, float]
    position_count: int

    @property
    def is_suspect(self) -> bool:
        """Whether another datum than the declared one fits."""
        return self.looks_like is not None and self.looks_like != self.declared


def find(layer: gpd.GeoDataFrame, borders: gpd.GeoDataFrame, declared: str) -> DatumShift:
    """Compare the vertices of a layer with known borders, under each datum it may be in.

    Parameters
    ----------
    layer : polygons or lines in EPSG:4326 whose numbers are in the datum ``declared``.
    borders : polygons or lines of the same place, known to be right, in a metric CRS.

    Returns
    -------
    DatumShift: ``looks_like`` is the datum whose borders fit (median distance below 60 m and four
    times better than the declared one), the declared one when it fits, None when none does or too
    few vertices lie there to tell; ``shift_m`` is how far taking it as that datum moves the layer.

    Raises
    ------
    InvalidInputError : points (they follow no border), another CRS, unknown datum.

    >>> known = gpd.GeoDataFrame(geometry=[shapely.box(114, 22.5, 114.1, 22.6)], crs=4326)
    >>> known.geometry = known.geometry.segmentize(0.005)
    >>> found = find(known, known.to_crs(4547), "wgs84")
    >>> found.looks_like, found.is_suspect
    ('wgs84', False)
    """
    require_metric(borders)
    if layer.crs is None or layer.crs.to_epsg() != STORAGE_EPSG:
        raise InvalidInputError("the layer must be in degrees (EPSG:4326)")
    if (shapely.get_dimensions(layer.geometry.to_numpy()) == 0).any():
        raise InvalidInputError("points follow no border; the test needs areas or lines")
    positions = _sample(layer)
    if len(positions) < LEAST_POSITIONS:
        return DatumShift(declared, None, 0.0, {}, len(positions))
    places = {name: _as_metric(positions, name, borders) for name in (*CANDIDATES, declared)}
    edges = shapely.union_all(_edges(borders))
    shapely.prepare(edges)
    distance_m = {
        name: float(np.median(shapely.distance(edges, place))) for name, place in places.items()
    }
    looks_like = _verdict(distance_m, declared)
    moved = shapely.distance(places[declared], places[looks_like or declared])
    return DatumShift(declared, looks_like, float(np.median(moved)), distance_m, len(positions))


def _verdict(distance_m: dict[str, float], declared: str) -> str | None:
    best = min(distance_m, key=lambda name: (distance_m[name], name != declared))
    if distance_m[best] > FIT_M:
        return None
    if distance_m[best] * BETTER > distance_m[declared]:
        return declared
    return best


def _sample(layer: gpd.GeoDataFrame) -> FloatArray:
    positions = shapely.get_coordinates(layer.geometry.to_numpy())
    positions = positions[np.isfinite(positions).all(axis=1)]
    return np.asarray(positions[:: max(1, len(positions) // SAMPLE)], dtype=np.float64)


def _as_metric(
    positions: FloatArray, datum: str, borders: gpd.GeoDataFrame
) -> npt.NDArray[np.object_]:
    lon, lat = convert_datum(positions[:, 0], positions[:, 1], datum, "wgs84")
    moved = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=STORAGE_EPSG)
    there = to_metric(moved, borders.crs.to_epsg())
    return np.asarray(there.geometry.to_numpy(), dtype=object)


def _edges(borders: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    shapes = borders.geometry.to_numpy()
    polygonal = shapely.get_dimensions(shapes) == 2
    return np.asarray(np.where(polygonal, shapely.boundary(shapes), shapes), dtype=object)
