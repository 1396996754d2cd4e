"""What a hotspot job found: one row per cell or area."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type
from geodata.models.base import Base


class Hotspot(Base):
    """One zone of one run. ``bin`` is -3..3: cold or hot at 99, 95, 90 %, 0 not significant.

    ``figures`` has what only some runs know: rates, the local Moran view.
    """

    __tablename__ = "hotspot"
    __table_args__ = (CheckConstraint("bin BETWEEN -3 AND 3", name="bin"),)

    run_id: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("job_run.id", ondelete="CASCADE"), primary_key=True
    )
    zone: Mapped[str] = mapped_column(Text, primary_key=True)
    area_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("area.id"))
    count: Mapped[int]
    expected: Mapped[float] = mapped_column(Double)
    z: Mapped[float | None] = mapped_column(Double)
    p: Mapped[float] = mapped_column(Double)
    q: Mapped[float] = mapped_column(Double)
    bin: Mapped[int] = mapped_column(SmallInteger)
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    geom: Mapped[Any] = mapped_column(geometry_type("GEOMETRY"), nullable=False)
