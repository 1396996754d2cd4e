"""Whether a finding is a known matter, and whether a person must hear of it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.alerting.actions import LIVE_STATES
from geodata.alerting.candidate import Candidate

# Two findings are one matter when they share half of the cases of the smaller one.
SHARED = 0.5
# A known matter is told again when it has grown by half and by three.
GROWTH, GROWTH_COUNT = 1.5, 3.0


@dataclass(frozen=True)
class Known:
    """An alert as far as settling needs it."""

    id: int
    identity: str
    state: str
    category_code: str | None
    raised_observed: float
    incident_ids: frozenset[Any]


def match(candidates: Sequence[Candidate], known: Sequence[Known]) -> list[Known | None]:
    """Return the known alert of each candidate, of one rule; each alert serves one candidate.

    By identity first, then by shared cases, the largest share first.
    """
    by_identity = {alert.identity: alert for alert in known}
    found: list[Known | None] = [by_identity.get(each.identity) for each in candidates]
    taken = {alert.id for alert in found if alert is not None}
    pairs = [
        (shared(each.incident_ids, alert.incident_ids), -alert.id, i, alert)
        for i, each in enumerate(candidates)
        if found[i] is None
        for alert in known
        if alert.id not in taken and alert.category_code == each.category_code
    ]
    for share, _, i, alert in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
        if share >= SHARED and found[i] is None and alert.id not in taken:
            found[i] = alert
            taken.add(alert.id)
    return found


def shared(one: Collection[Any], other: Collection[Any]) -> float:
    """Return the share of the smaller set that is in the other; 0 when one is empty.

    >>> shared([1, 2], [2, 3, 4])
    0.5
    """
    smaller = min(len(one), len(other))
    return len(set(one) & set(other)) / smaller if smaller else 0.0


def outcome(candidate: Candidate, known: Known | None) -> str:
    """Return what happens: raised (new), raised_again, grew, or seen (nobody is disturbed).

    >>> from geodata.alerting.candidate import Title
    >>> outcome(Candidate("a", Title("", ""), "", observed=9.0), None)
    'raised'
    """
    if known is None:
        return "raised"
    before = known.raised_observed
    has_grown = candidate.observed >= max(before * GROWTH, before + GROWTH_COUNT)
    if not has_grown:
        return "seen"
    return "grew" if known.state in LIVE_STATES else "raised_again"
