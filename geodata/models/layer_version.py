"""A number per map layer that grows with each change, so that caches know when to ask again."""

from __future__ import annotations

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base


class LayerVersion(Base):
    """Raised by triggers in the transaction that changes the layer's table."""

    __tablename__ = "layer_version"

    layer: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")
