"""The one place that decides what an actor may do.

What may be done to a case in a state stands in geodata.loop.transitions; its roles are asked
here like every other right.
"""

from __future__ import annotations

from collections.abc import Collection

from geodata.errors import ForbiddenError
from geodata.rights.actor import Actor
from geodata.rights.roles import STAFF

# Right -> the roles that have it, within the subtree of their grant.
RIGHTS: dict[str, frozenset[str]] = {
    "account.manage": frozenset({"admin"}),
    "alert.configure": frozenset({"planner", "approver", "admin"}),
    "alert.decide": frozenset({"dispatcher", "station_lead", "approver"}),
    # Photos of before and after, and notes: for those who handle a case.
    "attachment.add_proof": STAFF - {"planner", "approver", "auditor"},
    "audit.read": frozenset({"auditor", "admin"}),
    "case.read": STAFF,
    "case.export": STAFF - {"officer"},
    "case.export_sensitive": frozenset({"dispatcher", "station_lead", "auditor", "admin"}),
    # For people who are not handling the case; those who are, read it by handling it.
    "contact.read": frozenset({"dispatcher", "station_lead"}),
    "finding.decide": frozenset({"station_lead", "planner", "approver"}),
    "index.edit": frozenset({"approver", "admin"}),
    # Another system's running cases, one by one: what a desk might type in, too.
    "import.case": frozenset({"dispatcher", "planner", "admin"}),
    "import.boundaries": frozenset({"approver", "admin"}),
    "import.run": frozenset({"planner", "approver", "admin"}),
    "job.run": frozenset({"dispatcher", "planner", "approver", "admin"}),
    "plan.read": STAFF,
    "plan.edit": frozenset({"planner", "admin"}),
    "plan.approve": frozenset({"approver"}),
    "plan.publish": frozenset({"approver"}),
    "routing.edit": frozenset({"admin"}),
    "wall.manage": frozenset({"admin"}),
    # What happens in a place, pushed to another system; one's own notices every account may push.
    "webhook.follow": frozenset({"dispatcher", "station_lead", "planner", "admin"}),
    "webhook.manage": frozenset({"admin"}),
}


def may(actor: Actor, right: str, area_codes: Collection[str] | None = None) -> bool:
    """Return whether an actor has a right.

    ``area_codes`` are the codes of the areas that contain the thing, grid to city: a grant on any
    of them counts. None asks whether the actor has the right anywhere. Raises KeyError for a
    right that is not in RIGHTS, which is a mistake of the program.

    >>> from geodata.rights.actor import ANONYMOUS
    >>> may(ANONYMOUS, "account.manage")
    False
    """
    return bool(actor.roles(area_codes) & RIGHTS[right])


def require(actor: Actor, right: str, area_codes: Collection[str] | None = None) -> None:
    """Raise ForbiddenError unless the actor has the right; see :func:`may`."""
    if not may(actor, right, area_codes):
        who = (
            "nobody who is not signed in has a role"
            if actor.account_id is None
            else f"{actor.name} has no role"
        )
        raise ForbiddenError(f"{who} that allows {right!r} here; it needs one of: {_names(right)}")


def rights_of(actor: Actor) -> list[str]:
    """Return the rights that an actor has anywhere, by name."""
    return sorted(right for right in RIGHTS if may(actor, right))


def _names(right: str) -> str:
    return ", ".join(sorted(RIGHTS[right]))
