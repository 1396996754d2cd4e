"""One fixed grid of coordinates, so that equal places are equal numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely


def on_grid(geometries: npt.NDArray[np.object_], grid_deg: float) -> npt.NDArray[np.object_]:
    """Round every vertex to the grid, vertex by vertex: equal stays equal, nothing is dropped.

    >>> on_grid(np.array([shapely.Point(1.23456, 0)]), 0.01)[0].wkt
    'POINT (1.23 0)'
    """
    decimals = round(-np.log10(grid_deg))
    return np.asarray(
        shapely.transform(geometries, lambda points: np.round(points, decimals)), dtype=object
    )
