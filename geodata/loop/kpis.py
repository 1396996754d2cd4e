"""The figures of the loop (结案率, 按期结案率, ...): each with its numerator and denominator.

Definitions follow the practice of digital city management (数字城管): 立案率 = 立案/受理, 结案率 =
结案/应结案, 按期结案率 = 按期结案/应结案. A case that is overdue and still open stays in the
denominator; one that is suspended (挂账) by approval does not count as due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Figure:
    """A share of counted cases; numerator and denominator name columns of a tally."""

    code: str
    name: str
    name_zh: str
    numerator: str
    denominator: str


# What is counted per group of cases. Every count is of cases, never of events.
COUNTS: dict[str, tuple[str, str]] = {
    "received": ("reported in the period", "受理"),
    "verified": ("of these, verified on site", "核实"),
    "filed": ("of these, filed", "立案"),
    "dispatched": ("of these, dispatched", "派遣"),
    "due": ("filed and due in the period, without the suspended", "应结案"),
    "closed_of_due": ("of these, resolved by the period's end", "应结案中已结案"),
    "on_time_of_due": ("of these, resolved by their due time", "按期结案"),
    "late": ("of the received, resolved after their due time", "逾期结案"),
    "unresolved": ("of the received, still open and not resolved", "未结"),
    "closed": ("of the received, closed", "结案"),
    "reworked": ("of the filed, sent back after a check", "返工"),
    "extended": ("of the filed, given more time", "延期"),
    "suspended": ("of the filed, suspended", "挂账"),
    "returned": ("of the dispatched, returned by the department at least once", "退回"),
    "ping_pong": ("of the dispatched, returned at least twice", "推诿"),
    "solved_in_loop": ("of the received, closed by somebody in the loop", "办结"),
    "solved_in_community": ("of these, by a community or a grid", "村（社区）办结"),
    "solved_in_township": ("of these, by a township or below", "镇（街道）办结"),
    "reopened": ("of the closed, reopened by the reporter", "重办"),
}

FIGURES: tuple[Figure, ...] = (
    Figure("verified_share", "Verified", "核实率", "verified", "received"),
    Figure("filed_share", "Filed", "立案率", "filed", "received"),
    Figure("closed_share", "Closed of due", "结案率", "closed_of_due", "due"),
    Figure("on_time_share", "On time of due", "按期结案率", "on_time_of_due", "due"),
    Figure("late_share", "Resolved late", "逾期结案占比", "late", "received"),
    Figure("unresolved_share", "Unresolved", "未结占比", "unresolved", "received"),
    Figure("rework_share", "Rework", "返工率", "reworked", "filed"),
    Figure("extension_share", "Extended", "延期率", "extended", "filed"),
    Figure("suspension_share", "Suspended", "挂账率", "suspended", "filed"),
    Figure("wrong_dispatch_share", "Returned", "错派率", "returned", "dispatched"),
    Figure("ping_pong_share", "Returned twice or more", "推诿率", "ping_pong", "dispatched"),
    Figure(
        "solved_in_community_share",
        "Solved in the community",
        "小事不出村",
        "solved_in_community",
        "solved_in_loop",
    ),
    Figure(
        "solved_in_township_share",
        "Solved in the township",
        "大事不出镇",
        "solved_in_township",
        "solved_in_loop",
    ),
    Figure("reopen_share", "Reopened", "重办率", "reopened", "closed"),
)


def measure(tally: Mapping[str, int]) -> dict[str, dict[str, int | float | None]]:
    """Return every figure of a tally: numerator, denominator and share (None of nothing).

    ``tally`` has the counts that the figures name; a missing one makes its figures None.

    >>> measure({"received": 1054, "filed": 996})["filed_share"]
    {'numerator': 996, 'denominator': 1054, 'share': 0.9449715370018975}
    """
    return {figure.code: _one(figure, tally) for figure in FIGURES}


def percent(numerator: int, denominator: int) -> str:
    """Return a share as offices print it: two decimals, half up, exact.

    >>> percent(996, 1054), percent(911, 972), percent(737, 972)
    ('94.50', '93.72', '75.82')
    """
    value = Decimal(100 * numerator) / Decimal(denominator)
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _one(figure: Figure, tally: Mapping[str, int]) -> dict[str, int | float | None]:
    numerator, denominator = tally.get(figure.numerator), tally.get(figure.denominator)
    share = numerator / denominator if numerator is not None and denominator else None
    return {"numerator": numerator, "denominator": denominator, "share": share}
