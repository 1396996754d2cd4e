"""The one way in which a case changes: locked, judged by the table, done, told in its history."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.errors import ConflictError, ForbiddenError, InvalidInputError
from geodata.loop import judgement, transitions
from geodata.loop.transitions import STAGE_OF, Transition
from geodata.models import Incident, IncidentEvent
from geodata.queries import case_limits, cases, incidents
from geodata.rights.actor import CLOCKWORK, Actor
from geodata.workflows.casework import clocks, evidence, merges
from geodata.workflows.casework import order as orders
from geodata.workflows.casework import scene as scenes
from geodata.workflows.casework.deed import Deed, Detail
from geodata.workflows.casework.effects import EFFECTS
from geodata.workflows.casework.order import Order

ALL_EFFECTS = EFFECTS | {"split": merges.split, "merge": merges.merge}


def act(
    session: Session,
    actor: Actor,
    incident_id: UUID,
    order: Order,
    now: datetime,
    *,
    is_reporter: bool = False,
) -> Incident:
    """Do an action on a case and return it, locked. The caller commits, or rolls all of it back.

    ``is_reporter``: the actor proved with a tracking code that the report is theirs. Raises
    NotFoundError, ForbiddenError (role or guard about the person), ConflictError (the state, a
    guard about the case, or a stale version) or InvalidInputError (values).
    """
    if order.action not in transitions.ACTIONS:
        raise InvalidInputError(f"there is no action {order.action!r}", field="action")
    others = [order.into] if order.into and order.into != incident_id else []
    locked = cases.lock(session, [incident_id, *others])
    case = locked[incident_id]
    evidence.bind(session, actor, case, order)
    scene = scenes.gather(session, actor, case, now, is_reporter=is_reporter)
    row = _judged(case, order, actor, scene)
    deed = Deed(session, case, order, scene, actor, now, row.target or case.status)
    effect = ALL_EFFECTS.get(order.action)
    detail = effect(deed) if effect else {}
    _move(deed, {**_values(order), **detail})
    if order.action == "return":
        _escalate_if_ping_pong(session, case, now)
    return case


def offers(
    session: Session, actor: Actor, incident_id: UUID, now: datetime, *, is_reporter: bool = False
) -> tuple[Incident, list[Transition]]:
    """Return a case and what the actor may do to it now. Raises NotFoundError."""
    case = cases.get(session, incident_id)
    scene = scenes.gather(session, actor, case, now, is_reporter=is_reporter)
    return case, judgement.offers(case.status, actor, scene.facts)


def _judged(case: Incident, order: Order, actor: Actor, scene: scenes.Scene) -> Transition:
    refusal = judgement.refusal(case.status, order.action, actor, scene.facts)
    if refusal is not None:
        raise (ForbiddenError if refusal.is_about_actor else ConflictError)(refusal.why)
    row = transitions.TABLE[case.status, order.action]
    orders.check(order, row)
    if order.version is not None and order.version != case.version:
        raise ConflictError(
            f"the case was changed meanwhile: it is at version {case.version}, "
            f"you looked at {order.version}; look again"
        )
    return row


def _move(deed: Deed, detail: Detail) -> None:
    case, before = deed.case, deed.case.status
    case.status = deed.target
    case.version += 1
    if STAGE_OF[case.status] != STAGE_OF[before]:
        clocks.enter_stage(deed.session, case, STAGE_OF[case.status], deed.now)
    deed.session.flush()
    incidents.append_event(
        deed.session,
        IncidentEvent(
            incident_id=case.id,
            at=deed.now,
            actor=deed.actor.name,
            action=deed.order.action,
            from_status=before,
            to_status=case.status,
            reason=deed.order.reason,
            detail=detail,
        ),
    )


def _values(order: Order) -> Detail:
    detail: Detail = {"note": order.note} if order.note else {}
    if order.attachment_ids:
        detail["attachments"] = [str(key) for key in order.attachment_ids]
    return detail


def _escalate_if_ping_pong(session: Session, case: Incident, now: datetime) -> None:
    limit = case_limits.settings(session)["returns_before_escalation"]
    if limit and case.return_count % limit == 0 and case.level_tier > 1:
        reason = f"returned {case.return_count} times"
        act(session, CLOCKWORK, case.id, Order("escalate", reason=reason), now)
