"""Imports: one file each, and what is remembered of its source."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import ImportRun, ImportSource


def add(session: Session, **values: Any) -> ImportRun:
    """Write a new import."""
    run = ImportRun(**values)
    session.add(run)
    session.flush()
    return run


def get(session: Session, import_id: UUID) -> ImportRun:
    """Return an import, locked until the transaction ends; raises NotFoundError."""
    run = session.scalar(select(ImportRun).where(ImportRun.id == import_id).with_for_update())
    if run is None:
        raise NotFoundError(f"there is no import {import_id}")
    return run


def remembered(session: Session, source: str, kind: str) -> dict[str, Any]:
    """Return how the last file of a source was read; empty for a new source."""
    found = session.get(ImportSource, (source, kind))
    return dict(found.settings) if found else {}


def remember(session: Session, source: str, kind: str, settings: dict[str, Any]) -> None:
    """Keep how a file of a source was read, for the next one."""
    statement = insert(ImportSource).values(name=source, kind=kind, settings=settings)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["name", "kind"],
            set_={"settings": settings, "changed_at": func.now()},
        )
    )
