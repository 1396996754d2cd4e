"""The discs of cells that a scan looks through: around every cell, from itself to a radius."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray

# Radii in cells; 1.5 is the block of three by three.
RADII_CELLS = (0.0, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)


class Discs(NamedTuple):
    """Of each cell s, from start[s] to start[s + 1]: the centres whose discs hold it.

    ``level`` is the position in ``radius_m`` of the smallest of their discs that does.
    """

    start: npt.NDArray[np.int64]
    centre: npt.NDArray[np.int64]
    level: npt.NDArray[np.int64]
    radius_m: FloatArray


def build(
    cells: gpd.GeoDataFrame, used: npt.NDArray[np.int64], *, cell_m: float, radius_m: float
) -> Discs:
    """Lay the discs around every cell of a lattice that an event fell in.

    Parameters
    ----------
    cells : what ``lattice.cells`` returned for ``cell_m``.
    used : positions of the cells of the events; others are no centres.
    radius_m : of the largest disc.

    >>> import shapely
    >>> from geodata.analyses import lattice
    >>> town = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 300, 100)], crs=26985), 100)
    >>> discs = build(town, np.array([0, 2]), cell_m=100, radius_m=100)
    >>> discs.radius_m.tolist(), members(discs, 0, 1).tolist(), members(discs, 1, 0).tolist()
    ([0.0, 100.0], [0, 1], [])
    """
    radii = np.array([cells_wide for cells_wide in RADII_CELLS if cells_wide * cell_m <= radius_m])
    row = (cells["row"] - cells["row"].min()).to_numpy()
    column = (cells["column"] - cells["column"].min()).to_numpy()
    reach = int(np.floor(radii[-1]))
    position = np.full((row.max() + 1 + 2 * reach, column.max() + 1 + 2 * reach), -1)
    is_used = np.zeros(len(cells), dtype=np.bool_)
    is_used[used] = True
    position[row + reach, column + reach] = np.where(is_used, np.arange(len(cells)), -1)
    around = np.arange(-reach, reach + 1)
    down, right = (axis.ravel() for axis in np.meshgrid(around, around, indexing="ij"))
    level = np.searchsorted(radii, np.hypot(down, right) - 1e-9)
    is_near = level < len(radii)
    down, right, level = down[is_near], right[is_near], level[is_near]
    centre = position[row[:, None] + reach + down, column[:, None] + reach + right]
    is_there = centre >= 0
    start = np.append(0, np.cumsum(is_there.sum(axis=1))).astype(np.int64)
    levels = np.broadcast_to(level, centre.shape)[is_there].astype(np.int64)
    return Discs(start, centre[is_there].astype(np.int64), levels, radii * cell_m)


def sums(discs: Discs, cell: npt.NDArray[np.int64], cell_count: int) -> FloatArray:
    """Count events (positions of their cells) in every disc: (cells, levels)."""
    per_cell = np.bincount(cell, minlength=cell_count).astype(np.float64)
    held = np.repeat(per_cell, np.diff(discs.start))
    levels = len(discs.radius_m)
    flat = np.bincount(
        discs.centre * levels + discs.level, weights=held, minlength=cell_count * levels
    )
    return np.cumsum(flat.reshape(cell_count, levels), axis=1)


def members(discs: Discs, centre: int, level: int) -> npt.NDArray[np.int64]:
    """Return the positions of the cells of one disc."""
    owner = np.repeat(np.arange(len(discs.start) - 1), np.diff(discs.start))
    return np.asarray(owner[(discs.centre == centre) & (discs.level <= level)], dtype=np.int64)
