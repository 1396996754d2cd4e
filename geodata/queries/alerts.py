"""Alerts: found, told, decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import Alert, AlertEvent, AlertRule, Area, Category, Incident
from geodata.queries import public_view
from geodata.queries._rows import AnyRow, AnySelect, Rows
from geodata.queries._spatial import Box, geojson, in_box

# A case behind an alert is shown by itself up to so many.
MAX_CASES = 500


@dataclass(frozen=True)
class AlertFilter:
    """Which alerts; every part is optional. ``without_kinds`` hides what an actor may not see."""

    kinds: Sequence[str] = ()
    rules: Sequence[str] = ()
    category: str | None = None
    area_ids: AnySelect | None = None
    box: Box | None = None
    start: datetime | None = None
    end: datetime | None = None
    without_kinds: Sequence[str] = ()


def page(
    session: Session, wanted: AlertFilter, *, states: Sequence[str], limit: int, offset: int
) -> Rows:
    """Return one page, last told first, each with ``geometry`` as GeoJSON text."""
    order = (Alert.last_raised_at.desc(), Alert.id.desc())
    statement = _selected().where(*_where(wanted), Alert.state.in_(states)).order_by(*order)
    return session.execute(statement.limit(limit).offset(offset)).all()


def counts(session: Session, wanted: AlertFilter) -> dict[str, int]:
    """Return how many alerts there are by state."""
    rows = session.execute(
        select(Alert.state, func.count())
        .join(AlertRule, AlertRule.id == Alert.rule_id)
        .where(*_where(wanted))
        .group_by(Alert.state)
    )
    return {state: int(count) for state, count in rows}


def one(session: Session, alert_id: int) -> AnyRow:
    """Return one alert as ``page`` does, with detail; raises NotFoundError."""
    row = session.execute(_selected(Alert.detail).where(Alert.id == alert_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no alert {alert_id}")
    return row


def cases(session: Session, alert_id: int, *, with_sensitive: bool) -> Rows:
    """Return the cases behind an alert, the latest first, at most MAX_CASES."""
    behind = select(func.unnest(Alert.incident_ids)).where(Alert.id == alert_id)
    shown = public_view.place(is_exact=with_sensitive)
    openly = () if with_sensitive else (public_view.is_public(),)
    return session.execute(
        select(
            Incident.id,
            Incident.number,
            Incident.status,
            Category.code.label("category_code"),
            Incident.reported_at,
            Incident.due_at,
            func.ST_X(shown).label("lon"),
            func.ST_Y(shown).label("lat"),
        )
        .join(Category, Category.id == Incident.category_id)
        .where(Incident.id.in_(behind), *openly)
        .order_by(Incident.reported_at.desc(), Incident.number.desc())
        .limit(MAX_CASES)
    ).all()


def history(session: Session, alert_id: int) -> Rows:
    """Return what happened to an alert, the first first."""
    return session.execute(
        select(
            AlertEvent.at,
            AlertEvent.actor,
            AlertEvent.action,
            AlertEvent.from_state,
            AlertEvent.to_state,
            AlertEvent.reason,
            AlertEvent.detail,
        )
        .where(AlertEvent.alert_id == alert_id)
        .order_by(AlertEvent.id)
    ).all()


def locked(session: Session, alert_id: int) -> Alert:
    """Return an alert, locked until the transaction ends; raises NotFoundError."""
    found = session.scalar(
        select(Alert)
        .where(Alert.id == alert_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(f"there is no alert {alert_id}")
    return found


def of_rule(session: Session, rule_id: int) -> list[Alert]:
    """Return all alerts of a rule, locked: one run settles at a time."""
    statement = select(Alert).where(Alert.rule_id == rule_id).order_by(Alert.id)
    return list(session.scalars(statement.with_for_update()))


def tell(
    session: Session, alert: Alert, *, actor: str, action: str, to_state: str, **values: Any
) -> None:
    """Bring an alert to a state and append who did so; ``values``: at, reason, detail."""
    before = alert.state
    alert.state = to_state
    alert.version += 1
    session.flush()
    session.add(
        AlertEvent(
            alert_id=alert.id,
            actor=actor,
            action=action,
            from_state=before,
            to_state=to_state,
            **values,
        )
    )
    session.flush()


def add(session: Session, alert: Alert, *, actor: str) -> None:
    """Write a new alert with its first event."""
    session.add(alert)
    session.flush()
    event = AlertEvent(alert_id=alert.id, actor=actor, action="raised", to_state=alert.state)
    session.add(event)
    session.flush()


def area_codes(session: Session, alert_id: int) -> set[str]:
    """Return the codes of all areas, of any tier, that hold the alert's middle now."""
    inside = func.ST_PointOnSurface(Alert.geom)
    found = session.scalars(
        select(Area.code)
        .join(Alert, func.ST_Covers(Area.geom, inside))
        .where(Alert.id == alert_id, Area.valid_from <= func.now())
        .where((Area.valid_to.is_(None)) | (Area.valid_to > func.now()))
    )
    return set(found)


def _selected(*more: Any) -> AnySelect:
    return (
        select(
            Alert.id,
            Alert.state,
            Alert.version,
            AlertRule.code.label("rule"),
            AlertRule.kind,
            AlertRule.name.label("rule_name"),
            AlertRule.name_zh.label("rule_name_zh"),
            Alert.title,
            Alert.title_zh,
            Alert.method,
            Alert.category_code,
            Area.code.label("area_code"),
            Area.name.label("area_name"),
            Area.name_zh.label("area_name_zh"),
            Alert.window_start,
            Alert.window_end,
            Alert.observed,
            Alert.expected,
            Alert.ratio,
            Alert.p,
            Alert.q,
            Alert.recurrence_days,
            Alert.raised_count,
            Alert.first_raised_at,
            Alert.last_raised_at,
            Alert.last_seen_at,
            Alert.assigned_to,
            func.cardinality(Alert.incident_ids).label("incident_count"),
            geojson(Alert.geom, 6).label("geometry"),
            *more,
        )
        .join(AlertRule, AlertRule.id == Alert.rule_id)
        .outerjoin(Area, Area.id == Alert.area_id)
    )


def _where(wanted: AlertFilter) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.kinds:
        parts.append(AlertRule.kind.in_(wanted.kinds))
    if wanted.rules:
        parts.append(AlertRule.code.in_(wanted.rules))
    if wanted.without_kinds:
        parts.append(AlertRule.kind.not_in(wanted.without_kinds))
    if wanted.category:
        parts.append(Alert.category_code == wanted.category)
    if wanted.area_ids is not None:
        parts.append(Alert.area_id.in_(wanted.area_ids))
    if wanted.box:
        parts.append(in_box(Alert.geom, wanted.box))
    if wanted.start:
        parts.append(func.coalesce(Alert.window_end, Alert.last_seen_at) > wanted.start)
    if wanted.end:
        parts.append(func.coalesce(Alert.window_start, Alert.first_raised_at) < wanted.end)
    return parts


def ids_of(alert: Alert) -> frozenset[UUID]:
    """Return the keys of the cases behind an alert."""
    return frozenset(alert.incident_ids)
