"""Cutting and uniting polygons so that nearly equal edges cannot upset the result.

In floating precision GEOS 3.14 may drop a whole polygon without an error: a square of 100 m inside
a larger rectangle, turned so that one pair of edges coincides but for rounding, had an intersection
of two points. Snap rounding to a fixed grid has no such cases.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

ObjectArray = npt.NDArray[np.object_]
Shapes = TypeVar("Shapes", ObjectArray, BaseGeometry)

# A thousandth of a millimetre: far below any survey, a thousand times the rounding of a double.
GRID_M = 1e-6


def intersection(one: Shapes, other: ObjectArray | BaseGeometry) -> Shapes:
    """Return what both have in common, element by element; CRS in metres.

    >>> squares = np.array([shapely.box(0, 0, 2, 2)])
    >>> intersection(squares, shapely.box(1, 0, 3, 2))[0].area
    2.0
    """
    common: Shapes = shapely.intersection(one, other, grid_size=GRID_M)
    return common


def difference(one: Shapes, other: ObjectArray | BaseGeometry) -> Shapes:
    """Return what is in the first and not in the other, element by element; CRS in metres.

    >>> squares = np.array([shapely.box(0, 0, 2, 2)])
    >>> difference(squares, shapely.box(1, 0, 3, 2))[0].area
    2.0
    """
    rest: Shapes = shapely.difference(one, other, grid_size=GRID_M)
    return rest


def union(polygons: ObjectArray) -> BaseGeometry:
    """Return all polygons as one geometry; CRS in metres.

    >>> union(np.array([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)])).area
    6.0
    """
    return shapely.union_all(polygons, grid_size=GRID_M)
