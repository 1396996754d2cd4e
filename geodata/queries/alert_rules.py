"""The rules by which alerts are raised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.errors import ConflictError, NotFoundError
from geodata.models import AlertRule


def listing(session: Session, *, active: bool | None = None) -> Sequence[AlertRule]:
    """Return rules in the order in which they were made."""
    statement = select(AlertRule).order_by(AlertRule.id)
    if active is not None:
        statement = statement.where(AlertRule.is_active.is_(active))
    return session.scalars(statement).all()


def get(session: Session, code: str) -> AlertRule:
    """Return a rule; raises NotFoundError."""
    found = session.scalar(select(AlertRule).where(AlertRule.code == code))
    if found is None:
        raise NotFoundError(f"there is no alert rule {code!r}")
    return found


def create(session: Session, *, by: str, code: str, **values: Any) -> AlertRule:
    """Write a new rule; raises ConflictError when the code is taken."""
    if session.scalar(select(AlertRule.id).where(AlertRule.code == code)) is not None:
        raise ConflictError(f"there is an alert rule {code!r} already")
    rule = AlertRule(code=code, changed_by=by, **values)
    session.add(rule)
    session.flush()
    return rule


def change(session: Session, rule: AlertRule, *, by: str, **values: Any) -> None:
    """Give a rule new values and note who did so."""
    for name, value in values.items():
        setattr(rule, name, value)
    rule.changed_by = by
    rule.changed_at = session.scalars(select(func.now())).one()
    session.flush()
