"""May this person do this to a case in this state? The table, the roles and the guards together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from geodata.loop import transitions
from geodata.loop.guards import GUARDS, Facts
from geodata.loop.transitions import Transition
from geodata.rights.actor import Actor


@dataclass(frozen=True)
class Refusal:
    """Why not; ``is_about_actor`` when somebody else could."""

    why: str
    is_about_actor: bool


def refusal(state: str, action: str, actor: Actor, facts: Facts) -> Refusal | None:
    """Return why an actor may not do an action, None when they may.

    ``facts.roles`` are the roles that the actor holds around the place. Whoever could not do it
    in any state learns nothing of the state. Raises KeyError for an action that is not in
    ACTIONS.

    >>> from datetime import UTC, datetime
    >>> li = Actor(7, "li")
    >>> facts = Facts(datetime(2026, 5, 4, tzinfo=UTC), roles=frozenset({"dispatcher"}))
    >>> refusal("verified", "file", li, facts) is None
    True
    >>> refusal("reported", "file", li, facts).why
    "'file' is not possible while a case is 'reported'; it starts from verified"
    """
    if not facts.roles & transitions.roles_of(action):
        return _lacks_role(action, actor, transitions.roles_of(action))
    row = transitions.find(state, action)
    if row is None:
        sources = ", ".join(transitions.sources_of(action)) or "nothing"
        why = f"{action!r} is not possible while a case is {state!r}; it starts from {sources}"
        return Refusal(why, is_about_actor=False)
    return _of_row(row, actor, facts)


def offers(state: str, actor: Actor, facts: Facts) -> list[Transition]:
    """Return the rows that an actor may take now, in the order in which a page offers them.

    A guard that needs to see the values first does not hide an offer.
    """
    return [
        row
        for row in transitions.possible(state)
        if _of_row(row, actor, facts, is_offer=True) is None
    ]


def _of_row(
    row: Transition, actor: Actor, facts: Facts, *, is_offer: bool = False
) -> Refusal | None:
    if not facts.roles & row.roles:
        return _lacks_role(row.action, actor, row.roles)
    for name in row.guards:
        guard = GUARDS[name]
        if is_offer and guard.is_about_values:
            continue
        why = guard.refusal(actor, facts)
        if why:
            return Refusal(why, guard.is_about_actor)
    return None


def _lacks_role(action: str, actor: Actor, roles: Collection[str]) -> Refusal:
    needed = ", ".join(sorted(roles))
    return Refusal(f"{actor.name} may not {action!r} this case; it needs one of: {needed}", True)
