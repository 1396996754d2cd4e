"""A located defect of the boundaries or of what they cover."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, point_in_range
from geodata.models.base import Base, Key, Words

FINDING_STATUSES = ("open", "accepted", "fixed")


class Finding(Base):
    """A finding of a run, or (without a run) one that was found and repaired at import."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint(
            f"status IN ({', '.join(repr(word) for word in FINDING_STATUSES)})", name="status"
        ),
        point_in_range("at"),
    )

    id: Mapped[Key]
    run_id: Mapped[UUID | None] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("job_run.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[Words]
    tier: Mapped[int | None] = mapped_column(SmallInteger)
    area_codes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    area_m2: Mapped[float | None] = mapped_column(Double)
    message: Mapped[Words]
    message_zh: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, server_default="open")
    at: Mapped[Any] = mapped_column(geometry_type("POINT"), nullable=False)
    geom: Mapped[Any | None] = mapped_column(geometry_type("GEOMETRY"))
