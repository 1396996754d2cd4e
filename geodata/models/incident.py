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
    SmallInteger,
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
# The conditions that the city's own desks give; imported cases may bring others.
PRIORITIES = ("standard", "urgent")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


OWNERS = "num_nonnulls(owner_department_id, owner_officer_id, owner_area_id)"
ONE_OWNER = f"{OWNERS} = 1 OR ({OWNERS} = 0 AND {_one_of('status', FINAL_STATUSES)})"


class Incident(Base):
    """An incident. The client's UUID is its key, so that a retry can never double it.

    While it is open, exactly one answers for it: a department, an officer, or the desk of an
    area; a trigger names the first one. ``level_tier`` is the tier that deals with it now.
    ``version`` rises with every action, so that two people never act on the same state.

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
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint("merged_into <> id AND parent_id <> id", name="not_its_own"),
        CheckConstraint("level_tier BETWEEN 1 AND 5", name="level_tier"),
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
    owner_department_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("department.id"), index=True
    )
    owner_officer_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("officer.id"), index=True
    )
    owner_area_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("area.id"), index=True)
    handler_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    reporter_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("account.id"), index=True
    )
    level_tier: Mapped[int] = mapped_column(SmallInteger, server_default="4")
    return_count: Mapped[int] = mapped_column(server_default="0")
    rework_count: Mapped[int] = mapped_column(server_default="0")
    reopen_count: Mapped[int] = mapped_column(server_default="0")
    supervise_count: Mapped[int] = mapped_column(server_default="0")
    version: Mapped[int] = mapped_column(server_default="1")
    closed_at: Mapped[OptionalMoment]
    merged_into: Mapped[UUID | None] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("incident.id"), index=True
    )
    parent_id: Mapped[UUID | None] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("incident.id"), index=True
    )
