"""What is watched: each rule is a row that a person may add, change or switch off."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words

ALERT_KINDS = (
    "own_year",
    "scan",
    "repeat_address",
    "repeat_parties",
    "watched_place",
    "surge",
    "overdue",
    "area_limit",
)


class AlertRule(Base):
    """A kind of alert with its parameters."""

    __tablename__ = "alert_rule"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(word) for word in ALERT_KINDS)})", name="kind"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[Words]
    name: Mapped[Words]
    name_zh: Mapped[Words]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    is_active: Mapped[bool] = mapped_column(default=True, server_default="true")
    changed_at: Mapped[Moment] = mapped_column(server_default=func.now())
    changed_by: Mapped[str] = mapped_column(Text, server_default="wangge")
