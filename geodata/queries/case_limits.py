"""How long stages may take."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from geodata.errors import NotFoundError
from geodata.models import CaseLimit, Category, LoopSetting
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
