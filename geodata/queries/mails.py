"""E-mails that wait: added, claimed by mailbox, sent or given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geodata.models import Mail

LEASE = timedelta(seconds=120)
MOST_PER_MAIL = 100
MOST_ATTEMPTS = 8
RETRY_AFTER = timedelta(minutes=1)


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


def claim(session: Session, now: datetime) -> list[Mail]:
    """Claim all that is due for one account's mailbox, for the time of a lease."""
    is_free = or_(Mail.claimed_until.is_(None), Mail.claimed_until < now)
    is_due = (Mail.state == "waiting", Mail.due_at <= now, is_free)
    first = session.execute(
        select(Mail.recipient_kind, Mail.recipient)
        .where(*is_due)
        .order_by(Mail.due_at, Mail.id)
        .limit(1)
    ).one_or_none()
    if first is None:
        return []
    found = session.scalars(
        select(Mail)
        .where(*is_due, Mail.recipient_kind == first[0], Mail.recipient == first[1])
        .order_by(Mail.id)
        .limit(MOST_PER_MAIL)
        .with_for_update(skip_locked=True)
    ).all()
    for mail in found:
        mail.claimed_until = now + LEASE
    session.flush()
    return list(found)


def end(session: Session, mail_ids: Sequence[int], now: datetime, error: str | None) -> None:
    """Note that mails were sent, or why not; after some attempts they are given up."""
    for mail in session.scalars(select(Mail).where(Mail.id.in_(mail_ids)).with_for_update()):
        mail.attempt_count += 1
        mail.claimed_until, mail.error = None, error
        if error is None:
            mail.state, mail.ended_at = "sent", now
        elif mail.attempt_count >= MOST_ATTEMPTS:
            mail.state, mail.ended_at = "given_up", now
        else:
            mail.due_at = now + RETRY_AFTER * 2**mail.attempt_count
    session.flush()
