"""Open cases follow the boundaries: whose grid changed gets its new officer, with the reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from geodata.models import Plan
from geodata.queries import boundaries, plans
from geodata.rights.actor import CLOCKWORK
from geodata.workflows import casework


def follow_all(session: Session, now: datetime) -> int:
    """Let the cases of every plan follow whose date has come; return how many. Caller commits."""
    return sum(follow(session, plan, now) for plan in plans.to_rehome(session, now))


def follow(session: Session, plan: Plan, now: datetime) -> int:
    """Let the open cases of a published plan follow its boundaries; return how many."""
    if plan.valid_from is None:
        return 0
    rows = boundaries.moved_cases(session, plan.scope_id, plan.valid_from)
    for row in rows:
        where = "" if row.before == row.after else f", from grid {row.before} to {row.after}"
        order = casework.Order("rehome", reason=f"plan {plan.id} {plan.name!r}{where}")
        casework.act(session, CLOCKWORK, row.id, order, now)
    plan.rehomed_at = now
    session.flush()
    return len(rows)
