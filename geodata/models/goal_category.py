"""Which categories break which of the three zeros (三零: 零上访, 零案件, 零事故)."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base

GOALS = ("petitions", "cases", "accidents")


class GoalCategory(Base):
    """An incident of the category, or of one below it, ends an area's streak."""

    __tablename__ = "goal_category"
    __table_args__ = (CheckConstraint(f"goal IN {GOALS!r}", name="goal"),)

    goal: Mapped[str] = mapped_column(Text, primary_key=True)
    category_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("category.id"), primary_key=True
    )
