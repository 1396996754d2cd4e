"""News as messages to webhooks: those that follow a place, and a person's own."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from geodata.models import Webhook, WebhookDelivery
from geodata.notices import wording
from geodata.notices.news import News
from geodata.queries import accounts, events, webhook_deliveries, webhooks
from geodata.queries.notice_choices import Reach
from geodata.rights import policy
from geodata.workflows.telling.audience import Scene

# The same event is the same message for a webhook, however often it is queued.
NAMESPACE = UUID("b6f0b7a4-6f0e-4d54-9a5f-3a3f0f3d9b11")
RIGHT = "webhook.follow"


def to_places(scene: Scene, now: datetime) -> int:
    """Queue news for every webhook that follows its place; return for how many.

    A webhook whose owner lost the right to follow this place hears nothing.
    """
    news = scene.news
    wanted = [hook for hook in _followers(scene) if _wants(hook, news)]
    if not wanted:
        return 0
    data = _data(scene)
    count = 0
    for webhook in wanted:
        actor = accounts.actor(scene.session, webhook.account_id, now)
        codes = _scope(webhook, scene)
        if actor is not None and policy.may(actor, RIGHT, codes):
            kind = f"{news.source}.{news.action}"
            count += queue(scene.session, webhook, news, kind=kind, data=data, now=now, due_at=now)
    return count


def to_person(
    session: Session, reach: Reach, news: News, kind: str, *, now: datetime, due_at: datetime
) -> None:
    """Queue a notice for an account's own webhooks."""
    for webhook in webhooks.of_account(session, reach.account_id):
        data = {
            "kind": kind,
            "title": wording.title(kind, news.facts, reach.locale),
            "path": wording.path(news.source, news.subject),
            "subject_kind": news.source,
            "subject": news.subject,
            "facts": news.facts,
        }
        queue(session, webhook, news, kind=f"notice.{kind}", data=data, now=now, due_at=due_at)


def queue(
    session: Session,
    webhook: Webhook,
    news: News,
    *,
    kind: str,
    data: dict[str, Any],
    now: datetime,
    due_at: datetime,
) -> bool:
    """Queue one message; False when the webhook has it already."""
    message_id = uuid5(NAMESPACE, f"{webhook.id}/{news.source}/{news.event_id}")
    body = {"type": kind, "timestamp": news.at.isoformat(), "data": data}
    delivery = WebhookDelivery(
        webhook_id=webhook.id,
        message_id=message_id,
        kind=kind,
        subject=f"{news.source}/{news.subject}",
        body=json.dumps(body, ensure_ascii=False, default=_plain),
        created_at=now,
        next_at=due_at,
    )
    return webhook_deliveries.queue(session, delivery)


def _followers(scene: Scene) -> list[Webhook]:
    session, chain = scene.session, scene.chain
    if scene.news.source == "incident":
        return list(webhooks.following_incident(session, scene.case, chain))
    if scene.news.source == "plan":
        return list(webhooks.following_plan(session, scene.plan, chain))
    return list(webhooks.following_alert(session, int(scene.news.subject), chain))


def _wants(webhook: Webhook, news: News) -> bool:
    both = {news.source, f"{news.source}.{news.action}"}
    return not webhook.kinds or not both.isdisjoint(webhook.kinds)


def _scope(webhook: Webhook, scene: Scene) -> list[str]:
    # A drawing is of nobody's subtree: its owner needs the right where the thing is.
    return [webhook.area_code, *scene.chain] if webhook.area_code else scene.chain


def _data(scene: Scene) -> dict[str, Any]:
    """Return what a message says: no text that a person wrote, and no exact place."""
    news = scene.news
    data = {
        "event_id": news.event_id,
        "subject_kind": news.source,
        "subject": news.subject,
        "path": wording.path(news.source, news.subject),
        "area_codes": scene.chain,
        **news.facts,
    }
    if news.source == "incident":
        row = events.headline(scene.session, scene.case.id)
        shown = row._asdict() if row is not None else {}
        names = ("priority", "reported_at", "due_at", "grid_code", "lon", "lat")
        data |= {name: shown.get(name) for name in names}
    return data


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)
