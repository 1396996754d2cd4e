"""How an alert looks on the wire."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from geodata.alerting import actions
from geodata.queries import alerts
from geodata.queries._rows import AnyRow
from geodata.rights import policy
from geodata.rights.actor import Actor
from webgis import geojson

# Who quarrels with whom, which homes are watched and at whose door it happens again, is for people
# who act on it.
PRIVATE_KINDS = ("repeat_parties", "watched_place", "repeat_address")


def hidden_kinds(actor: Actor) -> tuple[str, ...]:
    """Return the kinds of alerts that an actor may not see."""
    return () if policy.may(actor, "case.read") else PRIVATE_KINDS


def feature(row: AnyRow, actor: Actor) -> dict[str, Any]:
    """Return an alert as a feature."""
    properties = row._asdict()
    geometry = properties.pop("geometry")
    properties.pop("detail", None)
    names = ("code", "name", "name_zh")
    area = {name: properties.pop(f"area_{name}") for name in names}
    properties["area"] = area if area["code"] else None
    if not policy.may(actor, "case.read"):
        properties["assigned_to"] = None
    return geojson.feature(properties, geometry, row.id)


def detail(session: Session, row: AnyRow, actor: Actor) -> dict[str, Any]:
    """Return an alert with what it is made of: the cases behind it and its history."""
    found = feature(row, actor)
    is_staff = policy.may(actor, "case.read")
    cases = alerts.cases(session, row.id, with_sensitive=is_staff)
    history = [event._asdict() for event in alerts.history(session, row.id)]
    if not is_staff:
        history = [event | {"actor": None, "reason": None, "detail": {}} for event in history]
    found["properties"] |= {
        "detail": row.detail,
        "cases": [case._asdict() for case in cases],
        "history": history,
        "actions": possible(session, row, actor),
    }
    return found


def possible(session: Session, row: AnyRow, actor: Actor) -> list[dict[str, Any]]:
    """Return what the actor may do with an alert now, and what each action needs."""
    if not policy.may(actor, "alert.decide", alerts.area_codes(session, row.id)):
        return []
    found = []
    for code in actions.possible(row.state):
        action = actions.ACTIONS[code]
        found.append(
            {
                "action": code,
                "name": action.name,
                "name_zh": action.name_zh,
                "to_state": action.target,
                "needs": list(action.needs),
            }
        )
    return found
