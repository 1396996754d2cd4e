"""Ground that no area claims."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.analyses import overlay
from geodata.analyses.area_lookup import AreaLookup
from geodata.analyses.findings import Finding, point_on
from geodata.analyses.layer import Layer, ObjectArray, united
from geodata.analyses.sieve import Sieve

# An area within this distance of a gap is its neighbour: above overlay noise, below any street.
_NEIGHBOUR_M = 0.01


def find_gaps(
    layer: Layer,
    parents: Layer | None,
    outline: BaseGeometry | None,
    sieve: Sieve,
) -> list[Finding]:
    """One finding per connected piece of more than the tolerance that should be covered.

    What should be covered: every parent; the outline, or without one the holes that the areas
    enclose. So a hole that the outline has too is meant to be there.
    """
    pieces: list[tuple[BaseGeometry, str]] = []
    childless: list[Finding] = []
    if parents is not None:
        left = _uncovered_parents(layer, parents)
        is_whole = shapely.area(left) >= shapely.area(parents.polygons) * (1 - 1e-9)
        childless = [_childless(parents, int(i)) for i in np.flatnonzero(is_whole)]
        at = np.flatnonzero(~is_whole)
        part, owner = shapely.get_parts(left[at], return_index=True)
        pieces += zip(part, parents.codes[at[owner]], strict=True)
    rest = _holes(layer.union) if outline is None else overlay.difference(outline, layer.union)
    if parents is not None and not rest.is_empty:
        rest = overlay.difference(rest, parents.union)
    pieces += [(part, "") for part in shapely.get_parts(rest)]
    pieces = [(part, code) for part, code in pieces if part.geom_type == "Polygon"]
    large = sieve.keep("gap", np.array([part for part, _ in pieces], dtype=object))
    return childless + _beside(layer, [pieces[i] for i in large])


def _childless(parents: Layer, position: int) -> Finding:
    whole = parents.polygons[position]
    codes = (parents.codes[position],)
    return Finding("gap", (), float(whole.area), whole, point_on(whole), "childless", codes)


def _beside(layer: Layer, pieces: list[tuple[BaseGeometry, str]]) -> list[Finding]:
    """Gaps with the areas beside them."""
    parts = np.array([part for part, _ in pieces], dtype=object)
    at, neighbour = layer.tree.query(parts, predicate="dwithin", distance=_NEIGHBOUR_M)
    beside = np.split(neighbour[np.argsort(at, kind="stable")], _ends(at, len(parts)))
    return [
        Finding(
            "gap",
            layer.ids(np.unique(near)),
            float(part.area),
            part,
            part.representative_point(),
            "uncovered",
            (code,) if code else (),
        )
        for (part, code), near in zip(pieces, beside, strict=False)
    ]


def _ends(at: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.intp]:
    return np.cumsum(np.bincount(at, minlength=count))


def _holes(covered: BaseGeometry) -> BaseGeometry:
    """What a union encloses without covering; an island inside a hole stays covered."""
    rings = shapely.get_parts(shapely.get_rings(covered))
    filled = overlay.union(shapely.polygons(rings)) if len(rings) else shapely.MultiPolygon()
    return overlay.difference(filled, covered)


def _uncovered_parents(layer: Layer, parents: Layer) -> ObjectArray:
    """What is left of each parent: first without its own areas, then, if needed, without any."""
    inside = shapely.point_on_surface(layer.polygons)
    filled = np.flatnonzero(~shapely.is_empty(inside))
    lookup = AreaLookup.build(gpd.GeoSeries(parents.polygons))
    owner = np.full(len(inside), -1)
    owner[filled] = lookup.find(shapely.get_x(inside[filled]), shapely.get_y(inside[filled]))
    order = np.argsort(owner, kind="stable")
    groups = np.split(order, np.searchsorted(owner[order], np.arange(len(parents.codes) + 1)))[1:]
    own = [united(layer.polygons[g], is_coverage=layer.is_coverage) for g in groups[:-1]]
    left = overlay.difference(parents.polygons, np.array(own, dtype=object))
    for i in np.flatnonzero(shapely.area(left) > 0):
        near = np.setdiff1d(layer.tree.query(left[i], predicate="intersects"), groups[i])
        left[i] = overlay.difference(left[i], overlay.union(layer.polygons[near]))
    return np.asarray(left, dtype=object)
