"""A drawn polygon whose public items somebody follows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import LargeBinary, func
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, valid_in_range
from geodata.models.base import Base, Key, Moment


class Subscription(Base):
    """Known by its key alone, of which only a hash is kept; nothing is known of the person."""

    __tablename__ = "subscription"
    __table_args__ = (valid_in_range("geom"),)

    id: Mapped[Key]
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    geom: Mapped[Any] = mapped_column(geometry_type("MULTIPOLYGON"), nullable=False)
