"""The history of plans: appended, attributable, chained; an edit can be undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words


class PlanEvent(Base):
    """One thing that happened to a plan; appended and chained like the history of incidents.

    ``version`` is that of the plan afterwards. ``detail`` of an edit holds ``moves``, a list of
    [unit code, grid before, grid after] (None: in no grid), and ``grids``, a list of
    [code, properties before, properties after]; the inverse undoes it.
    """

    __tablename__ = "plan_event"
    __table_args__ = (
        UniqueConstraint("plan_id", "sequence"),
        UniqueConstraint("plan_id", "version"),
    )

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("plan.id"))
    sequence: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int]
    at: Mapped[Moment] = mapped_column(server_default=func.now())
    actor: Mapped[Words]
    action: Mapped[Words]
    reason: Mapped[str | None] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
