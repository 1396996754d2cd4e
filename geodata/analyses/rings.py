"""Areas that cannot be judged as they stand: no polygon, an invalid ring, a code used twice."""

from __future__ import annotations

import re

import numpy as np
import shapely

from geodata.analyses import overlay
from geodata.analyses.findings import Finding, point_on
from geodata.analyses.layer import Layer

_PLACE = re.compile(r"\[(\S+) (\S+)\]")


def find_duplicates(layer: Layer) -> list[Finding]:
    """Codes that more than one row uses; the geometry is all of their polygons."""
    codes, count = np.unique(layer.codes.astype(str), return_counts=True)
    findings = []
    for code, times in zip(codes[count > 1], count[count > 1], strict=True):
        whole = overlay.union(layer.polygons[layer.codes == code])
        at = None if whole.is_empty else point_on(whole)
        findings.append(
            Finding("duplicate_id", (str(code),), float(whole.area), whole, at, str(times))
        )
    return findings


def find_empty(layer: Layer) -> list[Finding]:
    """Areas without a geometry, without a polygon, or with one of no area."""
    blank = np.flatnonzero(shapely.area(layer.polygons) == 0)
    return [Finding("empty", (layer.codes[i],), 0.0, None, None, "") for i in blank]


def find_invalid(layer: Layer) -> list[Finding]:
    """Areas with an invalid ring; ``area_m2`` and geometry are those of the mended copy.

    ``at`` is the place of the defect, ``reason`` what GEOS says.
    """
    findings = []
    for i in np.flatnonzero(~shapely.is_valid(layer.raw) & ~shapely.is_missing(layer.raw)):
        polygon = layer.polygons[i]
        text = str(shapely.is_valid_reason(layer.raw[i]))
        place = _PLACE.search(text)
        at = None if polygon.is_empty else point_on(polygon)
        if place and np.isfinite([float(place[1]), float(place[2])]).all():
            at = shapely.Point(float(place[1]), float(place[2]))
        reason = _PLACE.sub("", text).strip().lower()
        area_m2 = float(shapely.area(polygon))
        findings.append(Finding("invalid", (layer.codes[i],), area_m2, polygon, at, reason))
    return findings
