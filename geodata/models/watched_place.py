"""Places on a list that a rule of alerts watches, such as rental addresses (出租房)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Double, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, point_in_range
from geodata.models.base import Base, Key, Words


class WatchedPlace(Base):
    """One place of a list; a case within ``radius_m`` is a case of this place."""

    __tablename__ = "watched_place"
    __table_args__ = (
        UniqueConstraint("list_code", "code"),
        CheckConstraint("radius_m > 0 AND radius_m <= 1000", name="radius"),
        point_in_range("geom"),
    )

    id: Mapped[Key]
    list_code: Mapped[Words]
    code: Mapped[Words]
    name: Mapped[str] = mapped_column(Text)
    radius_m: Mapped[float] = mapped_column(Double, server_default="25")
    geom: Mapped[Any] = mapped_column(geometry_type("POINT"), nullable=False)
