"""Who must act: a category in the subtree of an area belongs to a department."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key


class Responsibility(Base):
    """The lead department for a category below an area; a deeper area, then category, wins.

    The area is named by its code, which outlives the versions of its boundary.
    """

    __tablename__ = "responsibility"
    __table_args__ = (UniqueConstraint("category_id", "area_code"),)

    id: Mapped[Key]
    category_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("category.id"))
    area_code: Mapped[str] = mapped_column(Text, index=True)
    department_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("department.id"), index=True)


class ResponsibilityAssist(Base):
    """A department that assists (协办) where another one leads."""

    __tablename__ = "responsibility_assist"

    responsibility_id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("responsibility.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    department_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("department.id"), primary_key=True, autoincrement=False
    )
