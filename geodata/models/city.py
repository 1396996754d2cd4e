"""The city that this database holds, and the names of its tiers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Double, Integer, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, OptionalMoment, Words


class City(Base):
    """One row: one database holds one city."""

    __tablename__ = "city"
    __table_args__ = (
        CheckConstraint("id = 1", name="single_row"),
        CheckConstraint("west < east AND south < north", name="box"),
        CheckConstraint("period_start < period_end", name="period"),
    )

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, default=1)
    key: Mapped[Words]
    code: Mapped[Words]
    name: Mapped[Words]
    name_zh: Mapped[Words]
    metric_epsg: Mapped[int] = mapped_column(Integer)
    time_zone: Mapped[Words]
    west: Mapped[float] = mapped_column(Double)
    south: Mapped[float] = mapped_column(Double)
    east: Mapped[float] = mapped_column(Double)
    north: Mapped[float] = mapped_column(Double)
    attribution: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    is_synthetic: Mapped[bool]
    period_start: Mapped[OptionalMoment]
    period_end: Mapped[OptionalMoment]


class Tier(Base):
    """The name of one level of the tree; level 6 is the optional micro-grid (微网格)."""

    __tablename__ = "tier"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 6", name="level"),)

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    name: Mapped[Words]
    name_zh: Mapped[Words]
