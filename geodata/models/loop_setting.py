"""The numbers of the loop that a city sets for itself."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Double, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Words

# Name -> default and meaning. The migration writes the defaults.
LOOP_SETTINGS: dict[str, tuple[float, str]] = {
    "returns_before_escalation": (2, "a case returned so often goes to the level above"),
    "reopen_days": (15, "days in which the reporter may reopen"),
    "near_due_share": (0.2, "a clock with this share of its limit left is near due"),
    "escalate_after_hours": (24, "hours past due until a case goes a level up by itself"),
    "chase_days": (90, "a clock that ran out longer ago is not chased by the machine"),
}


class LoopSetting(Base):
    """One number."""

    __tablename__ = "loop_setting"
    __table_args__ = (CheckConstraint("value >= 0", name="value"),)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[float] = mapped_column(Double)
    meaning: Mapped[Words]
