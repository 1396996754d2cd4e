"""What the clock does by itself: warn, supervise (督办), move a level up, end a suspension."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.errors import ConflictError, ForbiddenError
from geodata.queries import case_clocks, case_limits, cases
from geodata.rights.actor import CLOCKWORK
from geodata.workflows.casework.act import act
from geodata.workflows.casework.order import Order

# What a clock keeps about what was done, so that each is done once.
MARKS = {"warn": "warned_at", "supervise": "supervised_at", "escalate": "escalated_at"}


def chase(session: Session, now: datetime) -> dict[str, int]:
    """Act on every case whose time has come; return how many of each action. The caller commits.

    Each clock is acted upon once per action. A case that a person changes meanwhile, or whose
    state does not allow it, is left for the next round or for good.
    """
    settings = case_limits.settings(session)
    patience_h = settings["escalate_after_hours"]
    oldest = now - timedelta(days=settings["chase_days"])
    very_late = now - timedelta(hours=patience_h)
    over = cases.suspended_until(session, now)
    done = {"resume": _each(session, now, over, "resume", "the suspension ended")}
    near = case_clocks.near_due(session, now)
    done["warn"] = _each(session, now, near, "warn", "little time is left")
    late = case_clocks.overdue(session, oldest, now, MARKS["supervise"])
    done["supervise"] = _each(session, now, late, "supervise", "it is overdue")
    late = case_clocks.overdue(session, oldest, very_late, MARKS["escalate"])
    reason = f"overdue for more than {patience_h:g} hours"
    done["escalate"] = _each(session, now, late, "escalate", reason)
    return done


def _each(
    session: Session, now: datetime, incident_ids: Sequence[UUID], action: str, reason: str
) -> int:
    count = 0
    for incident_id in incident_ids:
        if action in MARKS:
            # Also when the action is refused, or it would be tried for ever.
            case_clocks.mark(session, incident_id, MARKS[action], now)
        try:
            with session.begin_nested():
                act(session, CLOCKWORK, incident_id, Order(action, reason=reason), now)
        except (ConflictError, ForbiddenError):
            continue
        count += 1
    return count
