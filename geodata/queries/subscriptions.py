"""Drawn polygons that somebody follows, known by their keys."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.errors import NotFoundError
from geodata.geometry import as_multipolygon
from geodata.models import Area, Subscription


def create(session: Session, place: BaseGeometry) -> str:
    """Write a subscription to a polygon (EPSG:4326); returns its key, which is not kept."""
    return add_place(session, place)[1]


def add(session: Session, shape: Any) -> tuple[int, str]:
    """Write a subscription to a multipolygon, given as EWKT or a selection; return id and key."""
    key = secrets.token_urlsafe(24)
    found = Subscription(key_hash=_hash(key), geom=shape)
    session.add(found)
    session.flush()
    return found.id, key


def add_place(session: Session, place: BaseGeometry) -> tuple[int, str]:
    """Write a subscription to a polygon (EPSG:4326); return its id and key."""
    return add(session, f"SRID={STORAGE_EPSG};{as_multipolygon(place).wkt}")


def add_area(session: Session, area_id: int) -> tuple[int, str]:
    """Write a subscription to an area as it is drawn now; return its id and key."""
    return add(session, select(Area.geom).where(Area.id == area_id).scalar_subquery())


def place(session: Session, key: str) -> Any:
    """Return the polygon of a key as a selection; raises NotFoundError."""
    found = session.scalar(select(Subscription.id).where(Subscription.key_hash == _hash(key)))
    if found is None:
        raise NotFoundError("there is no subscription with this key")
    return select(Subscription.geom).where(Subscription.id == found).scalar_subquery()


def delete_one(session: Session, key: str) -> None:
    """Forget a subscription; raises NotFoundError."""
    gone = delete(Subscription).where(Subscription.key_hash == _hash(key))
    if session.scalar(gone.returning(Subscription.id)) is None:
        raise NotFoundError("there is no subscription with this key")


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
