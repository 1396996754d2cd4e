"""Who must act on an incident."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Words


class Department(Base):
    """A department, leading (主办) or assisting (协办) case by case."""

    __tablename__ = "department"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[Words]
    name_zh: Mapped[Words]
