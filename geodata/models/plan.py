"""A complete proposal of grids: every unit of its scope in exactly one grid."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words

PLAN_STATUSES = ("draft", "submitted", "approved", "published", "withdrawn")


class Plan(Base):
    """A plan; ``version`` grows by one with each edit, and a stale edit is a conflict.

    Its author may not approve it. ``base_id`` is the plan that it was branched from; the three
    numbers of households are what a grid should hold. ``rehomed_at``: when officers' open cases
    followed the published boundaries.
    """

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint(
            f"status IN ({', '.join(repr(word) for word in PLAN_STATUSES)})", name="status"
        ),
        CheckConstraint("approved_by IS DISTINCT FROM author", name="second_person"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("(status = 'published') <= (valid_from IS NOT NULL)", name="published_at"),
        CheckConstraint(
            "0 <= least_households AND least_households <= target_households"
            " AND target_households <= most_households AND most_households > 0",
            name="bounds",
        ),
    )

    id: Mapped[Key]
    name: Mapped[Words]
    scope_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("area.id"), index=True)
    status: Mapped[str] = mapped_column(Text, server_default="draft")
    version: Mapped[int] = mapped_column(server_default="1")
    author: Mapped[Words]
    approved_by: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    changed_at: Mapped[Moment] = mapped_column(server_default=func.now())
    base_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("plan.id"), index=True)
    least_households: Mapped[int] = mapped_column(server_default="300")
    target_households: Mapped[int] = mapped_column(server_default="400")
    most_households: Mapped[int] = mapped_column(server_default="500")
    rehomed_at: Mapped[OptionalMoment]
    valid_from: Mapped[OptionalMoment]


class Assignment(Base):
    """In a plan, a unit belongs to one grid: the pair is the key, so never to two."""

    __tablename__ = "assignment"
    __table_args__ = (CheckConstraint("grid_code ~ '^[0-9]{15}$'", name="grid_code"),)

    plan_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("unit.id"), primary_key=True, index=True
    )
    grid_code: Mapped[Words]
