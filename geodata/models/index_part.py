"""The parts of the governance index (统一指数) and their weights."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Double, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Words

INDEX_PARTS = ("timely", "resolved", "first_time", "quiet", "covered", "balanced")


class IndexPart(Base):
    """One part with its weight; 0 leaves it out."""

    __tablename__ = "index_part"
    __table_args__ = (
        CheckConstraint("weight >= 0 AND weight <= 1000", name="weight"),
        CheckConstraint(f"code IN ({', '.join(repr(word) for word in INDEX_PARTS)})", name="code"),
    )

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    weight: Mapped[float] = mapped_column(Double)
    name: Mapped[Words]
    name_zh: Mapped[Words]
