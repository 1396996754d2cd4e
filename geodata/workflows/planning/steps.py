"""The way of a plan: draft, submitted, approved by another person, published, or withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from geodata.errors import ConflictError, ForbiddenError, InvalidInputError
from geodata.models import Plan
from geodata.queries import plan_events, plans
from geodata.workflows.planning import figures, publishing, rehoming
from geodata.workflows.planning.edits import Edit, Hand, note

# Step -> the states it starts from and the right that it needs.
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": (("draft",), "plan.edit"),
    "send_back": (("submitted", "approved"), "plan.approve"),
    "approve": (("submitted",), "plan.approve"),
    "publish": (("approved",), "plan.publish"),
    "withdraw": (("draft", "submitted", "approved", "published"), "plan.edit"),
}
# "Now" of a page may be so old when it arrives.
PATIENCE = timedelta(minutes=5)
FARTHEST = timedelta(days=732)


@dataclass(frozen=True)
class Step:
    """What is to be done; ``at`` is the date of a publication."""

    name: str
    version: int
    reason: str | None = None
    at: datetime | None = None


def take(session: Session, hand: Hand, plan_id: int, step: Step) -> Plan:
    """Take a step and return the plan; the caller commits and has checked the right.

    Raises ConflictError for the state, the version or the gate, ForbiddenError when an editor
    would approve, InvalidInputError for a reason or date that is missing or cannot be.
    """
    plan = plans.lock(session, plan_id)
    sources, _ = STEPS[step.name]
    if plan.status not in sources:
        raise ConflictError(f"a plan that is {plan.status} cannot be taken to {step.name!r}")
    if plan.version != step.version:
        raise ConflictError(f"the plan is at version {plan.version}, you looked at {step.version}")
    detail = _DO[step.name](session, hand, plan, step)
    session.flush()
    note(session, plan, hand, Edit(plan.version, action=step.name, reason=step.reason), detail)
    return plan


def _submit(session: Session, hand: Hand, plan: Plan, _step: Step) -> dict[str, Any]:
    drawing = figures.require_passable(session, plan, hand.now)
    plan.status = "submitted"
    weighed = [p.kind for p in drawing.problems]
    return {"problems": {kind: weighed.count(kind) for kind in sorted(set(weighed))}}


def _send_back(_session: Session, _hand: Hand, plan: Plan, step: Step) -> dict[str, Any]:
    _require_reason(step)
    plan.status, plan.approved_by = "draft", None
    return {}


def _approve(session: Session, hand: Hand, plan: Plan, _step: Step) -> dict[str, Any]:
    if hand.name == plan.author or hand.name in plan_events.editors(session, plan.id):
        raise ForbiddenError(f"{hand.name} worked on this plan; another person approves it")
    plan.status, plan.approved_by = "approved", hand.name
    return {}


def _publish(session: Session, hand: Hand, plan: Plan, step: Step) -> dict[str, Any]:
    if step.at is None:
        raise InvalidInputError("from when do the boundaries hold? give 'at'", field="at")
    if step.at < hand.now - PATIENCE:
        raise InvalidInputError("boundaries cannot begin in the past", field="at")
    if step.at > hand.now + FARTHEST:
        raise InvalidInputError("that is more than two years ahead", field="at")
    at = max(step.at, hand.now)
    drawing = figures.require_passable(session, plan, hand.now)
    counts = publishing.publish(session, plan, drawing, at)
    plan.status, plan.valid_from = "published", at
    session.flush()
    if at <= hand.now:
        counts["cases"] = rehoming.follow(session, plan, hand.now)
    return {"at": at.isoformat(), **counts}


def _withdraw(session: Session, hand: Hand, plan: Plan, step: Step) -> dict[str, Any]:
    _require_reason(step)
    counts: dict[str, Any] = {}
    if plan.status == "published":
        if plan.valid_from is None or plan.valid_from <= hand.now:
            raise ConflictError(
                "its boundaries hold already; publish a plan from the boundaries of the day "
                "before to go back"
            )
        counts = publishing.take_back(session, plan.valid_from, plan)
    plan.status = "withdrawn"
    plan.valid_from = None
    return counts


def _require_reason(step: Step) -> None:
    if not (step.reason or "").strip():
        raise InvalidInputError(f"{step.name!r} needs a reason", field="reason")


_DO: dict[str, Callable[[Session, Hand, Plan, Step], dict[str, Any]]] = {
    "submit": _submit,
    "send_back": _send_back,
    "approve": _approve,
    "publish": _publish,
    "withdraw": _withdraw,
}
