"""Registers per grid: counts only, never a person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Words

MEASURES = (
    "households",
    "registered_population",
    "resident_population",
    "rental_homes",
    "enterprises",
    "facilities",
)


class RegisterCount(Base):
    """How many of something a grid held on a day, and who counted."""

    __tablename__ = "register_count"
    __table_args__ = (
        UniqueConstraint("area_id", "measure", "counted_on", "source"),
        CheckConstraint(
            f"measure IN ({', '.join(repr(word) for word in MEASURES)})", name="measure"
        ),
        CheckConstraint("value >= 0", name="value"),
    )

    id: Mapped[Key]
    area_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("area.id"), index=True)
    measure: Mapped[Words]
    value: Mapped[int]
    counted_on: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    is_synthetic: Mapped[bool] = mapped_column(default=False, server_default="false")
