"""Long edges and the vertices that neighbours have on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

# How much a line that is straight in one city CRS may bend in another (both conformal, within
# 300 km of the axis): the gradients of their scales, 7e-9 and 3e-9 per metre, added up.
CURVATURE_PER_M = 1e-8
LONG_EDGE_M = 500.0
# In degrees the line is as straight as it was drawn; only rounding is forgiven (0.1 mm).
LONG_EDGE_DEGREES = 0.002
ROUNDING_DEGREES = 1e-9


def share_vertices(layers: Sequence[gpd.GeoDataFrame]) -> list[gpd.GeoDataFrame]:
    """Give long edges the vertices that other shapes have on them.

    An edge that was straight in the CRS in which it was drawn is an arc in any other, while only
    its vertices are moved. Where one shape has a vertex in the middle of a long edge and its
    neighbour has none, the two part: by 0.2 m over 13 km between UTM and a state plane, which
    would be a gap of 1,700 m2 that nobody drew. So each long edge gets the vertices of all
    layers that lie on it: within ROUNDING_DEGREES in degrees, else within its possible bend,
    length^2 x CURVATURE_PER_M / 8. Call it before a projection and after.

    Parameters
    ----------
    layers : polygons in one CRS, in degrees or metres.

    Returns
    -------
    The layers in their order, same index and columns; shapes without long edges are untouched.

    Raises
    ------
    InvalidInputError : the CRS of the layers differ.

    >>> long = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 8000, 9)], crs=26985)
    >>> halves = [shapely.Polygon([(0, 0), (8000, 0), (8000, -9), (0, -9), (0, 0)]),
    ...           shapely.Polygon([(0, 9), (4000, 9.01), (8000, 9), (8000, 99), (0, 9)])]
    >>> shared = share_vertices([long, gpd.GeoDataFrame(geometry=halves, crs=26985)])
    >>> shared[0].geometry[0].contains(shapely.Point(4000, 9.005))
    True
    """
    if any(layer.crs != layers[0].crs for layer in layers):
        raise InvalidInputError("the layers must be in one CRS")
    shapes = [layer.geometry.to_numpy() for layer in layers]
    vertices = np.unique(np.concatenate([shapely.get_coordinates(s) for s in shapes]), axis=0)
    rule = _Rule(
        bool(layers[0].crs.is_geographic), shapely.STRtree(shapely.points(vertices)), vertices
    )
    return [
        layer.set_geometry([_with_vertices(s, rule) for s in own], crs=layer.crs)
        for layer, own in zip(layers, shapes, strict=True)
    ]


@dataclass(frozen=True)
class _Rule:
    """Which edges are long, and which vertices lie on one."""

    is_in_degrees: bool
    tree: shapely.STRtree
    vertices: FloatArray

    @property
    def long_edge(self) -> float:
        return LONG_EDGE_DEGREES if self.is_in_degrees else LONG_EDGE_M

    def between(self, start: FloatArray, end: FloatArray) -> FloatArray:
        """Return the vertices on the edge in their order along it, without its ends."""
        length = float(np.hypot(*(end - start)))
        bend = ROUNDING_DEGREES if self.is_in_degrees else length**2 * CURVATURE_PER_M / 8
        edge = shapely.LineString([start, end])
        near = self.vertices[self.tree.query(edge, predicate="dwithin", distance=bend)]
        along = (near - start) @ (end - start) / length
        inside = (along > bend) & (along < length - bend)
        return np.asarray(near[inside][np.argsort(along[inside])])


def _with_vertices(shape: BaseGeometry | None, rule: _Rule) -> BaseGeometry | None:
    if shape is None or shape.is_empty:
        return shape
    positions = shapely.get_coordinates(shape)
    if not (np.hypot(*np.diff(positions, axis=0).T) >= rule.long_edge).any():
        return shape
    parts = []
    for polygon in shapely.get_parts(shape):
        rings = [_ring(shapely.get_coordinates(ring), rule) for ring in _rings(polygon)]
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return parts[0] if shape.geom_type == "Polygon" else shapely.MultiPolygon(parts)


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    return [polygon.exterior, *polygon.interiors]


def _ring(ring: FloatArray, rule: _Rule) -> FloatArray:
    lengths = np.hypot(*np.diff(ring, axis=0).T)
    pieces, done = [], 0
    for edge in np.flatnonzero(lengths >= rule.long_edge).tolist():
        pieces.append(ring[done : edge + 1])
        pieces.append(rule.between(ring[edge], ring[edge + 1]))
        done = edge + 1
    return np.concatenate([*pieces, ring[done:]])
