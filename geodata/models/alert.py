"""Something that a person should look at: where, how much more than expected, by which method."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type
from geodata.models.base import Base, Key, Moment, OptionalMoment, Words

ALERT_STATES = ("open", "acknowledged", "assigned", "dismissed", "resolved")


class Alert(Base):
    """One matter, told once: ``identity`` stays the same night after night.

    ``observed`` against ``expected`` is what it was when it was last seen, ``raised_observed``
    what it was when a person was last told.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint(
            f"state IN ({', '.join(repr(word) for word in ALERT_STATES)})", name="state"
        ),
        CheckConstraint("window_start < window_end", name="window"),
        CheckConstraint("observed >= 0 AND expected >= 0", name="counts"),
        Index("ix_alert_state_last_raised_at", "state", "last_raised_at"),
    )

    id: Mapped[Key]
    identity: Mapped[str] = mapped_column(Text, unique=True)
    rule_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("alert_rule.id"), index=True)
    run_id: Mapped[UUID | None] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("job_run.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str] = mapped_column(Text, server_default="open")
    version: Mapped[int] = mapped_column(server_default="1")
    title: Mapped[Words]
    title_zh: Mapped[Words]
    method: Mapped[Words]
    area_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("area.id"), index=True)
    category_code: Mapped[str | None] = mapped_column(Text)
    window_start: Mapped[OptionalMoment]
    window_end: Mapped[OptionalMoment]
    observed: Mapped[float] = mapped_column(Double)
    expected: Mapped[float | None] = mapped_column(Double)
    ratio: Mapped[float | None] = mapped_column(Double)
    p: Mapped[float | None] = mapped_column(Double)
    q: Mapped[float | None] = mapped_column(Double)
    recurrence_days: Mapped[float | None] = mapped_column(Double)
    raised_observed: Mapped[float] = mapped_column(Double)
    raised_count: Mapped[int] = mapped_column(server_default="1")
    first_raised_at: Mapped[Moment]
    last_raised_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    assigned_to: Mapped[str | None] = mapped_column(Text)
    incident_ids: Mapped[list[UUID]] = mapped_column(
        ARRAY(PG_UUID(as_uuid=True)), server_default="{}"
    )
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    geom: Mapped[Any] = mapped_column(geometry_type("GEOMETRY"), nullable=False)
