"""What is asked of every grid, and how much each wish weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from geodata.errors import InvalidInputError

VARIANTS = ("fresh", "balanced", "minimal")


@dataclass(frozen=True)
class Demand:
    """Absolute bounds and target on the weight of a grid, in the unit of the weight column."""

    min_weight: float
    max_weight: float
    target_weight: float

    def __post_init__(self) -> None:
        """Refuse bounds that no grid can meet."""
        if not 0 <= self.min_weight <= self.target_weight <= self.max_weight:
            raise InvalidInputError(
                f"min {self.min_weight:g}, target {self.target_weight:g} and max "
                f"{self.max_weight:g} must rise from 0"
            )
        if self.max_weight <= 0:
            raise InvalidInputError("the maximum must be above 0")


class Wishes(NamedTuple):
    """Prices of the objective; a plan that costs less is better.

    ``balance``: a quarter of the target off costs 1; ``workload`` likewise. ``compact``: times
    1 - Polsby-Popper per grid. ``cut``: times the grid borders drawn, in grid widths. ``stay``:
    times the weight that changes its grid, in targets.
    """

    balance: float
    workload: float
    compact: float
    cut: float
    stay: float


WISHES = {
    "fresh": Wishes(balance=0.3, workload=0.3, compact=8.0, cut=1.5, stay=0.0),
    "balanced": Wishes(balance=3.0, workload=3.0, compact=8.0, cut=1.5, stay=2.0),
    "minimal": Wishes(balance=0.1, workload=0.1, compact=3.0, cut=0.6, stay=12.0),
}


def wishes_of(variant: str) -> Wishes:
    """Return the prices of a variant. Raises InvalidInputError for an unknown one.

    >>> wishes_of("minimal").stay > wishes_of("fresh").stay
    True
    """
    if variant not in WISHES:
        raise InvalidInputError(f"unknown variant {variant!r}: use one of {', '.join(VARIANTS)}")
    return WISHES[variant]
