"""A square lattice of equal-area cells over a city, and counting on it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.analyses import overlay
from geodata.analyses.layer import mended
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError

DEFAULT_CELL_M = 250.0
KEPT_SHARE = 0.5
MAX_CELLS = 4_000_000


def cells(
    outline: gpd.GeoDataFrame | gpd.GeoSeries, cell_m: float = DEFAULT_CELL_M
) -> gpd.GeoDataFrame:
    """Lay square cells over an outline and keep those with at least half of their area inside.

    The lines lie on multiples of ``cell_m`` in the CRS, so that a cell stays the same when the
    outline changes.

    Parameters
    ----------
    outline : polygons in a metric CRS; their union counts, invalid rings are read as mended.
    cell_m : side of a cell in metres.

    Returns
    -------
    GeoDataFrame in the same CRS, from south to north and west to east: cell (text, unique), row
    and column (int: south and west edge in multiples of ``cell_m``), inside_share, geometry.

    Raises
    ------
    InvalidInputError : not metric, empty, or more than MAX_CELLS cells.

    >>> outline = gpd.GeoSeries([shapely.box(0, 0, 1000, 620)], crs=26985)
    >>> found = cells(outline, 250)
    >>> len(found), found["cell"].iloc[0], float(found["inside_share"].min())
    (8, '0_0', 1.0)
    """
    require_metric(outline)
    whole = overlay.union(mended(np.asarray(outline.geometry.array, dtype=object)))
    if whole.is_empty:
        raise InvalidInputError("the outline is empty")
    if not (np.isfinite(cell_m) and cell_m > 0):
        raise InvalidInputError(f"a cell of {cell_m:g} m is no cell")
    low = np.floor(np.array(whole.bounds[:2]) / cell_m).astype(np.int64)
    high = np.ceil(np.array(whole.bounds[2:]) / cell_m).astype(np.int64)
    count = int(np.prod(high - low))
    if count > MAX_CELLS:
        raise InvalidInputError(f"{count:,} cells of {cell_m:g} m; at most {MAX_CELLS:,}")
    row, column = (axis.ravel() for axis in np.mgrid[low[1] : high[1], low[0] : high[0]])
    boxes = shapely.box(column * cell_m, row * cell_m, (column + 1) * cell_m, (row + 1) * cell_m)
    share = _inside_share(boxes, whole, cell_m)
    keep = share >= KEPT_SHARE
    row, column = row[keep], column[keep]
    names = [f"{r}_{c}" for r, c in zip(row.tolist(), column.tolist(), strict=True)]
    data = {"cell": names, "row": row, "column": column, "inside_share": share[keep]}
    return gpd.GeoDataFrame(data, geometry=boxes[keep], crs=outline.crs)


def count(
    lattice: gpd.GeoDataFrame,
    x: FloatArray,
    y: FloatArray,
    *,
    cell_m: float = DEFAULT_CELL_M,
    weights: npt.ArrayLike | None = None,
) -> FloatArray:
    """Count points, or sum their weights, in each cell; cells without any give 0.

    A point on the line between cells belongs to the eastern or northern one.

    Parameters
    ----------
    lattice : what ``cells`` returned for the same ``cell_m``.
    x, y : m coordinates in the CRS of the lattice; those in no cell and NaN are left out.
    weights : m numbers.

    Returns
    -------
    Array in the order of ``lattice``; its sum tells how much lies in the lattice at all.

    >>> found = cells(gpd.GeoSeries([shapely.box(0, 0, 500, 250)], crs=26985), 250)
    >>> count(found, np.array([10.0, 250.0, 260.0, 999.0]), np.full(4, 5.0), cell_m=250).tolist()
    [1.0, 2.0]
    """
    place = locate(lattice, x, y, cell_m=cell_m)
    is_inside = place >= 0
    amount = None
    if weights is not None:
        amount = np.asarray(weights, dtype=np.float64)[is_inside]
    total = np.bincount(place[is_inside], weights=amount, minlength=len(lattice))
    return total.astype(np.float64)


def locate(
    lattice: gpd.GeoDataFrame, x: FloatArray, y: FloatArray, *, cell_m: float = DEFAULT_CELL_M
) -> npt.NDArray[np.intp]:
    """Return the position of each point's cell in ``lattice``; -1 in none, and for NaN.

    Parameters are those of ``count``.

    >>> found = cells(gpd.GeoSeries([shapely.box(0, 0, 500, 250)], crs=26985), 250)
    >>> locate(found, np.array([260.0, 999.0]), np.full(2, 5.0), cell_m=250).tolist()
    [1, -1]
    """
    place = np.full(len(x), -1, dtype=np.intp)
    if lattice.empty:
        return place
    first_row, first_column = lattice["row"].min(), lattice["column"].min()
    position = np.full((_span(lattice["row"]), _span(lattice["column"])), -1, dtype=np.intp)
    position[lattice["row"] - first_row, lattice["column"] - first_column] = range(len(lattice))
    row, column = np.floor(y / cell_m) - first_row, np.floor(x / cell_m) - first_column
    is_near = (row >= 0) & (row < position.shape[0]) & (column >= 0) & (column < position.shape[1])
    place[is_near] = position[row[is_near].astype(np.intp), column[is_near].astype(np.intp)]
    return place


def _span(values: npt.NDArray[np.int64]) -> int:
    return int(values.max() - values.min()) + 1


def _inside_share(boxes: npt.NDArray[np.object_], whole: BaseGeometry, cell_m: float) -> FloatArray:
    share = np.zeros(len(boxes))
    tree = shapely.STRtree(boxes)
    inside = tree.query(whole, predicate="contains")
    share[inside] = 1.0
    edge = np.setdiff1d(tree.query(whole.boundary, predicate="intersects"), inside)
    share[edge] = shapely.area(overlay.intersection(boxes[edge], whole)) / cell_m**2
    return share
