"""What a person may do with an alert in each state, and what must be said."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.errors import ConflictError, InvalidInputError

STATES = ("open", "acknowledged", "assigned", "dismissed", "resolved")
# Somebody still has to do something.
LIVE_STATES = ("open", "acknowledged", "assigned")


@dataclass(frozen=True)
class Action:
    """One thing that may be done: from which states, to which, and what it needs."""

    name: str
    name_zh: str
    sources: tuple[str, ...]
    target: str
    needs: tuple[str, ...] = ()


ACTIONS: dict[str, Action] = {
    "acknowledge": Action("Acknowledge", "知悉", ("open",), "acknowledged"),
    "assign": Action("Assign", "指派", LIVE_STATES, "assigned", ("assigned_to",)),
    "dismiss": Action("Dismiss", "忽略", LIVE_STATES, "dismissed", ("reason",)),
    "resolve": Action("Resolve", "办结", ("acknowledged", "assigned"), "resolved", ("reason",)),
    "reopen": Action("Reopen", "重开", ("dismissed", "resolved"), "open", ("reason",)),
}


def possible(state: str) -> list[str]:
    """Return the actions of a state in the order of the table.

    >>> possible("dismissed")
    ['reopen']
    """
    return [code for code, action in ACTIONS.items() if state in action.sources]


def target(state: str, action: str, *, reason: str, assigned_to: str | None) -> str:
    """Return the state that an action leads to.

    Raises InvalidInputError when the action is unknown or lacks what it needs, ConflictError when
    the state does not allow it.

    >>> target("open", "acknowledge", reason="", assigned_to=None)
    'acknowledged'
    """
    if action not in ACTIONS:
        choice = ", ".join(ACTIONS)
        raise InvalidInputError(f"there is no action {action!r}; use {choice}", field="action")
    found = ACTIONS[action]
    if state not in found.sources:
        raise ConflictError(f"an alert that is {state} cannot be taken to {found.target}")
    if "reason" in found.needs and not reason.strip():
        raise InvalidInputError("say why", field="reason")
    if "assigned_to" in found.needs and not assigned_to:
        raise InvalidInputError("say to whom", field="assigned_to")
    return found.target
