"""E-mails that wait: added, claimed by mailbox, sent or given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geodata.models import Mail


def add(
    session: Session,
    *,
    recipient: tuple[str, str],
    kind: str,
    subject: tuple[str, str],
    facts: dict[str, Any],
    now: datetime,
    due_at: datetime,
) -> None:
    """Write one piece of news for one mailbox."""
    session.add(
        Mail(
            recipient_kind=recipient[0],
            recipient=recipient[1],
            kind=kind,
            subject_kind=subject[0],
            subject=subject[1],
            facts=facts,
            created_at=now,
            due_at=due_at,
        )
    )
    session.flush()
