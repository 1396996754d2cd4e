"""Which grid of the plan carries on which grid of today, and the codes of the new ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from geodata.analyses.zoning.borders import IntArray, ObjectArray
from geodata.crs import FloatArray

# Beside the weight, so that units without anybody count when all else is equal.
_PER_UNIT = 1e-6
_PINNED = 1e9


def carry_on(
    zone: IntArray, today: ObjectArray, weight: FloatArray, pinned: ObjectArray
) -> dict[int, str]:
    """Give zones today's codes so that as much weight as possible keeps its code.

    Each code is given once, and only to a zone that holds a part of it; zones without one are
    new. A zone with a unit pinned to a grid carries that grid on. (Hungarian method.)

    >>> carry_on(np.array([0, 0, 1]), np.array(["A", "B", "B"], object), np.array([5.0, 1, 9]),
    ...          np.array(["", "", ""], object))
    {0: 'A', 1: 'B'}
    """
    names, code = np.unique(np.concatenate([today, pinned]).astype(str), return_inverse=True)
    code, pin = code[: len(zone)], code[len(zone) :]
    zones, at = np.unique(zone, return_inverse=True)
    shared = np.zeros((len(zones), len(names)))
    np.add.at(shared, (at, code), weight + _PER_UNIT)
    is_pinned = pinned != ""
    np.add.at(shared, (at[is_pinned], pin[is_pinned]), _PINNED)
    shared[:, names == ""] = 0.0
    rows, columns = linear_sum_assignment(shared, maximize=True)
    return {
        int(zones[r]): str(names[c]) for r, c in zip(rows, columns, strict=True) if shared[r, c] > 0
    }


def number(
    parent: str, x: FloatArray, y: FloatArray, used: Sequence[str], *, digits: int = 3
) -> list[str]:
    """Return codes for new grids of a parent: its code and a number, west to east, north to south.

    ``x`` and ``y``: points of the grids in metres. No number that ``used`` has with this parent is
    given again. Without a parent the codes begin with Z.

    >>> number("440304009007", np.array([2.0, 1.0]), np.array([0.0, 0.0]), ["440304009007001"])
    ['440304009007003', '440304009007002']
    """
    prefix = parent or "Z"
    taken = {code for code in used if code.startswith(prefix)}
    digits = max(digits, len(str(len(taken) + len(x))))
    codes = [""] * len(x)
    candidate = 0
    for at in np.lexsort((-y, x)):
        while True:
            candidate += 1
            code = f"{prefix}{candidate:0{digits}d}"
            if code not in taken:
                break
        codes[int(at)] = code
    return codes
