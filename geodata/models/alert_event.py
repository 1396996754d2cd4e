"""The history of alerts: appended, never edited."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words


class AlertEvent(Base):
    """One thing that happened to an alert: who, when, why. A trigger refuses UPDATE and DELETE."""

    __tablename__ = "alert_event"

    id: Mapped[Key]
    alert_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("alert.id"), index=True)
    at: Mapped[Moment] = mapped_column(server_default=func.now())
    actor: Mapped[Words]
    action: Mapped[Words]
    from_state: Mapped[str | None] = mapped_column(Text)
    to_state: Mapped[Words]
    reason: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
