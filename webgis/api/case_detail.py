"""One case with all that belongs to it, within the reader's rights."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from geodata.queries import areas, case_clocks, case_tasks, followers, incidents
from geodata.queries._rows import AnyRow
from geodata.queries.public_view import SNAP_DEG
from geodata.queries.reporters import READING
from geodata.rights import policy
from geodata.workflows import contacts
from geodata.workflows.casework.clocks import as_clock
from webgis import auth
from webgis.api import attachments
from webgis.database import session

# What a person wrote, or where exactly they stood.
UNSHOWN = ("description", "address", "raw_lon", "raw_lat", "accuracy_m", "source_id")


def of(incident_id: UUID, *, is_own: bool = False) -> dict[str, Any]:
    """Return a case; strangers see what happened and when, staff also who, why and the clocks.

    Who reported it (``is_own``) sees also what they said; strangers no text and no exact place.
    """
    row = incidents.get(session(), incident_id)
    body = row._asdict()
    grid_id = body.pop("grid_id")
    chain = areas.chain(session(), grid_id) if grid_id else []
    around = {area.code for area in chain}
    is_staff = policy.may(auth.current_actor(), "case.read", around)
    body["areas"] = [area._asdict() for area in chain]
    body["owner"] = {
        name: body.pop(f"owner_{name}") for name in ("kind", "code", "name", "name_zh")
    }
    body["history"] = _history(incident_id, is_staff=is_staff)
    body["clocks"] = _clocks(incident_id) if is_staff else []
    if not (is_staff or is_own):
        _hide(body)
    tasks = case_tasks.of_case(session(), incident_id) if is_staff else []
    body["tasks"] = [task._asdict() for task in tasks]
    body["followers_count"] = followers.count(session(), incident_id)
    body |= _for_staff(row) if is_staff else {"attachments": [], "contact": None}
    return body


def _for_staff(row: AnyRow) -> dict[str, Any]:
    actor = auth.current_actor()
    return {
        "attachments": attachments.of_case(row.id),
        "contact": contacts.shown(session(), actor, row),
        "contact_is_masked": contacts.is_masked(session(), actor, row),
    }


def _hide(body: dict[str, Any]) -> None:
    for name in UNSHOWN:
        body[name] = None
    is_sensitive = incidents.is_sensitive(session(), body["id"])
    for name in ("lon", "lat"):
        body[name] = None if is_sensitive else round(body[name] / SNAP_DEG) * SNAP_DEG
    if is_sensitive:
        body["areas"] = []
        body |= dict.fromkeys(("grid_code", "grid_name", "grid_name_zh", "owner"))


def _history(incident_id: UUID, *, is_staff: bool) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "actor": event.actor if is_staff else None,
            "action": event.action,
            "from_status": event.from_status,
            "to_status": event.to_status,
            "reason": event.reason if is_staff else None,
            "detail": event.detail if is_staff else {},
        }
        for event in incidents.history(session(), incident_id)
        if is_staff or event.action != READING
    ]


def _clocks(incident_id: UUID) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    return [
        {
            "stage": row.stage,
            "limit_amount": row.limit_amount,
            "limit_unit": row.limit_unit,
            "started_at": row.started_at,
            "near_due_at": row.near_due_at,
            "due_at": row.due_at,
            "paused_at": row.paused_at,
            "stopped_at": row.stopped_at,
            "state": as_clock(row).state(now),
            "left_s": as_clock(row).left_s(now),
        }
        for row in case_clocks.of_case(session(), incident_id)
    ]
