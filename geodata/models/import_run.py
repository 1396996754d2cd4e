"""Imports: what came in, from where, how it was read, and what it changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Moment, OptionalMoment, Words

IMPORT_KINDS = ("areas", "units", "backdrop", "addresses", "incidents", "registers")
IMPORT_STATES = ("uploaded", "checked", "imported", "rolled_back")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class ImportSource(Base):
    """A place that files come from, with how its last file was read."""

    __tablename__ = "import_source"
    __table_args__ = (CheckConstraint(_one_of("kind", IMPORT_KINDS), name="kind"),)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    changed_at: Mapped[Moment] = mapped_column(server_default=func.now())


class ImportRun(Base):
    """One file on its way: uploaded, checked (dry run), imported, perhaps rolled back."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint(_one_of("kind", IMPORT_KINDS), name="kind"),
        CheckConstraint(_one_of("state", IMPORT_STATES), name="state"),
        Index("ix_import_run_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), primary_key=True)
    kind: Mapped[Words]
    source: Mapped[Words]
    file_name: Mapped[Words]
    file_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[Words]
    state: Mapped[str] = mapped_column(Text, server_default="uploaded")
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    preview: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    report: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    job_id: Mapped[UUID | None] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("job_run.id", ondelete="SET NULL")
    )
    created_by: Mapped[Words]
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    imported_at: Mapped[OptionalMoment]
    rolled_back_at: Mapped[OptionalMoment]


class ImportChange(Base):
    """What one part of an import wrote: keys of new rows, and changed rows as they were before."""

    __tablename__ = "import_change"

    import_id: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    inserted: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    updated: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
