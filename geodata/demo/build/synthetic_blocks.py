"""Cut a polygon into blocks, as streets would: across its longer side, again and again."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.affinity import rotate
from shapely.ops import split

# A cut leaves its place by up to this share of the length, and turns by this angle at 1 sigma.
CUT_JITTER_SHARE = 0.08
CUT_TURN_DEG = 4.0
# Offcuts below this are no blocks: they are left for a neighbour.
SMALLEST_M2 = 1_500.0


def cut(shape: Polygon, count: int, rng: np.random.Generator) -> list[Polygon]:
    """Return about ``count`` blocks that lie inside ``shape`` (a metric CRS).

    Corners cut off below SMALLEST_M2 are missing from the answer.
    """
    if shape.area < SMALLEST_M2:
        return []
    if count <= 1:
        return [shape]
    near_count = count // 2
    blocks: list[Polygon] = []
    for part, parts_count in _cut_once(shape, near_count, count - near_count, rng):
        blocks += cut(part, parts_count, rng)
    return blocks


def _cut_once(
    shape: Polygon, near: int, far: int, rng: np.random.Generator
) -> list[tuple[Polygon, int]]:
    """Cut across the longer side; each part gets its share of its side's count."""
    line = _cut_line(shape, near / (near + far), rng)
    parts = [part for part in split(shape, line).geoms if part.geom_type == "Polygon"]
    if len(parts) < 2:
        return [(shape, 1)]
    mean_m2 = shape.area / (near + far)
    return [(part, max(1, round(part.area / mean_m2))) for part in parts]


def _cut_line(shape: Polygon, share: float, rng: np.random.Generator) -> LineString:
    """A line across the longer axis of the smallest turned rectangle, a little off."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(shape))[:4]
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    corner, along, across = corners[0], first, second
    if np.hypot(*first) < np.hypot(*second):
        corner, along, across = corners[1], second, -first
    share += rng.uniform(-CUT_JITTER_SHARE, CUT_JITTER_SHARE)
    start = corner + along * share
    line = LineString([start - across * 0.5, start + across * 1.5])
    return rotate(line, float(rng.normal(0, CUT_TURN_DEG)), origin="centroid")
