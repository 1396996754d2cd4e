"""The responsibility table: which department acts for a category below an area."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, or_, select, true
from sqlalchemy import delete as sql_delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from geodata.errors import InvalidInputError, NotFoundError
from geodata.models import Category, Department, Responsibility, ResponsibilityAssist
from geodata.queries import categories, departments
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


def matching(session: Session, category_id: int, area_codes: Collection[str] | None = None) -> Rows:
    """Return the rows that cover a category (or the one above it) around a place, or anywhere."""
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
            true() if area_codes is None else Responsibility.area_code.in_(area_codes),
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


def save(
    session: Session,
    category_code: str,
    area_code: str,
    department_code: str,
    assist_codes: Collection[str] = (),
) -> None:
    """Write one row, or replace it. Raises InvalidInputError for an unknown code."""
    if department_code in assist_codes:
        raise InvalidInputError(
            f"{department_code} leads and cannot assist itself", field="assist_codes"
        )
    lead_id = _department_id(session, department_code, "department_code")
    key = {"category_id": categories.get_id(session, category_code), "area_code": area_code}
    statement = insert(Responsibility).values(**key, department_id=lead_id)
    row_id = session.scalar(
        statement.on_conflict_do_update(
            index_elements=["category_id", "area_code"], set_={"department_id": lead_id}
        ).returning(Responsibility.id)
    )
    session.execute(
        sql_delete(ResponsibilityAssist).where(ResponsibilityAssist.responsibility_id == row_id)
    )
    for code in dict.fromkeys(assist_codes):
        department_id = _department_id(session, code, "assist_codes")
        row = {"responsibility_id": row_id, "department_id": department_id}
        session.execute(insert(ResponsibilityAssist).values(**row))


def delete(session: Session, category_code: str, area_code: str) -> None:
    """Take one row away. Raises NotFoundError when it is not there."""
    category = select(Category.id).where(Category.code == category_code).scalar_subquery()
    gone = session.scalar(
        sql_delete(Responsibility)
        .where(Responsibility.category_id == category, Responsibility.area_code == area_code)
        .returning(Responsibility.id)
    )
    if gone is None:
        raise NotFoundError(f"nobody is named for {category_code!r} in {area_code!r}")


def _department_id(session: Session, code: str, field: str) -> int:
    found = departments.id_of(session, code)
    if found is None:
        raise InvalidInputError(f"there is no department {code!r}", field=field)
    return found
