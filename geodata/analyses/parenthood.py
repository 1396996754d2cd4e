"""Areas that do not lie inside exactly one parent."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.analyses import overlay
from geodata.analyses.findings import Finding, point_on
from geodata.analyses.layer import Layer, ObjectArray, mended
from geodata.analyses.shares import Shares, covered_pairs, share_out
from geodata.analyses.sieve import Sieve

_NOTHING_M2 = 1e-3


def find_strays(layer: Layer, parents: Layer, sieve: Sieve) -> list[Finding]:
    """Areas that straddle parents or reach out of them by more than the tolerance.

    The parent of an area is the one that it names or, where the layer names none, the one that
    holds most of it.
    """
    suspects = _suspects(layer, parents)
    shares = share_out(layer, parents, suspects)
    findings: list[Finding] = []
    start = np.searchsorted(shares.piece, suspects)
    end = np.searchsorted(shares.piece, suspects, side="right")
    for area, low, high in zip(suspects, start, end, strict=True):
        findings += _judge(layer, parents, int(area), shares.between(low, high), sieve)
    return findings


def find_outside(layer: Layer, outline: BaseGeometry, sieve: Sieve) -> list[Finding]:
    """Areas that reach out of the outline by more than the tolerance."""
    shapely.prepare(outline)
    beyond = np.flatnonzero(~shapely.covers(outline, layer.polygons))
    left = mended(overlay.difference(layer.polygons[beyond], outline))
    return [
        _outside(layer.codes[beyond[i]], left[i], "outline", ())
        for i in sieve.keep("outside_parent", left)
    ]


def _judge(layer: Layer, parents: Layer, area: int, shares: Shares, sieve: Sieve) -> list[Finding]:
    """The verdict on one area that is not simply covered by its parent."""
    code, polygon = layer.codes[area], layer.polygons[area]
    holders = parents.codes[shares.holder]
    own = _own_parent(layer, area, holders, shares.part_m2)
    if own is None:
        return [_outside(code, polygon, "nowhere", ())]
    if own == "":
        return [_outside(code, polygon, "no_parent", ())]
    if own not in parents.known:
        return [_outside(code, polygon, "unknown_parent", (own,))]
    is_own = holders == own
    is_mostly_away = shares.part_m2[is_own].sum() < polygon.area / 2
    if is_mostly_away and not sieve.passes(shares.part[is_own]).any():
        return [_outside(code, polygon, "wholly", (own,))]
    findings = []
    elsewhere = np.flatnonzero(~is_own)
    away = elsewhere[sieve.keep("straddles_parent", shares.part[elsewhere])]
    if len(away):
        part = mended(np.array([overlay.union(shares.part[away])]))[0]
        ids = (own, *sorted(set(holders[away])))
        area_m2 = float(part.area)
        findings.append(
            Finding("straddles_parent", (code,), area_m2, part, point_on(part), "", ids)
        )
    # Parents that do not overlap are told apart by sums; cutting is dear.
    if not parents.is_coverage or polygon.area - shares.part_m2.sum() > _NOTHING_M2:
        near = parents.polygons[parents.tree.query(polygon)]
        left = mended(np.array([overlay.difference(polygon, overlay.union(near))]))
        if len(sieve.keep("outside_parent", left)):
            findings.append(_outside(code, left[0], "partly", (own,)))
    return findings


def _own_parent(
    layer: Layer, area: int, holders: ObjectArray, part_m2: npt.NDArray[np.float64]
) -> str | None:
    """The code of the parent: empty when it should be named and is not, None when there is none."""
    if layer.parents is not None:
        return str(layer.parents[area])
    # Of equal shares the lowest code, as everywhere.
    return None if not len(holders) else str(holders[np.lexsort((holders, -part_m2))[0]])


def _outside(
    code: str, geometry: BaseGeometry, reason: str, parent_ids: tuple[str, ...]
) -> Finding:
    area_m2 = float(geometry.area)
    return Finding(
        "outside_parent", (code,), area_m2, geometry, point_on(geometry), reason, parent_ids
    )


def _suspects(layer: Layer, parents: Layer) -> npt.NDArray[np.intp]:
    """Areas that the parent they should lie in does not cover; most areas end here."""
    area, parent = covered_pairs(layer, parents)
    if layer.parents is not None:
        area = area[layer.parents[area] == parents.codes[parent]]
    is_fine = np.zeros(len(layer.codes), dtype=np.bool_)
    is_fine[area] = True
    return np.flatnonzero(~is_fine & ~shapely.is_empty(layer.polygons))
