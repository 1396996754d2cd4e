"""Making a webhook: who may follow which place, and what is told of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geodata.alerting import actions as alert_actions
from geodata.errors import ConflictError, InvalidInputError
from geodata.loop import transitions
from geodata.models import Webhook, WebhookDelivery
from geodata.notices.rules import OF_ALERTS, OF_PLANS
from geodata.queries import areas, subscriptions, webhook_deliveries, webhooks
from geodata.rights import policy
from geodata.rights.actor import Actor
from geodata.workflows import drawn_place, webhook_care
from geodata.workflows.telling.pushing import RIGHT

MOST_PER_ACCOUNT = 20
# Either all of a source, or one action of it.
KINDS = frozenset(
    {"incident", "plan", "alert"}
    | {f"incident.{action}" for action in transitions.ACTIONS}
    | {f"plan.{action}" for action in OF_PLANS}
    | {f"alert.{action}" for action in {*OF_ALERTS, *alert_actions.ACTIONS}}
)


@dataclass(frozen=True)
class Wish:
    """What somebody wants pushed: of an area, of a drawing (GeoJSON), or their own notices."""

    name: str
    url: str
    kinds: list[str] = field(default_factory=list)
    area_code: str | None = None
    geometry: dict[str, Any] | None = None


def make(session: Session, actor: Actor, wish: Wish, now: datetime) -> tuple[Webhook, str | None]:
    """Make a webhook; return it with its feeds' key, None for one's own notices.

    The caller commits. Raises ForbiddenError without the right around the place (a drawing needs
    it in the whole city), InvalidInputError, NotFoundError (area) and ConflictError (too many).
    """
    if actor.account_id is None:
        raise InvalidInputError("a webhook needs an account")
    if wish.area_code is not None and wish.geometry is not None:
        raise InvalidInputError("either an area or a drawing", field="geometry")
    if webhooks.count(session, actor.account_id) >= MOST_PER_ACCOUNT:
        raise ConflictError(f"an account has at most {MOST_PER_ACCOUNT} webhooks")
    subscription_id, key = _follow(session, actor, wish, now)
    made = Webhook(
        account_id=actor.account_id,
        subscription_id=subscription_id,
        area_code=wish.area_code,
        name=wish.name,
        url=wish.url,
        kinds=sorted(set(wish.kinds)),
        secret=webhook_care.new_secret(),
        created_at=now,
    )
    return webhooks.add(session, made), key


def ping(session: Session, webhook: Webhook, now: datetime) -> UUID:
    """Queue a message that only shows whether the way is open; return its id."""
    message_id = uuid4()
    body = {"type": "ping", "timestamp": now.isoformat(), "data": {"webhook": webhook.name}}
    delivery = WebhookDelivery(
        webhook_id=webhook.id,
        message_id=message_id,
        kind="ping",
        subject=f"ping/{message_id}",
        body=json.dumps(body, ensure_ascii=False),
        created_at=now,
        next_at=now,
    )
    webhook_deliveries.queue(session, delivery)
    return message_id


def _follow(
    session: Session, actor: Actor, wish: Wish, now: datetime
) -> tuple[int | None, str | None]:
    if wish.area_code is not None:
        area_id = areas.get_id(session, wish.area_code, now)
        codes = [row.code for row in areas.chain(session, area_id)]
        policy.require(actor, RIGHT, codes)
        return subscriptions.add_area(session, area_id)
    if wish.geometry is not None:
        # No subtree contains a drawing: whoever follows one may follow every place.
        policy.require(actor, RIGHT, [])
        return subscriptions.add_place(session, drawn_place.read(wish.geometry))
    return None, None
