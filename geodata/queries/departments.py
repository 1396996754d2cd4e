"""Departments."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import Department
from geodata.queries._rows import Rows


def listing(session: Session) -> Rows:
    """Return all departments by code."""
    return session.execute(
        select(Department.code, Department.name, Department.name_zh).order_by(Department.code)
    ).all()


def id_of(session: Session, code: str) -> int | None:
    """Return the key of a department, or None."""
    return session.scalar(select(Department.id).where(Department.code == code))
