"""One run of a job: its progress while it works, its method and figures when it is done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, Index, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Moment, OptionalMoment, Words

JOB_STATES = ("queued", "running", "succeeded", "failed", "cancelled")


class JobRun(Base):
    """A statistic carries its method, n, period, boundaries' date and data age: they are here."""

    __tablename__ = "job_run"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(word) for word in JOB_STATES)})", name="state"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("period_start < period_end", name="period"),
        Index("ix_job_run_kind_finished_at", "kind", "finished_at"),
        Index(
            "uq_job_run_waiting",
            "kind",
            "parameters",
            unique=True,
            postgresql_where=text("state = 'queued'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), primary_key=True)
    kind: Mapped[Words]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    state: Mapped[str] = mapped_column(Text, server_default="queued")
    attempt: Mapped[int] = mapped_column(server_default="0")
    percent: Mapped[float] = mapped_column(Double, server_default="0")
    message: Mapped[str] = mapped_column(Text, server_default="")
    error: Mapped[str | None] = mapped_column(Text)
    cancel_requested: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    started_at: Mapped[OptionalMoment]
    heartbeat_at: Mapped[OptionalMoment]
    finished_at: Mapped[OptionalMoment]
    method: Mapped[str | None] = mapped_column(Text)
    n: Mapped[int | None]
    period_start: Mapped[OptionalMoment]
    period_end: Mapped[OptionalMoment]
    boundaries_at: Mapped[OptionalMoment]
    data_at: Mapped[OptionalMoment]
    summary: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
