"""Messages to webhooks: queued, claimed with a lease, ended; and the log of attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from geodata.errors import NotFoundError
from geodata.models import Webhook, WebhookAttempt, WebhookDelivery
from geodata.queries._rows import Rows

# Longer than any attempt may take: whoever still holds it then is dead.
LEASE = timedelta(seconds=60)
ANSWER_CHARS = 500


@dataclass(frozen=True)
class Attempt:
    """What became of one attempt; status None: there was no answer, ``error`` says why."""

    at: datetime
    latency_s: float
    status: int | None
    answer: str | None = None
    error: str | None = None

    @property
    def is_delivered(self) -> bool:
        """Whether the receiver took it: any status of 200 to 299."""
        return self.status is not None and 200 <= self.status < 300


def queue(session: Session, delivery: WebhookDelivery) -> bool:
    """Queue a message; False when the webhook has it already."""
    names = ("webhook_id", "message_id", "kind", "subject", "body", "created_at", "next_at")
    values = {name: getattr(delivery, name) for name in names}
    statement = insert(WebhookDelivery).values(**values).on_conflict_do_nothing()
    return session.scalar(statement.returning(WebhookDelivery.id)) is not None


def claim(session: Session, now: datetime, limit: int) -> Sequence[WebhookDelivery]:
    """Claim messages that are due, one per webhook, for the time of a lease.

    Of one subject, none is claimed before all earlier ones have ended: that keeps the order of
    what happened to a case. A webhook with a message under way is left alone.
    """
    earlier, under_way = aliased(WebhookDelivery), aliased(WebhookDelivery)
    is_free = or_(WebhookDelivery.claimed_until.is_(None), WebhookDelivery.claimed_until < now)
    has_earlier = select(earlier.id).where(
        earlier.webhook_id == WebhookDelivery.webhook_id,
        earlier.subject == WebhookDelivery.subject,
        earlier.state == "waiting",
        earlier.id < WebhookDelivery.id,
    )
    is_busy = select(under_way.id).where(
        under_way.webhook_id == WebhookDelivery.webhook_id,
        under_way.state == "waiting",
        under_way.claimed_until >= now,
    )
    first = (
        select(func.min(WebhookDelivery.id))
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(
            WebhookDelivery.state == "waiting",
            WebhookDelivery.next_at <= now,
            Webhook.disabled_at.is_(None),
            is_free,
            ~has_earlier.exists(),
            ~is_busy.exists(),
        )
        .group_by(WebhookDelivery.webhook_id)
        .order_by(func.min(WebhookDelivery.id))
        .limit(limit)
    )
    ids = session.scalars(
        select(WebhookDelivery.id)
        .where(WebhookDelivery.id.in_(first), WebhookDelivery.state == "waiting", is_free)
        .with_for_update(skip_locked=True)
    ).all()
    return session.scalars(
        update(WebhookDelivery)
        .where(WebhookDelivery.id.in_(ids))
        .values(claimed_until=now + LEASE)
        .returning(WebhookDelivery)
        .execution_options(populate_existing=True)
    ).all()


def note(session: Session, delivery_id: int, attempt: Attempt) -> WebhookDelivery:
    """Write an attempt into the log and return its message, locked and unclaimed."""
    delivery = session.scalars(
        select(WebhookDelivery).where(WebhookDelivery.id == delivery_id).with_for_update()
    ).one()
    session.add(
        WebhookAttempt(
            delivery_id=delivery_id,
            at=attempt.at,
            latency_s=attempt.latency_s,
            status=attempt.status,
            answer=attempt.answer[:ANSWER_CHARS] if attempt.answer else None,
            error=attempt.error,
        )
    )
    delivery.attempt_count += 1
    delivery.claimed_until = None
    if attempt.is_delivered:
        delivery.state, delivery.ended_at = "delivered", attempt.at
    session.flush()
    return delivery


def rest(session: Session, webhook_id: int, until: datetime) -> None:
    """Let everything that waits for a webhook wait until a moment at least."""
    session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.webhook_id == webhook_id,
            WebhookDelivery.state == "waiting",
            WebhookDelivery.next_at < until,
        )
        .values(next_at=until)
    )


def give_up_all(session: Session, webhook_id: int, now: datetime) -> int:
    """End everything that waits for a webhook; return how many messages."""
    ended = session.scalars(
        update(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == "waiting")
        .values(state="given_up", ended_at=now, claimed_until=None)
        .returning(WebhookDelivery.id)
    )
    return len(ended.all())


def again(session: Session, webhook_id: int, delivery_id: int, now: datetime) -> WebhookDelivery:
    """Queue a message once more, with the same id. Raises NotFoundError."""
    found = session.scalar(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook_id)
        .values(state="waiting", attempt_count=0, next_at=now, ended_at=None)
        .returning(WebhookDelivery)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(f"webhook {webhook_id} has no delivery {delivery_id}")
    return found


def page(session: Session, webhook_id: int, limit: int, before: int | None) -> Rows:
    """Return messages of a webhook, the newest first, each with its last attempt."""
    last = (
        select(WebhookAttempt)
        .where(WebhookAttempt.delivery_id == WebhookDelivery.id)
        .order_by(WebhookAttempt.id.desc())
        .limit(1)
        .lateral("last")
    )
    statement = (
        select(
            WebhookDelivery.id,
            WebhookDelivery.message_id,
            WebhookDelivery.kind,
            WebhookDelivery.subject,
            WebhookDelivery.state,
            WebhookDelivery.attempt_count,
            WebhookDelivery.created_at,
            WebhookDelivery.next_at,
            WebhookDelivery.ended_at,
            last.c.at.label("last_at"),
            last.c.latency_s,
            last.c.status,
            last.c.answer,
            last.c.error,
        )
        .outerjoin(last, last.c.delivery_id == WebhookDelivery.id)
        .where(WebhookDelivery.webhook_id == webhook_id)
        .order_by(WebhookDelivery.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(WebhookDelivery.id < before)
    return session.execute(statement).all()


def forget(session: Session, before: datetime) -> int:
    """Remove messages that ended before a moment; return how many."""
    gone = (
        delete(WebhookDelivery)
        .where(WebhookDelivery.ended_at < before)
        .returning(WebhookDelivery.id)
    )
    return len(session.scalars(gone).all())
