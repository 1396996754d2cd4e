"""How a reporter may be reached: plain for those who handle the case, masked for all others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import IncidentContact, IncidentEvent
from geodata.queries import case_tasks, incidents, reporters
from geodata.queries._rows import AnyRow
from geodata.rights import policy
from geodata.rights.actor import Actor

FIELDS = ("name", "phone", "email")
Contact = dict[str, str | None]


def shown(session: Session, actor: Actor, case: AnyRow) -> Contact | None:
    """Return the contact of a case as an actor sees it; None for an anonymous report.

    ``case`` is a row of incidents.get. ``is_masked`` tells whether a reason is asked first.
    """
    kept = reporters.contact(session, case.id)
    if kept is None:
        return None
    if _handles(session, actor, case):
        return _plain(kept)
    return {name: mask(name, getattr(kept, name)) for name in FIELDS}


def is_masked(session: Session, actor: Actor, case: AnyRow) -> bool:
    """Return whether an actor sees the contact of a case masked."""
    return not _handles(session, actor, case)


def unmask(
    session: Session,
    actor: Actor,
    incident_id: UUID,
    *,
    reason: str,
    area_codes: Collection[str],
    now: datetime,
) -> Contact:
    """Return the contact in plain and write down who asked for it and why. The caller commits.

    Raises NotFoundError (no such case, or an anonymous report) and ForbiddenError.
    """
    case = incidents.get(session, incident_id)
    if not _handles(session, actor, case):
        policy.require(actor, "contact.read", area_codes)
    kept = reporters.contact(session, incident_id)
    if kept is None:
        raise NotFoundError(f"case {case.number} was reported without a contact")
    incidents.append_event(
        session,
        IncidentEvent(
            incident_id=incident_id,
            at=now,
            actor=actor.name,
            action=reporters.READING,
            reason=reason,
            detail={},
        ),
    )
    return _plain(kept)


def mask(name: str, text: str | None) -> str | None:
    """Return a name, phone or email with so much left that two are told apart.

    >>> mask("name", "Ann Lee"), mask("phone", "+86 755 1234"), mask("email", "ann@example.org")
    ('A***', '***34', 'a***@***.org')
    """
    if not text:
        return None
    if name == "phone":
        return f"***{text[-2:]}"
    if name == "email":
        return f"{text[0]}***@***.{text.rpartition('.')[2]}"
    return f"{text[0]}***"


def _handles(session: Session, actor: Actor, case: AnyRow) -> bool:
    if actor.account_id is None:
        return False
    if case.owner_kind == "officer":
        return actor.officer_code is not None and actor.officer_code == case.owner_code
    if actor.department_code is None:
        return False
    helping = case_tasks.open_departments(session, case.id)
    owner = {case.owner_code} if case.owner_kind == "department" else set()
    return actor.department_code in owner | helping


def _plain(kept: IncidentContact) -> Contact:
    return {name: getattr(kept, name) for name in FIELDS}
