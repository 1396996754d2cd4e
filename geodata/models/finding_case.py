"""A finding through all the runs that see it: open, accepted with a reason, fixed."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, SmallInteger, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words
from geodata.models.finding import FINDING_STATUSES


class FindingCase(Base):
    """One defect; its place and size are those of the last run that saw it."""

    __tablename__ = "finding_case"
    __table_args__ = (
        CheckConstraint(
            f"status IN ({', '.join(repr(word) for word in FINDING_STATUSES)})", name="status"
        ),
    )

    id: Mapped[Key]
    kind: Mapped[Words]
    tier: Mapped[int] = mapped_column(SmallInteger)
    area_codes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    area_m2: Mapped[float] = mapped_column(Double)
    lon: Mapped[float] = mapped_column(Double)
    lat: Mapped[float] = mapped_column(Double)
    status: Mapped[str] = mapped_column(Text, server_default="open")


class FindingSighting(Base):
    """Which case a finding of a run belongs to."""

    __tablename__ = "finding_sighting"

    finding_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("finding.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    case_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("finding_case.id"), index=True)


class FindingEvent(Base):
    """One change of a case: who, when, why. A trigger refuses UPDATE and DELETE."""

    __tablename__ = "finding_event"

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("finding_case.id"), index=True)
    at: Mapped[Moment] = mapped_column(server_default=func.now())
    actor: Mapped[Words]
    from_status: Mapped[str | None] = mapped_column(Text)
    to_status: Mapped[Words]
    reason: Mapped[Words]
