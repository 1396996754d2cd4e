"""Why a grid changed: one sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.analyses.zoning.demand import Demand

_NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Change:
    """What happened to one grid. ``before`` and ``after`` are weights, None where it was not.

    ``came`` and ``went`` are weights by the other grid; units without weight count as 0.
    """

    before: float | None
    after: float | None
    came: Mapping[str, float]
    went: Mapping[str, float]
    is_locked: bool = False
    was_broken: bool = False


def sentence(code: str, change: Change, demand: Demand) -> str:
    """Say in one sentence why the grid is as it is.

    >>> sentence("G1", Change(560.0, 410.0, {}, {"G2": 150.0}), Demand(300, 500, 400))
    'G1 held 560, above the maximum 500: gave 150 to G2 and now holds 410.'
    """
    if change.is_locked:
        return f"{code} is locked and stays as it is."
    if change.after is None:
        return f"{code} ends; it held {change.before:,.0f}: gave {_listed(change.went)}."
    if change.before is None:
        origin = f" out of {_listed(change.came, 'from')}" if change.came else ""
        return f"{code} is new{origin} and holds {change.after:,.0f}."
    if not change.came and not change.went:
        return f"{code} stays as it is, with {change.after:,.0f}."
    moves = " and ".join(
        filter(
            None,
            [
                f"gave {_listed(change.went)}" if change.went else "",
                f"took {_listed(change.came, 'from')}" if change.came else "",
            ],
        )
    )
    return f"{_cause(code, change, demand)}: {moves} and now holds {change.after:,.0f}."


def _cause(code: str, change: Change, demand: Demand) -> str:
    before = change.before or 0.0
    if before > demand.max_weight:
        return f"{code} held {before:,.0f}, above the maximum {demand.max_weight:,.0f}"
    if before < demand.min_weight:
        return f"{code} held {before:,.0f}, below the minimum {demand.min_weight:,.0f}"
    if change.was_broken:
        return f"{code} was in several parts"
    return f"{code} held {before:,.0f} and makes room for its neighbours"


def _listed(parts: Mapping[str, float], word: str = "to") -> str:
    ranked = sorted(parts.items(), key=lambda item: (-item[1], item[0]))
    texts = [f"{amount:,.0f} {word} {code or 'no grid'}" for code, amount in ranked]
    if len(texts) > _NAMED_AT_MOST:
        rest = len(texts) - _NAMED_AT_MOST + 1
        texts = [*texts[: _NAMED_AT_MOST - 1], f"parts {word} {rest} more"]
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))
