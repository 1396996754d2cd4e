"""What an incident is about, in two levels (大类, 小类)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Words


class Category(Base):
    """A category of level 1 (no parent) or level 2 (parent of level 1); never deeper.

    What is reported in a sensitive category is never shown as a point on a public face; one that
    is sensitive makes those below it sensitive.
    """

    __tablename__ = "category"
    __table_args__ = (
        UniqueConstraint("id", "level"),
        ForeignKeyConstraint(["parent_id", "parent_level"], ["category.id", "category.level"]),
        CheckConstraint("level IN (1, 2)", name="level"),
        CheckConstraint("(level = 1) = (parent_id IS NULL)", name="two_levels"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    level: Mapped[int] = mapped_column(SmallInteger)
    parent_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    parent_level: Mapped[int] = mapped_column(SmallInteger, Computed("level - 1", persisted=True))
    name: Mapped[Words]
    name_zh: Mapped[Words]
    icon: Mapped[str | None] = mapped_column(Text)
    is_sensitive: Mapped[bool] = mapped_column(default=False, server_default="false")
