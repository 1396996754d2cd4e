"""Webhooks: made, found, changed; and which of them follow a place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import Account, Alert, Area, Incident, Plan, Subscription, Webhook


def add(session: Session, webhook: Webhook) -> Webhook:
    """Write a webhook."""
    session.add(webhook)
    session.flush()
    return webhook


def get(session: Session, webhook_id: int, *, locked: bool = False) -> Webhook:
    """Return a webhook; raises NotFoundError."""
    statement = select(Webhook).where(Webhook.id == webhook_id)
    found = session.scalar(
        (statement.with_for_update() if locked else statement).execution_options(
            populate_existing=True
        )
    )
    if found is None:
        raise NotFoundError(f"there is no webhook {webhook_id}")
    return found


def listing(session: Session, account_id: int | None) -> Sequence[tuple[Webhook, str]]:
    """Return webhooks with their owners' logins, the newest first; of all when None."""
    statement = (
        select(Webhook, Account.login)
        .join(Account, Account.id == Webhook.account_id)
        .order_by(Webhook.id.desc())
    )
    if account_id is not None:
        statement = statement.where(Webhook.account_id == account_id)
    return [(row[0], row[1]) for row in session.execute(statement)]


def count(session: Session, account_id: int) -> int:
    """Return how many webhooks an account has."""
    own = select(func.count()).select_from(Webhook).where(Webhook.account_id == account_id)
    return int(session.scalar(own) or 0)


def remove(session: Session, webhook: Webhook) -> None:
    """Remove a webhook with its messages and its subscription."""
    subscription_id = webhook.subscription_id
    session.execute(delete(Webhook).where(Webhook.id == webhook.id))
    session.execute(delete(Subscription).where(Subscription.id == subscription_id))


def of_account(session: Session, account_id: int) -> Sequence[Webhook]:
    """Return the working webhooks that an account's own notices go to."""
    return session.scalars(
        select(Webhook).where(
            Webhook.account_id == account_id,
            Webhook.subscription_id.is_(None),
            Webhook.disabled_at.is_(None),
        )
    ).all()


def following_incident(
    session: Session, incident: Incident, area_codes: Collection[str]
) -> Sequence[Webhook]:
    """Return working webhooks whose area, or else whose drawing, holds an incident."""
    place = select(Incident.geom).where(Incident.id == incident.id).scalar_subquery()
    return _following(session, area_codes, func.ST_Intersects(Subscription.geom, place))


def following_alert(
    session: Session, alert_id: int, area_codes: Collection[str]
) -> Sequence[Webhook]:
    """Return working webhooks whose area, or else whose drawing, holds or meets an alert."""
    place = select(Alert.geom).where(Alert.id == alert_id).scalar_subquery()
    return _following(session, area_codes, func.ST_Intersects(Subscription.geom, place))


def following_plan(session: Session, plan: Plan, area_codes: Collection[str]) -> Sequence[Webhook]:
    """Return working webhooks whose area holds a plan's scope, or whose place shares ground.

    A webhook of a community hears of a plan for its whole sub-district.
    """
    scope = select(Area.geom).where(Area.id == plan.scope_id).scalar_subquery()
    shares_ground = func.ST_Area(func.ST_Intersection(Subscription.geom, scope)) > 0
    meets = and_(func.ST_Intersects(Subscription.geom, scope), shares_ground)
    return session.scalars(
        _working().where(or_(Webhook.area_code.in_(area_codes), meets)).order_by(Webhook.id)
    ).all()


def _following(
    session: Session, area_codes: Collection[str], meets: ColumnElement[Any]
) -> Sequence[Webhook]:
    drawn = and_(Webhook.area_code.is_(None), meets)
    inside = or_(Webhook.area_code.in_(area_codes), drawn)
    return session.scalars(_working().where(inside).order_by(Webhook.id)).all()


def _working() -> Any:
    return (
        select(Webhook)
        .join(Subscription, Subscription.id == Webhook.subscription_id)
        .where(Webhook.disabled_at.is_(None))
    )
