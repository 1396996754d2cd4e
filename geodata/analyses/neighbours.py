"""Who is beside whom: binary weights that include the zone itself, as a sparse matrix."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy import sparse

from geodata.crs import require_metric

# Borders that were not drawn vertex by vertex touch within this distance.
_TOUCH_M = 0.01


def of_areas(areas: gpd.GeoDataFrame | gpd.GeoSeries) -> sparse.csr_array:
    """Return queen neighbours: areas that share a border or a corner, and each area itself.

    In a valid coverage these are the areas that share a vertex, found by sorting the vertices; else
    all areas within one centimetre of each other.

    Parameters
    ----------
    areas : n polygons in a metric CRS; missing and empty ones have no neighbour but themselves.

    Returns
    -------
    Symmetric (n, n) matrix of ones.

    >>> boxes = [shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2), shapely.box(5, 5, 6, 6)]
    >>> of_areas(gpd.GeoSeries(boxes, crs=26985)).sum(axis=1).tolist()
    [2.0, 2.0, 1.0]
    """
    require_metric(areas)
    polygons = np.asarray(areas.geometry.array, dtype=object)
    if shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons):
        return _by_vertex(polygons)
    one, other = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=_TOUCH_M)
    return _matrix(one, other, len(polygons))


def of_cells(row: npt.ArrayLike, column: npt.ArrayLike) -> sparse.csr_array:
    """Return queen neighbours of square cells: up to eight around each, and the cell itself.

    ``row`` and ``column``: integers, shape (n,), each pair once. Returns a symmetric (n, n) matrix
    of ones.

    >>> of_cells([0, 0, 1], [0, 1, 5]).sum(axis=1).tolist()
    [2.0, 2.0, 1.0]
    """
    rows = np.asarray(row, dtype=np.intp)
    columns = np.asarray(column, dtype=np.intp)
    if not len(rows):
        return _matrix(rows, rows, 0)
    rows, columns = rows - rows.min() + 1, columns - columns.min() + 1
    # A frame of absent cells around, so that no shift wraps.
    position = np.full((rows.max() + 2, columns.max() + 2), -1, dtype=np.intp)
    position[rows, columns] = np.arange(len(rows))
    shifts = [(dr, dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1)]
    beside = np.stack([position[rows + dr, columns + dc] for dr, dc in shifts], axis=1)
    is_there = beside >= 0
    start = np.append(0, np.cumsum(is_there.sum(axis=1)))
    shape = (len(rows), len(rows))
    return sparse.csr_array((np.ones(start[-1]), beside[is_there], start), shape=shape)


def _by_vertex(polygons: npt.NDArray[np.object_]) -> sparse.csr_array:
    coords, owner = shapely.get_coordinates(polygons, return_index=True)
    # + 0.0 makes one zero of the two.
    place = np.unique(coords[:, 0] + 1j * coords[:, 1] + 0.0, return_inverse=True)[1]
    shape = (len(polygons), int(place.max(initial=-1)) + 1)
    touches = sparse.csr_array((np.ones(len(owner)), (owner, place)), shape=shape)
    one, other = (touches @ touches.T).nonzero()
    return _matrix(one, other, len(polygons))


def _matrix(one: npt.NDArray[np.intp], other: npt.NDArray[np.intp], count: int) -> sparse.csr_array:
    itself = np.arange(count)
    pair = (np.concatenate([one, itself]), np.concatenate([other, itself]))
    matrix = sparse.csr_array((np.ones(len(pair[0])), pair), shape=(count, count))
    matrix.data[:] = 1.0
    return matrix
