"""What a handler asks for and an approver decides: more time, or suspension (挂账)."""

from __future__ import annotations

from geodata.errors import InvalidInputError
from geodata.models import CaseRequest
from geodata.workflows.casework import clocks
from geodata.workflows.casework.deed import Deed, Detail


def request(deed: Deed) -> Detail:
    """Ask an approver for more time or for suspension."""
    kind = deed.order.action.removeprefix("request_")
    until = deed.order.until
    if until is not None and until <= deed.now:
        raise InvalidInputError("'until' must lie in the future", field="until")
    if kind == "extension" and until is not None:
        clocks.check_later(deed.session, deed.case, until)
    deed.session.add(
        CaseRequest(
            incident_id=deed.case.id,
            kind=kind,
            reason=deed.order.reason,
            until=until,
            asked_by=deed.actor.name,
            asked_at=deed.now,
        )
    )
    deed.session.flush()
    return {"until": until.isoformat()} if until else {}


def extend(deed: Deed) -> Detail:
    """Grant the time that was asked for."""
    asked = _decide(deed, "approved")
    if asked.until is None:
        raise InvalidInputError("the request names no time")
    clocks.extend(deed.session, deed.case, asked.until)
    return {"until": asked.until.isoformat()}


def suspend(deed: Deed) -> Detail:
    """Stop the clock (挂账), for a while or until somebody resumes it."""
    asked = _decide(deed, "approved")
    clocks.pause(deed.session, deed.case, deed.now)
    return {"until": asked.until.isoformat()} if asked.until else {}


def refuse(deed: Deed) -> Detail:
    """Say no to what was asked for."""
    _decide(deed, "refused")
    return {}


def resume(deed: Deed) -> Detail:
    """Let the clock go on."""
    clocks.resume(deed.session, deed.case, deed.now)
    return {}


def _decide(deed: Deed, decision: str) -> CaseRequest:
    asked = deed.scene.request
    if asked is None:
        raise InvalidInputError("nobody asked for this")
    asked.decision, asked.decided_by, asked.decided_at = decision, deed.actor.name, deed.now
    return asked


def drop(deed: Deed) -> None:
    """End a request that nobody needs to decide any more."""
    if deed.scene.request is not None:
        _decide(deed, "dropped")
