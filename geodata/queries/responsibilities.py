"""The responsibility table: which department acts for a category below an area."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from geodata.models import Category, Department, Responsibility, ResponsibilityAssist
from geodata.queries._rows import Rows

Assist = aliased(Department, name="assist")
Child = aliased(Category, name="child")


def listing(session: Session) -> Rows:
    """Return the table: id, category_code, area_code, department_code."""
    return session.execute(
        select(
            Responsibility.id,
            Category.code.label("category_code"),
            Category.level.label("category_level"),
            Responsibility.area_code,
            Department.code.label("department_code"),
        )
        .join(Category, Category.id == Responsibility.category_id)
        .join(Department, Department.id == Responsibility.department_id)
        .order_by(Responsibility.area_code, Category.code)
    ).all()


def matching(session: Session, category_id: int, area_codes: Collection[str]) -> Rows:
    """Return the rows that cover a category (or the one above it) around a place."""
    above = select(Child.parent_id).where(Child.id == category_id)
    return session.execute(
        select(
            Responsibility.id,
            Category.code.label("category_code"),
            Category.level.label("category_level"),
            Responsibility.area_code,
            Department.code.label("department_code"),
        )
        .join(Category, Category.id == Responsibility.category_id)
        .join(Department, Department.id == Responsibility.department_id)
        .where(
            Responsibility.area_code.in_(area_codes),
            or_(Category.id == category_id, and_(Category.level == 1, Category.id.in_(above))),
        )
    ).all()


def assists(session: Session, responsibility_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the codes of assisting departments by responsibility."""
    rows = session.execute(
        select(ResponsibilityAssist.responsibility_id, Assist.code)
        .join(Assist, Assist.id == ResponsibilityAssist.department_id)
        .where(ResponsibilityAssist.responsibility_id.in_(responsibility_ids))
        .order_by(Assist.code)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.responsibility_id, []).append(row.code)
    return found
