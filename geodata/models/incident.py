"""One event: place, time, category. Its history is appended, never edited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.crs import DATUMS
from geodata.models._geometry import geometry_type, point_in_range
from geodata.models.base import Base, Moment, OptionalMoment, Words

OPEN_STATUSES = (
    "reported",
    "verified",
    "filed",
    "dispatched",
    "processing",
    "returned",
    "extended",
    "suspended",
    "feedback",
    "checking",
    "rework",
)
FINAL_STATUSES = ("closed", "reviewed", "rejected")
STATUSES = OPEN_STATUSES + FINAL_STATUSES


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class Incident(Base):
    """An incident. The client's UUID is its key, so that a retry can never double it.

    ``grid_id`` is the grid in which it fell when it was reported; ``raw_lon``, ``raw_lat`` and
    ``datum`` keep what the device said.
    """

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint(_one_of("status", STATUSES), name="status"),
        CheckConstraint(_one_of("datum", DATUMS), name="datum"),
        CheckConstraint("accuracy_m >= 0 AND accuracy_m < 1e6", name="accuracy"),
        UniqueConstraint("source", "source_id"),
        CheckConstraint(
            "raw_lon BETWEEN -180 AND 180 AND raw_lat BETWEEN -90 AND 90", name="raw_in_range"
        ),
        point_in_range("geom"),
        Index("ix_incident_reported_at", "reported_at"),
        Index("ix_incident_grid_id_reported_at", "grid_id", "reported_at"),
    )

    id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    source: Mapped[Words]
    source_id: Mapped[str | None] = mapped_column(Text)
    category_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("category.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("department.id"), index=True
    )
    status: Mapped[str] = mapped_column(Text, index=True)
    priority: Mapped[str] = mapped_column(Text, server_default="standard")
    description: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[Any] = mapped_column(geometry_type("POINT"), nullable=False)
    raw_lon: Mapped[float] = mapped_column(Double)
    raw_lat: Mapped[float] = mapped_column(Double)
    datum: Mapped[str] = mapped_column(Text, server_default="wgs84")
    accuracy_m: Mapped[float | None] = mapped_column(Double)
    reported_at: Mapped[Moment]
    due_at: Mapped[OptionalMoment]
    resolved_at: Mapped[OptionalMoment]
    grid_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("area.id"))
    is_uncertain: Mapped[bool] = mapped_column(default=False, server_default="false")
    is_synthetic: Mapped[bool] = mapped_column(default=False, server_default="false")
