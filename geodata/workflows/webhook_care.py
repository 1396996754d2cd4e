"""The health of webhooks: tried again, left alone for a while, switched off with a notice."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from geodata.models import Webhook, WebhookDelivery
from geodata.notices import retries
from geodata.queries import notices, webhook_deliveries, webhooks
from geodata.queries.webhook_deliveries import Attempt

SECRET_BYTES = 32
# For so long both secrets sign after a change.
OVERLAP = timedelta(days=1)
# The receiver says that it is gone for good.
GONE = 410


def new_secret() -> bytes:
    """Return a secret that nobody guesses."""
    return secrets.token_bytes(SECRET_BYTES)


def rotate(webhook: Webhook, now: datetime) -> bytes:
    """Give a webhook a new secret and return it; the one before holds for a day more."""
    webhook.old_secret, webhook.old_secret_until = webhook.secret, now + OVERLAP
    webhook.secret = new_secret()
    return webhook.secret


def secrets_at(webhook: Webhook, now: datetime) -> Sequence[bytes]:
    """Return the secrets that sign a message now, the new one first."""
    until = webhook.old_secret_until
    if webhook.old_secret is None or until is None or until <= now:
        return [webhook.secret]
    return [webhook.secret, webhook.old_secret]


def note(
    session: Session, delivery_id: int, attempt: Attempt, *, patience: timedelta, chance: float
) -> None:
    """Write an attempt down and decide what follows from it; the caller commits.

    ``patience``: a webhook that delivered nothing for so long is switched off. ``chance`` in
    [0, 1) spreads the retries.
    """
    delivery = webhook_deliveries.note(session, delivery_id, attempt)
    webhook = webhooks.get(session, delivery.webhook_id, locked=True)
    if attempt.is_delivered:
        webhook.failing_since = None
        return
    if delivery.state != "waiting":
        return  # somebody else, whose claim came after ours ran out, has ended it
    webhook.failing_since = webhook.failing_since or attempt.at
    if attempt.status == GONE:
        switch_off(session, webhook, attempt.at, "the receiver answered 410 Gone")
    elif attempt.at - webhook.failing_since >= patience:
        switch_off(session, webhook, attempt.at, f"nothing delivered for {patience.days} days")
    else:
        _try_again(session, webhook, delivery, attempt.at, chance)


def switch_off(session: Session, webhook: Webhook, now: datetime, why: str) -> None:
    """Switch a webhook off, end what waits for it, and tell its owner."""
    webhook.disabled_at, webhook.disabled_why = now, why
    webhook_deliveries.give_up_all(session, webhook.id, now)
    session.flush()
    told = notices.add(
        session,
        {
            "account_id": webhook.account_id,
            "kind": "webhook",
            "subject_kind": "webhook",
            "subject": str(webhook.id),
            "event_id": int(now.timestamp()),
            "facts": {"name": webhook.name},
            "created_at": now,
        },
    )
    if told is not None:
        notices.ring(session, [webhook.account_id])


def switch_on(webhook: Webhook) -> None:
    """Let a webhook work again, as if it had never failed."""
    webhook.disabled_at = webhook.disabled_why = webhook.failing_since = None


def _try_again(
    session: Session, webhook: Webhook, delivery: WebhookDelivery, now: datetime, chance: float
) -> None:
    if delivery.attempt_count >= retries.MOST_ATTEMPTS:
        delivery.state, delivery.ended_at = "given_up", now
    else:
        delivery.next_at = now + retries.delay(delivery.attempt_count, chance)
    session.flush()
    since = webhook.failing_since or now
    webhook_deliveries.rest(session, webhook.id, now + retries.rest(now - since))
