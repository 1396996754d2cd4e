"""How long a stage may take, by category and condition."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key
from geodata.models.case_clock import STAGES, UNITS, in_words


class CaseLimit(Base):
    """A limit. No category means every one, no priority every condition; the narrowest counts."""

    __tablename__ = "case_limit"
    __table_args__ = (
        CheckConstraint(in_words("stage", STAGES), name="stage"),
        CheckConstraint(in_words("unit", UNITS), name="unit"),
        CheckConstraint("amount > 0 AND amount <= 10000", name="amount"),
        Index(
            "uq_case_limit_category_id_priority_stage",
            "category_id",
            "priority",
            "stage",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[Key]
    category_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("category.id"))
    priority: Mapped[str | None] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(Text)
    amount: Mapped[float] = mapped_column(Double)
    unit: Mapped[str] = mapped_column(Text)
