"""Who must act: the most specific row of the responsibility table that covers a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Responsibility:
    """One row: a category of a level, below an area, belongs to a department."""

    area_code: str
    category_level: int
    department_code: str
    assist_codes: tuple[str, ...] = ()


def choose(rows: Iterable[Responsibility], tiers: Mapping[str, int]) -> Responsibility | None:
    """Return the row that wins: the deeper area first, then the deeper category.

    ``rows`` cover the case's category or the one above it; ``tiers`` are the tiers of the areas
    around the case by code, and rows of other areas are left out.

    >>> city = Responsibility("440300000000", 2, "CGJ")
    >>> town = Responsibility("440399001000", 1, "PARKS")
    >>> choose([city, town], {"440300000000": 1, "440399001000": 3}).department_code
    'PARKS'
    """
    here = [row for row in rows if row.area_code in tiers]
    return max(here, key=lambda row: (tiers[row.area_code], row.category_level), default=None)


def spread(
    rows: Iterable[Responsibility], parents: Mapping[str, str | None]
) -> dict[str, Responsibility]:
    """Return the row that wins in each area; areas that no row covers are left out.

    ``rows`` cover one category or the one above it; ``parents`` is the area above each area by
    code, areas of higher tiers first. In every area this is what :func:`choose` gives there.

    >>> city = Responsibility("440300000000", 2, "CGJ")
    >>> found = spread([city], {"440300000000": None, "440399001000": "440300000000"})
    >>> found["440399001000"].department_code
    'CGJ'
    """
    own: dict[str, Responsibility] = {}
    for row in sorted(rows, key=lambda row: row.category_level):
        own[row.area_code] = row
    found: dict[str, Responsibility] = {}
    for code, parent in parents.items():
        win = own.get(code) or (found.get(parent) if parent else None)
        if win is not None:
            found[code] = win
    return found
