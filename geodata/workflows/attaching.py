"""Taking a photo: who may add it, checked and stripped, kept as a file, written down once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.errors import ConflictError, InvalidInputError
from geodata.importers import photo
from geodata.models import Attachment, IncidentEvent
from geodata.queries import areas, attachments, cities, incidents
from geodata.rights import policy
from geodata.rights.actor import Actor

MAX_PER_INCIDENT = 24
# Takes a name and its two files, the photo and the thumbnail; both are safe when it returns.
Keep = Callable[[str, bytes, bytes], None]


def attach(
    session: Session,
    actor: Actor,
    sent: dict[str, Any],
    data: bytes,
    *,
    now: datetime,
    keep: Keep,
) -> bool:
    """Keep a photo and write it down; False when it is a retry of one that is there.

    ``sent`` has id, kind and, optionally, incident_id and what a phone read from the EXIF before
    it made the photo smaller: taken_at, lon, lat. What is in the file itself comes first. The
    caller commits. Raises InvalidInputError for what is no photo, NotFoundError for an unknown
    incident, ConflictError when the id is there with other content, ForbiddenError for photos
    that only those may add who handle the case.
    """
    digest = hashlib.sha256(data).hexdigest()
    there = attachments.find(session, sent["id"])
    if there:
        _check_same(there, sent, digest)
        return False
    _check_may(session, actor, sent.get("incident_id"), sent["kind"])
    taken = photo.read(data, cities.get(session).time_zone)
    name = secrets.token_hex(16)
    values = {
        "id": sent["id"],
        "incident_id": sent.get("incident_id"),
        "account_id": actor.account_id,
        "kind": sent["kind"],
        "name": name,
        "sha256": hashlib.sha256(taken.jpeg).hexdigest(),
        "source_sha256": digest,
        "byte_count": len(taken.jpeg),
        "width": taken.width,
        "height": taken.height,
        "taken_at": _not_future(taken.taken_at or sent.get("taken_at"), now),
        "lon": sent.get("lon") if taken.lon is None else taken.lon,
        "lat": sent.get("lat") if taken.lat is None else taken.lat,
        "created_at": now,
    }
    if not attachments.insert_once(session, values):
        # Another try of the same request was faster.
        _check_same(attachments.get(session, sent["id"]), sent, digest)
        return False
    keep(name, taken.jpeg, taken.thumbnail)
    if sent.get("incident_id"):
        _write_down(session, actor, sent, now)
    return True


def _check_same(there: Attachment, sent: dict[str, Any], digest: str) -> None:
    if there.source_sha256 != digest or there.incident_id not in (None, sent.get("incident_id")):
        raise ConflictError(f"attachment {there.id} is there already with other content")


def areas_around(session: Session, incident_id: UUID | None) -> list[str]:
    """Return the codes of the areas around a photo's case; none for a photo without a case."""
    grid_id = incidents.get(session, incident_id).grid_id if incident_id else None
    return [area.code for area in areas.chain(session, grid_id)] if grid_id else []


def _check_may(session: Session, actor: Actor, incident_id: UUID | None, kind: str) -> None:
    chain = areas_around(session, incident_id)
    if incident_id and attachments.count(session, incident_id) >= MAX_PER_INCIDENT:
        raise InvalidInputError(
            f"this case has {MAX_PER_INCIDENT} photos already", field="incident_id"
        )
    if kind != "report":
        policy.require(actor, "attachment.add_proof", chain if incident_id else None)


def _not_future(moment: datetime | None, now: datetime) -> datetime | None:
    # A camera whose clock runs ahead says nothing about when.
    return moment if moment and moment <= now else None


def _write_down(session: Session, actor: Actor, sent: dict[str, Any], now: datetime) -> None:
    incidents.append_event(
        session,
        IncidentEvent(
            incident_id=sent["incident_id"],
            at=now,
            actor=actor.name,
            action="attach",
            detail={"attachment_id": str(sent["id"]), "kind": sent["kind"]},
        ),
    )
