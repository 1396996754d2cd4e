"""Area codes: 12-digit statistics codes, and grid codes of 12 + 3 digits.

A statistics code is 2 province + 2 prefecture + 2 county + 3 township + 3 community digits
(统计用区划代码); a tier above the community ends in zeros. A grid code adds 3 digits, numbered
within its community from west to east, then north to south (DB11 unit-grid rule). A retired
code is never given again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from geodata.errors import InvalidInputError

# How many leading digits carry meaning at each tier: city, district, township, community, grid.
TIER_DIGITS = {1: 4, 2: 6, 3: 9, 4: 12, 5: 15}
MICRO_GRID_TIER = 6


def validate(code: str, tier: int) -> str:
    """Return ``code`` when it is well formed for ``tier`` (1 city .. 6 micro-grid).

    Raises InvalidInputError otherwise.

    >>> validate("440304009007", 4)
    '440304009007'
    """
    length = {MICRO_GRID_TIER: 17}.get(tier, 15 if tier == 5 else 12)
    if len(code) != length or not (code.isascii() and code.isdigit()):
        raise InvalidInputError(f"code {code!r} of tier {tier} must be {length} digits")
    if tier < 4 and code[TIER_DIGITS[tier] :].strip("0"):
        raise InvalidInputError(f"code {code!r} of tier {tier} must end in zeros")
    return code


def parent_of(code: str, tier: int) -> str | None:
    """Return the code of the area one tier above, or None for a city.

    >>> parent_of("440304009007003", 5)
    '440304009007'
    >>> parent_of("440304009000", 3)
    '440304000000'
    """
    validate(code, tier)
    if tier == 1:
        return None
    if tier == MICRO_GRID_TIER:
        return code[:15]
    return code[: TIER_DIGITS[tier - 1]].ljust(12, "0")


def number_grids(
    community_code: str,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    used: Iterable[str] = (),
) -> list[str]:
    """Give each grid of one community its 15-digit code, from west to east, north to south.

    ``x`` and ``y`` are centre coordinates in any one CRS with x to the east and y to the north;
    the answer is in the same order. ``used`` are codes given before, which are skipped.
    Ties in x are broken by larger y first, then by position.

    >>> number_grids("440304009007", [2.0, 1.0], [0.0, 0.0])
    ['440304009007002', '440304009007001']
    """
    validate(community_code, 4)
    east, north = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    taken = {code[12:15] for code in used}
    free = [f"{n:03d}" for n in range(1, 1000) if f"{n:03d}" not in taken]
    if len(free) < len(east):
        raise InvalidInputError(f"community {community_code} has no free grid numbers left")
    codes = [""] * len(east)
    for suffix, position in zip(free, np.lexsort((-north, east)), strict=False):
        codes[int(position)] = community_code + suffix
    return codes


def duplicates(codes: Sequence[str]) -> list[str]:
    """Return each code that occurs more than once, sorted.

    >>> duplicates(["a", "b", "a"])
    ['a']
    """
    seen: set[str] = set()
    return sorted({code for code in codes if code in seen or seen.add(code)})  # type: ignore[func-returns-value]
