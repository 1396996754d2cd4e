"""What a run found in one zone: a cell, an area or a band of a surface."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type
from geodata.models.base import Base


class RunZone(Base):
    """One zone of one run; ``position`` orders them, ``figures`` are the analysis' own words."""

    __tablename__ = "run_zone"

    run_id: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("job_run.id", ondelete="CASCADE"), primary_key=True
    )
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    area_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("area.id"))
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    geom: Mapped[Any] = mapped_column(geometry_type("GEOMETRY"), nullable=False)
