"""Imports: one file each, and what is remembered of its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import ImportChange, ImportRun, ImportSource, JobRun


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


def find(session: Session, import_id: UUID) -> ImportRun:
    """Return an import as it is now, whoever works on it; raises NotFoundError."""
    run = session.get(ImportRun, import_id, populate_existing=True)
    if run is None:
        raise NotFoundError(f"there is no import {import_id}")
    return run


def latest_job(session: Session, import_id: UUID) -> JobRun | None:
    """Return the job that waits or works for an import, else the last one that did."""
    return session.scalar(
        select(JobRun)
        .where(JobRun.kind == "import", JobRun.parameters["import_id"].astext == str(import_id))
        .order_by(JobRun.state.in_(("queued", "running")).desc(), JobRun.created_at.desc())
        .limit(1)
    )


def listing(session: Session, limit: int = 50) -> Sequence[ImportRun]:
    """Return the latest imports, newest first."""
    return session.scalars(
        select(ImportRun)
        # Single cases come by the thousand; they have no file.
        .where(ImportRun.file_name != "")
        .order_by(ImportRun.created_at.desc(), ImportRun.id)
        .limit(limit)
    ).all()


def written_since(session: Session, run: ImportRun) -> ImportRun | None:
    """Return a later import that changed rows of the same kind (and source, except for areas)."""
    changed = select(ImportChange.import_id).where(
        or_(
            func.cardinality(ImportChange.inserted) > 0,
            func.jsonb_array_length(ImportChange.updated) > 0,
        )
    )
    statement = select(ImportRun).where(
        ImportRun.kind == run.kind,
        ImportRun.state == "imported",
        ImportRun.imported_at > run.imported_at,
        ImportRun.id.in_(changed),
    )
    if run.kind not in ("areas", "units"):
        statement = statement.where(ImportRun.source == run.source)
    return session.scalar(statement.order_by(ImportRun.imported_at.desc()).limit(1))


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


def unplaced_count(session: Session) -> int:
    """Return how many rows of imported files told of an incident without a usable place.

    A file that was imported several times counts once.
    """
    refused = ImportRun.report["finding_counts"]["no_position"].as_integer()
    counts = session.scalars(
        select(func.max(refused))
        .where(ImportRun.kind == "incidents", ImportRun.state == "imported")
        .group_by(ImportRun.source, ImportRun.sha256)
    )
    return sum(count or 0 for count in counts)
