"""Long edges and the vertices that neighbours have on them."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import FloatArray, require_metric

# How much a line that is straight in one city CRS may bend in another (both conformal, within
# 300 km of the axis): the gradients of their scales, 7e-9 and 3e-9 per metre, added up.
CURVATURE_PER_M = 1e-8
LONG_EDGE_M = 500.0


def share_vertices(layers: Sequence[gpd.GeoDataFrame]) -> list[gpd.GeoDataFrame]:
    """Give long edges the vertices that other shapes have on them.

    An edge that was straight in the CRS in which it was drawn is an arc in any other, while only
    its vertices are moved. Where one shape has a vertex in the middle of a long edge and its
    neighbour has none, the two part: by 0.2 m over 13 km between UTM and a state plane, which
    would be a gap of 1,700 m2 that nobody drew. So each edge of at least LONG_EDGE_M gets the
    vertices of all layers that lie within its possible bend, length^2 x CURVATURE_PER_M / 8.

    Parameters
    ----------
    layers : polygons in one metric CRS.

    Returns
    -------
    The layers in their order, same index and columns; shapes without long edges are untouched.

    Raises
    ------
    InvalidInputError : a layer is not in a metric CRS.

    >>> long = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 8000, 9)], crs=26985)
    >>> halves = [shapely.Polygon([(0, 0), (8000, 0), (8000, -9), (0, -9), (0, 0)]),
    ...           shapely.Polygon([(0, 9), (4000, 9.01), (8000, 9), (8000, 99), (0, 9)])]
    >>> shared = share_vertices([long, gpd.GeoDataFrame(geometry=halves, crs=26985)])
    >>> shared[0].geometry[0].contains(shapely.Point(4000, 9.005))
    True
    """
    for layer in layers:
        require_metric(layer)
    shapes = [layer.geometry.to_numpy() for layer in layers]
    vertices = np.unique(np.concatenate([shapely.get_coordinates(s) for s in shapes]), axis=0)
    tree = shapely.STRtree(shapely.points(vertices))
    return [
        layer.set_geometry([_with_vertices(s, tree, vertices) for s in own], crs=layer.crs)
        for layer, own in zip(layers, shapes, strict=True)
    ]


def _with_vertices(
    shape: BaseGeometry | None, tree: shapely.STRtree, vertices: FloatArray
) -> BaseGeometry | None:
    if shape is None or shape.is_empty:
        return shape
    positions = shapely.get_coordinates(shape)
    if not (np.hypot(*np.diff(positions, axis=0).T) >= LONG_EDGE_M).any():
        return shape
    parts = []
    for polygon in shapely.get_parts(shape):
        rings = [_ring(shapely.get_coordinates(r), tree, vertices) for r in _rings(polygon)]
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return parts[0] if shape.geom_type == "Polygon" else shapely.MultiPolygon(parts)


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    return [polygon.exterior, *polygon.interiors]


def _ring(ring: FloatArray, tree: shapely.STRtree, vertices: FloatArray) -> FloatArray:
    starts, ends = ring[:-1], ring[1:]
    lengths = np.hypot(*(ends - starts).T)
    pieces, done = [], 0
    for edge in np.flatnonzero(lengths >= LONG_EDGE_M):
        pieces.append(ring[done : edge + 1])
        between = _between(starts[edge], ends[edge], lengths[edge], tree, vertices)
        pieces.append(between)
        done = int(edge) + 1
    return np.concatenate([*pieces, ring[done:]])


def _between(
    start: FloatArray,
    end: FloatArray,
    length_m: np.float64,
    tree: shapely.STRtree,
    vertices: FloatArray,
) -> npt.NDArray[np.float64]:
    """Return the vertices beside the edge in their order along it, without its ends."""
    bend_m = length_m**2 * CURVATURE_PER_M / 8
    found = tree.query(shapely.LineString([start, end]), predicate="dwithin", distance=bend_m)
    near = vertices[found]
    along = (near - start) @ (end - start) / length_m
    inside = (along > bend_m) & (along < length_m - bend_m)
    return np.asarray(near[inside][np.argsort(along[inside])])
