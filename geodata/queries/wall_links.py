"""Links for wall screens: only the hash of a key is ever kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import WallLink

# 32 random bytes: nobody tries so many addresses.
KEY_BYTES = 32


def create(session: Session, **values: Any) -> tuple[WallLink, str]:
    """Write a link and return it with its key, which is told this once."""
    key = secrets.token_urlsafe(KEY_BYTES)
    link = WallLink(key_hash=_hash(key), **values)
    session.add(link)
    session.flush()
    return link, key


def listing(session: Session) -> Sequence[WallLink]:
    """Return every link, the newest first."""
    return session.scalars(
        select(WallLink).order_by(WallLink.id.desc()).execution_options(populate_existing=True)
    ).all()


def open_with(session: Session, key: str) -> WallLink:
    """Return the link of a key that still holds and note that it was seen; raises NotFoundError."""
    link_id = session.scalar(
        update(WallLink)
        .where(WallLink.key_hash == _hash(key), WallLink.revoked_at.is_(None))
        .values(seen_at=func.now())
        .returning(WallLink.id)
    )
    if link_id is None:
        raise NotFoundError("this wall link does not exist or was withdrawn")
    return session.get_one(WallLink, link_id, populate_existing=True)


def revoke(session: Session, link_id: int) -> WallLink:
    """Withdraw a link for good; raises NotFoundError."""
    found = session.scalar(
        update(WallLink)
        .where(WallLink.id == link_id)
        .values(revoked_at=func.coalesce(WallLink.revoked_at, func.now()))
        .returning(WallLink.id)
    )
    if found is None:
        raise NotFoundError(f"there is no wall link {link_id}")
    return session.get_one(WallLink, link_id, populate_existing=True)


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
