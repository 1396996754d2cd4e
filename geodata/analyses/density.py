"""How densely cases lie: a kernel surface in metres, whose scale no zoom changes."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from scipy import ndimage

from geodata.analyses import contours
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

SIGMA_M = 250.0
# Cells of a surface per width of the kernel: finer ones change nothing that one sees.
CELLS_PER_SIGMA = 4.0
MAX_CELLS = 4_000_000
# Cases per square kilometre; the same breaks for every view and every day.
LEVELS_PER_KM2 = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0)
_REACH_SIGMAS = 4.0
_M2_PER_KM2 = 1e6


class Surface(NamedTuple):
    """``per_km2`` (rows from south, columns from west) at the middles of square cells.

    ``west_m`` and ``south_m`` are the middle of the first one.
    """

    per_km2: FloatArray
    west_m: float
    south_m: float
    cell_m: float

    def peak(self) -> tuple[float, float, float]:
        """Return the highest density and its x and y."""
        if not self.per_km2.size:
            return 0.0, float("nan"), float("nan")
        row, column = np.unravel_index(int(self.per_km2.argmax()), self.per_km2.shape)
        x, y = self.west_m + column * self.cell_m, self.south_m + row * self.cell_m
        return float(self.per_km2.max()), float(x), float(y)


def measure(
    x: FloatArray, y: FloatArray, *, sigma_m: float = SIGMA_M, weights: FloatArray | None = None
) -> Surface:
    """Spread every case by a Gaussian kernel and add up: cases per square kilometre.

    Parameters
    ----------
    x, y : n coordinates in metres; NaN is left out.
    sigma_m : width of the kernel; beyond four of them it is 0.
    weights : n counts, for cases that were added up before; None is 1 each.

    Returns
    -------
    Surface whose sum times the area of a cell is the number of cases; empty without cases.

    Raises
    ------
    InvalidInputError : a width that is none, or a city of more than MAX_CELLS cells for it.

    >>> surface = measure(np.array([0.0]), np.array([0.0]), sigma_m=100)
    >>> round(float(surface.per_km2.sum()) * surface.cell_m**2 / 1e6, 3)
    1.0
    >>> round(surface.peak()[0], 1)
    15.4
    """
    if not (np.isfinite(sigma_m) and sigma_m > 0):
        raise InvalidInputError(f"a kernel of {sigma_m:g} m is no kernel")
    is_placed = np.isfinite(x) & np.isfinite(y)
    amount = None if weights is None else weights[is_placed]
    places = np.column_stack([y, x])[is_placed]
    cell_m = sigma_m / CELLS_PER_SIGMA
    if not len(places):
        return Surface(np.zeros((0, 0)), 0.0, 0.0, cell_m)
    margin = int(np.ceil(_REACH_SIGMAS * CELLS_PER_SIGMA)) + 1
    low = np.floor(places.min(axis=0) / cell_m).astype(np.int64) - margin
    shape = np.floor(places.max(axis=0) / cell_m).astype(np.int64) + margin + 1 - low
    if int(np.prod(shape)) > MAX_CELLS:
        raise InvalidInputError(
            f"{int(np.prod(shape)):,} cells for a kernel of {sigma_m:g} m; take a wider one"
        )
    counts = _shared_out(places / cell_m - low, amount, (int(shape[0]), int(shape[1])))
    spread = ndimage.gaussian_filter(
        counts, CELLS_PER_SIGMA, mode="constant", truncate=_REACH_SIGMAS
    )
    south, west = ((low + 0.5) * cell_m).tolist()
    return Surface(spread / (cell_m * cell_m) * _M2_PER_KM2, west, south, cell_m)


def bands(
    surface: Surface, crs: pyproj.CRS | int, levels_per_km2: tuple[float, ...] = LEVELS_PER_KM2
) -> gpd.GeoDataFrame:
    """Return the areas between one level and the next, as far as the surface reaches.

    Parameters
    ----------
    surface : what ``measure`` returned.
    crs : the metric CRS of its coordinates.
    levels_per_km2 : ascending, above 0.

    Returns
    -------
    GeoDataFrame, lowest first: low_per_km2, high_per_km2 (NaN for the highest level of the scale),
    geometry (disjoint MultiPolygons).

    Raises
    ------
    InvalidInputError : levels that do not ascend from above 0.

    >>> surface = measure(np.array([0.0]), np.array([0.0]), sigma_m=100)
    >>> bands(surface, 26985)[["low_per_km2", "high_per_km2"]].values.tolist()
    [[1.0, 2.0], [2.0, 5.0], [5.0, 10.0], [10.0, 20.0]]
    """
    levels = np.asarray(levels_per_km2, dtype=np.float64)
    if not len(levels) or levels[0] <= 0 or (np.diff(levels) <= 0).any():
        raise InvalidInputError("levels ascend from above 0")
    reached = levels[levels <= surface.peak()[0]]
    upper = np.append(levels[1:], np.nan)[: len(reached)]
    origin = surface.west_m, surface.south_m, surface.cell_m
    above = [contours.at_least(surface.per_km2, level, *origin) for level in reached]
    rings = [one.difference(inner) for one, inner in pairwise(above)] + above[-1:]
    # Finer than the kernel's width by far; what two bands share stays shared.
    shapes = shapely.coverage_simplify(rings, surface.cell_m / 4.0) if rings else rings
    frame = gpd.GeoDataFrame(
        {"low_per_km2": reached, "high_per_km2": upper}, geometry=shapes, crs=crs
    )
    return frame[~frame.geometry.is_empty].reset_index(drop=True)


def _shared_out(
    places: FloatArray, amount: FloatArray | None, shape: tuple[int, int]
) -> FloatArray:
    """Share each case out to the four nearest middles, so that the surface does not jump."""
    base = np.floor(places - 0.5).astype(np.int64)
    part = places - 0.5 - base
    counts = np.zeros(shape[0] * shape[1])
    for down in (0, 1):
        for right in (0, 1):
            share = np.abs(1 - down - part[:, 0]) * np.abs(1 - right - part[:, 1])
            if amount is not None:
                share = share * amount
            cell = (base[:, 0] + down) * shape[1] + base[:, 1] + right
            counts += np.bincount(cell, weights=share, minlength=len(counts))
    return counts.reshape(shape)
