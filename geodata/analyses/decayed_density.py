"""Recent counts and a narrow kernel of them: the surface that a forecast is made of."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from geodata.crs import FloatArray


def blend(
    cells: gpd.GeoDataFrame,
    place: npt.NDArray[np.intp],
    age_days: FloatArray,
    *,
    half_life_days: float,
    sigma_cells: float,
) -> FloatArray:
    """Return d / 2 + (G * d) / 2 per cell, d = sum over past events of 2^(-age / half-life).

    Parameters
    ----------
    cells : what ``lattice.cells`` returned.
    place : position of each event's cell, -1 in none.
    age_days : ages of the events; those of 0 or less have not happened yet.
    sigma_cells : width of the Gaussian G in cells.

    >>> import shapely
    >>> from geodata.analyses import lattice
    >>> cells = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 300, 100)], crs=26985), 100)
    >>> blend(cells, np.array([1, 1]), np.array([10.0, -1.0]), half_life_days=10, sigma_cells=0)
    array([0. , 0.5, 0. ])
    """
    is_past = (age_days > 0) & (place >= 0)
    decay = np.exp2(-age_days[is_past] / half_life_days)
    decayed = np.bincount(place[is_past], weights=decay, minlength=len(cells)).astype(np.float64)
    return 0.5 * decayed + 0.5 * smooth(cells, decayed, sigma_cells)


def smooth(cells: gpd.GeoDataFrame, values: FloatArray, sigma_cells: float) -> FloatArray:
    """Return a Gaussian average of ``values`` over the lattice; what is outside counts as 0."""
    if not len(cells) or sigma_cells <= 0:
        return values
    row = (cells["row"] - cells["row"].min()).to_numpy()
    column = (cells["column"] - cells["column"].min()).to_numpy()
    plane = np.zeros((row.max() + 1, column.max() + 1))
    plane[row, column] = values
    surface = ndimage.gaussian_filter(plane, sigma_cells, mode="constant")
    return np.asarray(surface[row, column], dtype=np.float64)


def top(rate: FloatArray, share: float) -> npt.NDArray[np.bool_]:
    """Select the cells with the highest rates: ``share`` of them, rounded, at least one.

    >>> top(np.array([1.0, 5.0, 5.0, 0.0]), 0.25).tolist()
    [False, True, False, False]
    """
    count = min(len(rate), max(1, round(share * len(rate))))
    selected = np.zeros(len(rate), dtype=np.bool_)
    selected[np.argsort(-rate, kind="stable")[:count]] = True
    return selected
