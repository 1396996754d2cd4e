"""Areas drawn with fewer vertices for small scales, neighbours still edge to edge."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type
from geodata.models.base import Base

# Web map zooms that have an outline of their own; above the last one the area itself is drawn.
OUTLINE_ZOOMS = (9, 11, 13)


class AreaOutline(Base):
    """The outline of one area up to one zoom."""

    __tablename__ = "area_outline"

    area_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("area.id", ondelete="CASCADE"), primary_key=True
    )
    zoom: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    geom: Mapped[Any] = mapped_column(geometry_type("MULTIPOLYGON"), nullable=False)
