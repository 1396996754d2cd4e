"""What must hold beside the role: each guard says in words why it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from geodata.loop.transitions import DESK
from geodata.rights.actor import Actor


@dataclass(frozen=True)
class Facts:
    """What the guards need to know of one case at one moment.

    ``handlers`` are the names of all who ever claimed it, handled it or finished a task of it;
    ``roles`` are those that the actor holds around the place;
    ``request`` is the undecided request (extension or suspension) and ``asker`` who made it;
    ``photos`` are the kinds of the attached pictures.
    """

    now: datetime
    roles: frozenset[str] = frozenset()
    department_code: str | None = None
    task_departments: frozenset[str] = frozenset()
    handlers: frozenset[str] = frozenset()
    is_reporter: bool = False
    is_merged: bool = False
    reopen_until: datetime | None = None
    request: str | None = None
    asker: str | None = None
    photos: frozenset[str] = frozenset()
    level_tier: int = 4
    lowest_tier: int = 4


@dataclass(frozen=True)
class Guard:
    """``refusal`` returns why not, or None; ``is_about_actor`` tells 403 from 409.

    ``is_about_values``: it can only be judged when the values are there, so an offer of actions
    leaves it out.
    """

    refusal: Callable[[Actor, Facts], str | None]
    is_about_actor: bool = False
    is_about_values: bool = False


def _own_department(actor: Actor, facts: Facts) -> str | None:
    if actor.department_code and actor.department_code == facts.department_code:
        return None
    return f"this case is with {facts.department_code}, not with {actor.department_code}"


def _own_department_or_desk(actor: Actor, facts: Facts) -> str | None:
    return None if facts.roles & DESK else _own_department(actor, facts)


def _assisting(actor: Actor, facts: Facts) -> str | None:
    if actor.department_code in facts.task_departments:
        return None
    return f"{actor.department_code} has no open task in this case"


def _not_a_handler(actor: Actor, facts: Facts) -> str | None:
    if actor.name in facts.handlers:
        return "handling and checking are done by different people"
    return None


def _is_reporter(_actor: Actor, facts: Facts) -> str | None:
    return None if facts.is_reporter else "only the person who reported it may do this"


def _not_merged(_actor: Actor, facts: Facts) -> str | None:
    return "it was merged into another case" if facts.is_merged else None


def _within_reopen_period(_actor: Actor, facts: Facts) -> str | None:
    if facts.reopen_until is not None and facts.now <= facts.reopen_until:
        return None
    return "the period for reopening is over; report it anew"


def _no_request(_actor: Actor, facts: Facts) -> str | None:
    return f"a request for {facts.request} waits for its decision" if facts.request else None


def _asked(kind: str) -> Callable[[Actor, Facts], str | None]:
    def refusal(_actor: Actor, facts: Facts) -> str | None:
        return None if facts.request == kind else f"nobody asked for {kind}"

    return refusal


def _not_the_asker(actor: Actor, facts: Facts) -> str | None:
    return "who asked may not decide" if actor.name == facts.asker else None


def _tasks_done(_actor: Actor, facts: Facts) -> str | None:
    open_tasks = ", ".join(sorted(facts.task_departments))
    return f"assisting tasks are open: {open_tasks}" if open_tasks else None


def _has_department(_actor: Actor, facts: Facts) -> str | None:
    return None if facts.department_code else "no department handled it"


def _has_tier_above(_actor: Actor, facts: Facts) -> str | None:
    return None if facts.level_tier > 1 else "it is with the city already"


def _has_tier_below(_actor: Actor, facts: Facts) -> str | None:
    return None if facts.level_tier < facts.lowest_tier else "nobody below can take it"


def _before_and_after(_actor: Actor, facts: Facts) -> str | None:
    missing = sorted({"before", "after"} - facts.photos)
    return f"needs a photo of kind {' and '.join(missing)}" if missing else None


GUARDS: dict[str, Guard] = {
    "own_department": Guard(_own_department, is_about_actor=True),
    "own_department_or_desk": Guard(_own_department_or_desk, is_about_actor=True),
    "assisting_department": Guard(_assisting, is_about_actor=True),
    "not_a_handler": Guard(_not_a_handler, is_about_actor=True),
    "not_the_asker": Guard(_not_the_asker, is_about_actor=True),
    "is_reporter": Guard(_is_reporter, is_about_actor=True),
    "not_merged": Guard(_not_merged),
    "within_reopen_period": Guard(_within_reopen_period),
    "no_request": Guard(_no_request),
    "extension_asked": Guard(_asked("extension")),
    "suspension_asked": Guard(_asked("suspension")),
    "tasks_done": Guard(_tasks_done),
    "has_department": Guard(_has_department),
    "has_tier_above": Guard(_has_tier_above),
    "has_tier_below": Guard(_has_tier_below),
    "before_and_after": Guard(_before_and_after, is_about_values=True),
}
