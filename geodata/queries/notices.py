"""Notices: written once per account and event, listed, read; and the bell that tells of them."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.models import Notice, NoticeSetting
from geodata.queries._rows import Rows


def add(session: Session, values: dict[str, Any]) -> int | None:
    """Write a notice; None when the account was told of this event before."""
    statement = insert(Notice).values(**values).on_conflict_do_nothing()
    return session.scalar(statement.returning(Notice.id))


def page(
    session: Session, account_id: int, limit: int, before: int | None, *, unread: bool
) -> Rows:
    """Return notices of an account, the newest first, with keys below ``before``."""
    statement = (
        select(
            Notice.id,
            Notice.kind,
            Notice.subject_kind,
            Notice.subject,
            Notice.facts,
            Notice.created_at,
            Notice.read_at,
        )
        .where(Notice.account_id == account_id, Notice.is_shown)
        .order_by(Notice.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Notice.id < before)
    if unread:
        statement = statement.where(Notice.read_at.is_(None))
    return session.execute(statement).all()


def unread_count(session: Session, account_id: int) -> int:
    """Return how many shown notices an account has not read."""
    unread = (Notice.account_id == account_id, Notice.is_shown, Notice.read_at.is_(None))
    return int(session.scalar(select(func.count()).select_from(Notice).where(*unread)) or 0)


def mark_read(session: Session, account_id: int, now: datetime, ids: Collection[int] | None) -> int:
    """Mark an account's own notices as read, all when ``ids`` is None; return how many."""
    statement = update(Notice).where(
        Notice.account_id == account_id, Notice.is_shown, Notice.read_at.is_(None)
    )
    if ids is not None:
        statement = statement.where(Notice.id.in_(ids))
    return len(session.scalars(statement.values(read_at=now).returning(Notice.id)).all())


def forget(session: Session, before: datetime) -> int:
    """Remove notices that are older than ``before``; return how many."""
    gone = delete(Notice).where(Notice.created_at < before).returning(Notice.id)
    return len(session.scalars(gone).all())


def bell(session: Session, account_id: int) -> UUID:
    """Return the name under which an account's pages hear of news; made when there is none."""
    session.execute(insert(NoticeSetting).values(account_id=account_id).on_conflict_do_nothing())
    return session.scalars(
        select(NoticeSetting.bell).where(NoticeSetting.account_id == account_id)
    ).one()


def ring(session: Session, account_ids: Collection[int]) -> None:
    """Tell the open pages of accounts, when this transaction commits, that there is news."""
    found = select(NoticeSetting.bell).where(NoticeSetting.account_id.in_(account_ids))
    for name in session.scalars(found):
        session.execute(select(func.pg_notify("wangge", json.dumps({"bell": str(name)}))))
