"""How long stages may take."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from geodata.errors import InvalidInputError, NotFoundError
from geodata.models import CaseLimit, Category, LoopSetting
from geodata.queries import categories
from geodata.queries._rows import AnyRow, Rows

Parent = aliased(Category, name="parent")


def listing(session: Session) -> Rows:
    """Return all limits: stage, category_code, priority (None: any), amount, unit."""
    return session.execute(
        select(
            CaseLimit.stage,
            Category.code.label("category_code"),
            CaseLimit.priority,
            CaseLimit.amount,
            CaseLimit.unit,
        )
        .outerjoin(Category, Category.id == CaseLimit.category_id)
        .order_by(CaseLimit.stage, Category.code.nulls_first(), CaseLimit.priority.nulls_first())
    ).all()


def find(session: Session, category_id: int, priority: str, stage: str) -> AnyRow:
    """Return amount and unit of the narrowest limit.

    The category itself comes before the one above it and before any; a limit for the priority
    comes before one for every priority. Raises NotFoundError when none fits.
    """
    found = session.execute(
        select(CaseLimit.amount, CaseLimit.unit)
        .outerjoin(Category, Category.id == CaseLimit.category_id)
        .where(
            CaseLimit.stage == stage,
            or_(CaseLimit.priority.is_(None), CaseLimit.priority == priority),
            or_(
                CaseLimit.category_id.is_(None),
                CaseLimit.category_id == category_id,
                and_(
                    Category.level == 1,
                    Category.id.in_(select(Parent.parent_id).where(Parent.id == category_id)),
                ),
            ),
        )
        .order_by(Category.level.desc().nulls_last(), CaseLimit.priority.nulls_last())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFoundError(f"no limit is set for the stage {stage!r}")
    return found


def settings(session: Session) -> dict[str, float]:
    """Return the numbers of the loop by name."""
    rows = session.execute(select(LoopSetting.name, LoopSetting.value))
    return {row.name: row.value for row in rows}


def save(
    session: Session,
    *,
    stage: str,
    category_code: str | None,
    priority: str | None,
    amount: float,
    unit: str,
) -> None:
    """Write one limit, or replace it. Raises InvalidInputError for an unknown category."""
    category_id = categories.get_id(session, category_code) if category_code else None
    key = {"stage": stage, "category_id": category_id, "priority": priority}
    statement = insert(CaseLimit).values(**key, amount=amount, unit=unit)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["category_id", "priority", "stage"],
            set_={"amount": amount, "unit": unit},
        )
    )


def explained(session: Session) -> Rows:
    """Return the numbers of the loop: name, value, meaning."""
    return session.execute(
        select(LoopSetting.name, LoopSetting.value, LoopSetting.meaning).order_by(LoopSetting.name)
    ).all()


def set_number(session: Session, name: str, value: float) -> None:
    """Set a number of the loop. Raises NotFoundError, InvalidInputError."""
    row = session.get(LoopSetting, name)
    if row is None:
        known = ", ".join(sorted(settings(session)))
        raise NotFoundError(f"there is no number {name!r}; there are {known}")
    if name.endswith("_share") and value > 1:
        raise InvalidInputError("a share is at most 1", field="value")
    row.value = value
    session.flush()
