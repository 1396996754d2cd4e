"""How many grids a piece of the city needs, and what to say when no number fits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geodata.analyses.zoning.demand import Demand


@dataclass(frozen=True)
class Counts:
    """Numbers of grids to try, the best first; ``is_feasible`` when arithmetic allows the first."""

    tries: tuple[int, ...]
    is_feasible: bool


def choose(
    weight: float, unit_count: int, demand: Demand, *, today: int | None, wanted: int | None
) -> Counts:
    """Return the numbers of grids that a connected piece may get.

    ``today`` is kept as long as the mean stays within the bounds and an eighth of the target;
    ``wanted`` settles the matter.

    >>> choose(1000, 20, Demand(300, 500, 400), today=None, wanted=None).tries
    (3, 2)
    >>> choose(550, 20, Demand(300, 500, 400), today=None, wanted=None)
    Counts(tries=(2,), is_feasible=False)
    """
    fewest = max(1, math.ceil(weight / demand.max_weight - 1e-9))
    most = fewest
    if demand.min_weight > 0:
        most = math.floor(weight / demand.min_weight + 1e-9)
    elif demand.target_weight > 0:
        most = max(fewest, round(2 * weight / demand.target_weight))
    if wanted is not None:
        count = max(1, min(wanted, unit_count))
        return Counts((count,), fewest <= count <= most)
    ideal = weight / demand.target_weight if demand.target_weight > 0 else 1.0
    if most < fewest:
        count = _least_bad(weight, fewest, most, demand)
        return Counts((min(count, unit_count),), is_feasible=False)
    possible = [n for n in range(fewest, most + 1) if n <= unit_count] or [unit_count]
    start = ideal if today is None else _near_today(weight, today, demand)
    # Means that differ from the target by the same factor are equally good.
    ranked = sorted(possible, key=lambda n: (abs(math.log(n / max(start, 1e-9))), n))
    return Counts(tuple(ranked[:5]), is_feasible=True)


def _near_today(weight: float, today: int, demand: Demand) -> float:
    low = math.ceil(weight / (1.125 * demand.target_weight) - 1e-9)
    high = math.floor(weight / (0.86 * demand.target_weight) + 1e-9)
    return float(min(max(today, low), max(high, low, 1)))


def _least_bad(weight: float, fewest: int, most: int, demand: Demand) -> int:
    """Of the two numbers around the gap, take the one whose mean leaves the bounds least."""
    few = max(most, 1)
    over = weight / few - demand.max_weight
    under = demand.min_weight - weight / fewest
    return few if over <= under or few == fewest else fewest


def explain(name: str, weight: float, demand: Demand) -> str:
    """Say which bound fails for a piece of this weight, and the nearest that would not.

    >>> print(explain("Market", 550, Demand(300, 500, 400)))
    Market holds 550: 1 grid would be 550 on average (max 500), 2 grids 275 (min 300). \
Nearest that fits: max 550 or min 275.
    """
    fewest = max(1, math.ceil(weight / demand.max_weight - 1e-9))
    if weight < demand.min_weight:
        return f"{name} holds {weight:,.0f} in all, below the minimum {demand.min_weight:,.0f}."
    few = max(1, fewest - 1)
    over, under = math.ceil(weight / few), math.floor(weight / fewest)
    return (
        f"{name} holds {weight:,.0f}: {_grids(few)} would be {over:,} on average (max "
        f"{demand.max_weight:,.0f}), {_grids(fewest)} {under:,} (min {demand.min_weight:,.0f}). "
        f"Nearest that fits: max {over:,} or min {under:,}."
    )


def _grids(count: int) -> str:
    return "1 grid" if count == 1 else f"{count} grids"
