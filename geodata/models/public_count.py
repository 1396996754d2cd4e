"""How many reports a protected group of the public face holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Integer, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type
from geodata.models.base import Base, Key, Moment, Words


class PublicCount(Base):
    """A group is a topic in one step of time in one square of a fixed lattice.

    Written once when the step is over and never changed: an answer that is asked twice is the
    same, so that nobody can be told from the difference. ``cell_m`` 0 is the whole city. A square
    that holds smaller published squares counts only what is outside of them.
    """

    __tablename__ = "public_count"
    __table_args__ = (
        UniqueConstraint("step_start", "topic", "cell_m", "cell_column", "cell_row"),
        CheckConstraint("step_start < step_end", name="step"),
        CheckConstraint("count >= 8", name="protected"),
        CheckConstraint("cell_m >= 0", name="cell"),
    )

    id: Mapped[Key]
    step_start: Mapped[Moment]
    step_end: Mapped[Moment]
    topic: Mapped[Words]
    cell_m: Mapped[int] = mapped_column(Integer)
    cell_column: Mapped[int] = mapped_column(Integer)
    cell_row: Mapped[int] = mapped_column(Integer)
    count: Mapped[int] = mapped_column(Integer)
    published_at: Mapped[Moment] = mapped_column(server_default=func.now())
    geom: Mapped[Any] = mapped_column(geometry_type("MULTIPOLYGON"), nullable=False)
