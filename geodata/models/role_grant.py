"""Roles, each granted on an area's subtree and for a period."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment
from geodata.rights.roles import ROLES


class RoleGrant(Base):
    """An account has a role in [valid_from, valid_to); no area is the whole city."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(f"role IN {tuple(ROLES)!r}", name="role"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="period"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(Text)
    area_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("area.id"))
    valid_from: Mapped[Moment]
    valid_to: Mapped[OptionalMoment]
