"""Officers (网格员) and the grids that they answer for over time."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    SmallInteger,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words


class Officer(Base):
    """A person responsible for grids over a period."""

    __tablename__ = "officer"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[Words]
    is_synthetic: Mapped[bool] = mapped_column(default=False, server_default="false")


class OfficerGrid(Base):
    """An officer answers for a grid in [valid_from, valid_to); a grid has one officer at a time."""

    __tablename__ = "officer_grid"
    __table_args__ = (
        ForeignKeyConstraint(["grid_id", "grid_tier"], ["area.id", "area.tier"]),
        CheckConstraint("grid_tier >= 5", name="grid_tier"),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="period"),
        ExcludeConstraint(
            ("grid_id", "="),
            (func.tstzrange(text("valid_from"), text("valid_to")), "&&"),
            name="ex_officer_grid_period",
            using="gist",
        ),
    )

    id: Mapped[Key]
    officer_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("officer.id"), index=True)
    grid_id: Mapped[int] = mapped_column(BigInteger)
    grid_tier: Mapped[int] = mapped_column(SmallInteger, server_default="5")
    valid_from: Mapped[Moment]
    valid_to: Mapped[OptionalMoment]
