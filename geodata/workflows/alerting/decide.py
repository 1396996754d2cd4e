"""What people do with alerts."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from geodata.alerting import actions
from geodata.errors import ConflictError, InvalidInputError
from geodata.models import Alert
from geodata.queries import alerts, departments, officers
from geodata.rights import policy
from geodata.rights.actor import Actor

HOLDERS = ("officer", "department")


def act(
    session: Session, actor: Actor, alert_id: int, action: str, values: dict[str, Any]
) -> Alert:
    """Do one action; ``values``: version, reason, assigned_to ("officer:W1", "department:PARKS").

    Raises NotFoundError, ForbiddenError, ConflictError (stale version, wrong state) and
    InvalidInputError (reason or holder missing or unknown).
    """
    alert = alerts.locked(session, alert_id)
    policy.require(actor, "alert.decide", alerts.area_codes(session, alert_id))
    if values["version"] != alert.version:
        raise ConflictError(
            f"the alert has changed: version {alert.version}, not {values['version']}; read it anew"
        )
    reason = (values.get("reason") or "").strip()
    holder = values.get("assigned_to")
    state = actions.target(alert.state, action, reason=reason, assigned_to=holder)
    if action == "assign":
        check_holder(session, str(holder))
        alert.assigned_to = holder
    elif action == "reopen":
        alert.assigned_to = None
    detail = {"assigned_to": holder} if action == "assign" else {}
    alerts.tell(
        session,
        alert,
        actor=actor.name,
        action=action,
        to_state=state,
        reason=reason or None,
        detail=detail,
    )
    return alert


def check_holder(session: Session, holder: str) -> None:
    """Raise InvalidInputError unless ``holder`` names an officer or a department that exists."""
    kind, _, code = holder.partition(":")
    if kind not in HOLDERS or not code:
        raise InvalidInputError("write officer:CODE or department:CODE", field="assigned_to")
    found = (officers if kind == "officer" else departments).id_of(session, code)
    if found is None:
        raise InvalidInputError(f"there is no {kind} {code!r}", field="assigned_to")
