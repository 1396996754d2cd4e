"""What the base map is drawn from: roads, water, rail, parks and bridges."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, valid_in_range
from geodata.models.base import Base, Key

BACKDROP_KINDS = ("road", "water", "rail", "park", "bridge")


class Backdrop(Base):
    """One feature of the base map; ``feature_class`` chooses its style."""

    __tablename__ = "backdrop"
    __table_args__ = (
        CheckConstraint(
            f"kind IN ({', '.join(repr(word) for word in BACKDROP_KINDS)})", name="kind"
        ),
        valid_in_range("geom"),
        UniqueConstraint("source", "source_id"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text, index=True)
    feature_class: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[Any] = mapped_column(geometry_type("GEOMETRY"), nullable=False)
    source: Mapped[str | None] = mapped_column(Text)
    source_id: Mapped[str | None] = mapped_column(Text)
