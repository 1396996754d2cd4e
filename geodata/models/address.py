"""Standard addresses (标准地址), in parts, and the localities that they are numbered along."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, point_in_range
from geodata.models.base import Base, Key, Words

LOCALITY_KINDS = ("road", "compound", "community")


def _part() -> Any:
    return mapped_column(Text, server_default="", default="")


class Locality(Base):
    """A road, compound or community with numbers; ``key`` is its one spelling, for search."""

    __tablename__ = "locality"
    __table_args__ = (
        UniqueConstraint("kind", "district", "township", "key"),
        CheckConstraint(
            f"kind IN ({', '.join(repr(word) for word in LOCALITY_KINDS)})", name="kind"
        ),
        Index(
            "ix_locality_key_trigram",
            "key",
            postgresql_using="gin",
            postgresql_ops={"key": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Key]
    kind: Mapped[Words]
    district: Mapped[str] = _part()
    township: Mapped[str] = _part()
    name: Mapped[Words]
    key: Mapped[Words]


class Address(Base):
    """An address with its point; parts that it lacks are empty texts."""

    __tablename__ = "address"
    __table_args__ = (
        point_in_range("geom"),
        UniqueConstraint("source", "source_id"),
        Index("ix_address_locality_id_number", "locality_id", "number"),
        Index("ix_address_compound_id_number", "compound_id", "number"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    text: Mapped[Words]
    is_synthetic: Mapped[bool] = mapped_column(default=False, server_default="false")
    geom: Mapped[Any] = mapped_column(geometry_type("POINT"), nullable=False)
    source: Mapped[str | None] = mapped_column(Text)
    source_id: Mapped[str | None] = mapped_column(Text)
    district: Mapped[str] = _part()
    township: Mapped[str] = _part()
    community: Mapped[str] = _part()
    road: Mapped[str] = _part()
    number_text: Mapped[str] = _part()
    number: Mapped[int | None]
    compound: Mapped[str] = _part()
    building: Mapped[str] = _part()
    room: Mapped[str] = _part()
    locality_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("locality.id"))
    compound_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("locality.id"))
