"""The weekly bulletin as it was printed: a page that stands alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKey
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Words


class Bulletin(Base):
    """One run's page; its figures are in the run's summary."""

    __tablename__ = "bulletin"

    run_id: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("job_run.id", ondelete="CASCADE"), primary_key=True
    )
    week_start: Mapped[date] = mapped_column(Date, index=True)
    html: Mapped[Words]
