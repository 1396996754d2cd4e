"""A node of the five-tier tree, versioned in time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, valid_in_range
from geodata.models.base import Base, Key, Moment, OptionalMoment, Words

CODE_RULE = (
    "code ~ CASE WHEN tier <= 4 THEN '^[0-9]{12}$'"
    " WHEN tier = 5 THEN '^[0-9]{15}$' ELSE '^[0-9]{17}$' END"
)


class Area(Base):
    """One version of one area: valid in [valid_from, valid_to), inside one parent a tier above.

    Two versions of a code never overlap in time. A retired code is never given again, and a
    published polygon never overlaps its neighbour: triggers in the migration refuse both.
    """

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("id", "tier"),
        ForeignKeyConstraint(["parent_id", "parent_tier"], ["area.id", "area.tier"]),
        CheckConstraint("(tier = 1) = (parent_id IS NULL)", name="one_parent"),
        CheckConstraint(CODE_RULE, name="code"),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="period"),
        CheckConstraint("grid_type IN ('base', 'dedicated')", name="grid_type"),
        CheckConstraint("(grid_type IS NOT NULL) = (tier >= 5)", name="grid_type_of_grids"),
        CheckConstraint("households >= 0 AND population >= 0", name="counts"),
        valid_in_range("geom"),
        valid_in_range("official_geom"),
        ExcludeConstraint(
            ("code", "="),
            (func.tstzrange(text("valid_from"), text("valid_to")), "&&"),
            name="ex_area_code_period",
            using="gist",
        ),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, index=True)
    tier: Mapped[int] = mapped_column(SmallInteger, ForeignKey("tier.level"))
    parent_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    parent_tier: Mapped[int] = mapped_column(SmallInteger, Computed("tier - 1", persisted=True))
    name: Mapped[Words]
    name_zh: Mapped[Words]
    local_id: Mapped[str | None] = mapped_column(Text)
    grid_type: Mapped[str | None] = mapped_column(Text)
    households: Mapped[int | None]
    population: Mapped[int | None]
    is_synthetic: Mapped[bool] = mapped_column(default=False, server_default="false")
    geom: Mapped[Any] = mapped_column(geometry_type("MULTIPOLYGON"), nullable=False)
    official_geom: Mapped[Any | None] = mapped_column(geometry_type("MULTIPOLYGON"))
    valid_from: Mapped[Moment]
    valid_to: Mapped[OptionalMoment]
