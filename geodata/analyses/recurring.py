"""Which findings of a run are those of an earlier run, seen again?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geodata.analyses.area_lookup import IntArray

# A border that is redrawn moves the middle of a gap; another gap of the same grids is elsewhere.
SAME_PLACE_M = 500.0
_M_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding as it is recognised: its kind, tier and areas, and its place in degrees."""

    kind: str
    tier: int
    area_codes: tuple[str, ...]
    lon: float
    lat: float


def match(now: Sequence[Sighting], known: Sequence[Sighting]) -> IntArray:
    """Return for each finding the position of the known one that it is, -1 for a new one.

    The same finding has the same kind, tier and areas and lies within 500 m; among several the
    nearest pairs are joined first, and each is used once.

    >>> gap = Sighting("gap", 5, ("G1", "G2"), 114.0, 22.5)
    >>> moved = Sighting("gap", 5, ("G1", "G2"), 114.001, 22.5)
    >>> match([moved, Sighting("overlap", 5, ("G1", "G2"), 114.0, 22.5)], [gap]).tolist()
    [0, -1]
    """
    pairs = []
    places: dict[tuple[str, int, tuple[str, ...]], list[int]] = {}
    for j, old in enumerate(known):
        places.setdefault((old.kind, old.tier, tuple(sorted(old.area_codes))), []).append(j)
    for i, new in enumerate(now):
        for j in places.get((new.kind, new.tier, tuple(sorted(new.area_codes))), ()):
            apart_m = _apart_m(new, known[j])
            if apart_m <= SAME_PLACE_M:
                pairs.append((apart_m, i, j))
    found = np.full(len(now), -1, dtype=np.intp)
    used: set[int] = set()
    for _, i, j in sorted(pairs):
        if found[i] < 0 and j not in used:
            found[i] = j
            used.add(j)
    return found


def _apart_m(one: Sighting, other: Sighting) -> float:
    east = (one.lon - other.lon) * np.cos(np.radians(one.lat))
    return float(np.hypot(east, one.lat - other.lat) * _M_PER_DEGREE)
