"""Keys of programs: made, found by their hash, revoked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import ApiKey
from geodata.queries._rows import Rows


def account_of(session: Session, key_hash: bytes) -> int | None:
    """Return the account that a valid key acts for."""
    return session.scalar(
        select(ApiKey.account_id).where(ApiKey.key_hash == key_hash, ApiKey.revoked_at.is_(None))
    )


def of_account(session: Session, account_id: int) -> Rows:
    """Return an account's keys without the keys themselves, oldest first."""
    return session.execute(
        select(ApiKey.id, ApiKey.name, ApiKey.created_at, ApiKey.revoked_at)
        .where(ApiKey.account_id == account_id)
        .order_by(ApiKey.id)
    ).all()


def revoke(session: Session, account_id: int, key_id: int, at: datetime) -> None:
    """End a key; raises NotFoundError when the account has no such valid key."""
    ended = session.scalar(
        update(ApiKey)
        .where(ApiKey.id == key_id, ApiKey.account_id == account_id, ApiKey.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(ApiKey.id)
    )
    if ended is None:
        raise NotFoundError(f"there is no valid key {key_id}")
