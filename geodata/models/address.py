"""Standard addresses (标准地址)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, point_in_range
from geodata.models.base import Base, Key, Words


class Address(Base):
    """An address with its point."""

    __tablename__ = "address"
    __table_args__ = (point_in_range("geom"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    text: Mapped[Words]
    is_synthetic: Mapped[bool] = mapped_column(default=False, server_default="false")
    geom: Mapped[Any] = mapped_column(geometry_type("POINT"), nullable=False)
