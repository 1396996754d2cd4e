"""Units that do not fit together: found, repaired where that is safe, and named.

The rules: an invalid ring is mended by its structure; two units that overlap by at most
``SLIVER_WIDTH_M`` or a tenth of the smaller one, and gaps at most ``SLIVER_WIDTH_M`` wide, go to
the unit with the longest common border (GEOS's coverage cleaning). Wider gaps stay and are named.
"""

from __future__ import annotations

import numpy as np
import shapely

from geodata.analyses.layer import mended
from geodata.analyses.zoning.borders import ObjectArray
from geodata.analyses.zoning.findings import ZoningFinding
from geodata.errors import InvalidInputError

# Half a lane: no grid is wanted there, and no building fits.
SLIVER_WIDTH_M = 2.0
_NOISE_M2 = 1.0
_RULE = "given to the unit with the longest common border"


def repaired(raw: ObjectArray, codes: ObjectArray) -> tuple[ObjectArray, list[ZoningFinding]]:
    """Return polygons that form a valid coverage, and what was found on the way.

    Raises InvalidInputError when a unit has no polygon, or is swallowed by others.
    """
    findings: list[ZoningFinding] = []
    raw = shapely.force_2d(raw)
    for i in np.flatnonzero(~shapely.is_valid(raw)):
        _require_polygon(raw[i], codes[i])
        why = shapely.is_valid_reason(raw[i])
        message = f"The outline of {codes[i]} is invalid: {why}."
        findings.append(
            ZoningFinding("invalid", (codes[i],), message, repaired="mended by structure")
        )
    polygons = mended(raw)
    for i in np.flatnonzero(shapely.is_empty(polygons)):
        _require_polygon(None, codes[i])
    if shapely.coverage_is_valid(polygons):
        return polygons, findings
    findings += _overlaps(polygons, codes)
    cleaned = shapely.coverage_clean(polygons, gap_width=SLIVER_WIDTH_M)
    gone = np.flatnonzero(shapely.is_empty(cleaned))
    if len(gone):
        raise InvalidInputError(f"unit {codes[gone[0]]} lies wholly under other units")
    findings += _gaps(polygons, cleaned, codes)
    return np.asarray(cleaned, dtype=object), findings


def _require_polygon(shape: object, code: str) -> None:
    if shape is None or getattr(shape, "is_empty", True):
        raise InvalidInputError(f"unit {code} has no polygon")


def _overlaps(polygons: ObjectArray, codes: ObjectArray) -> list[ZoningFinding]:
    edges = shapely.coverage_invalid_edges(polygons)
    suspects = np.flatnonzero(~shapely.is_empty(edges))
    at, other = shapely.STRtree(polygons).query(polygons[suspects], predicate="intersects")
    one = suspects[at]
    pairs = np.unique(np.sort(np.stack([one, other], axis=1)[one != other], axis=1), axis=0)
    shared_m2 = shapely.area(shapely.intersection(polygons[pairs[:, 0]], polygons[pairs[:, 1]]))
    return [
        ZoningFinding(
            "overlap",
            (codes[i], codes[j]),
            f"{codes[i]} and {codes[j]} overlap by {area_m2:,.1f} m².",
            amount=float(area_m2),
            repaired=_RULE,
        )
        for (i, j), area_m2 in zip(pairs, shared_m2, strict=True)
        if area_m2 > _NOISE_M2
    ]


def _gaps(before: ObjectArray, after: ObjectArray, codes: ObjectArray) -> list[ZoningFinding]:
    """Name what was filled, and the holes that stay."""
    filled = shapely.get_parts(shapely.difference(after, shapely.union_all(before)))
    findings = [_gap(part, after, codes, rule=_RULE) for part in filled if part.area > _NOISE_M2]
    whole = shapely.get_parts(shapely.coverage_union_all(after))
    rings = shapely.get_parts(shapely.get_rings(whole))
    shells = shapely.get_exterior_ring(whole)
    holes = [ring for ring in rings if not any(ring.equals_exact(s, 0.0) for s in shells)]
    for ring in holes:
        part = shapely.Polygon(ring)
        if part.area > _NOISE_M2:
            findings.append(_gap(part, after, codes, rule=""))
    return findings


def _gap(
    part: shapely.Polygon, units: ObjectArray, codes: ObjectArray, *, rule: str
) -> ZoningFinding:
    beside = shapely.STRtree(units).query(part, predicate="dwithin", distance=0.01)
    ids = tuple(sorted(codes[beside]))
    kind, what = ("sliver", "were a gap") if rule else ("gap", "belong to no unit")
    message = f"{part.area:,.1f} m² beside {', '.join(ids[:4])} {what}."
    return ZoningFinding(kind, ids, message, amount=float(part.area), repaired=rule)
