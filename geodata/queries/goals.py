"""The three zeros (三零) and how long each area has kept them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.models import Area, Category, GoalCategory, Incident
from geodata.models.goal_category import GOALS
from geodata.queries import areas, categories
from geodata.queries._rows import Rows


def listing(session: Session) -> dict[str, list[str]]:
    """Return the codes of the categories that break each goal; a goal may have none yet."""
    rows = session.execute(
        select(GoalCategory.goal, Category.code)
        .join(Category, Category.id == GoalCategory.category_id)
        .order_by(Category.code)
    )
    found: dict[str, list[str]] = {goal: [] for goal in GOALS}
    for goal, code in rows:
        found[goal].append(code)
    return found


def define(session: Session, goal: str, codes: Sequence[str]) -> None:
    """Replace the categories of a goal; raises InvalidInputError for one that is not there."""
    known = {row.code: row.id for row in session.execute(select(Category.code, Category.id))}
    unknown = sorted(set(codes) - set(known))
    if unknown:
        raise InvalidInputError(f"there is no category {unknown[0]!r}", field="category_codes")
    session.execute(delete(GoalCategory).where(GoalCategory.goal == goal))
    session.add_all(GoalCategory(goal=goal, category_id=known[code]) for code in set(codes))
    session.flush()


def streaks(
    session: Session, codes: Sequence[str], tier: int, since: datetime, until: datetime
) -> Rows:
    """Return every area of a tier at ``until``: code, names, last_at, days.

    ``days`` are whole days from the last incident of ``codes`` before ``until``, or from
    ``since``, when the records begin, for an area that had none (last_at is null).
    """
    chain = areas.chains()
    counted = and_(
        Incident.grid_id == chain.c.grid_id,
        Incident.category_id.in_(categories.ids_with_children(tuple(codes))),
        Incident.status != "rejected",
        Incident.reported_at >= since,
        Incident.reported_at < until,
    )
    last_at = func.max(Incident.reported_at)
    days = func.floor(func.extract("epoch", until - func.coalesce(last_at, since)) / 86_400)
    return session.execute(
        select(Area.code, Area.name, Area.name_zh, last_at.label("last_at"), days.label("days"))
        .join(chain, and_(chain.c.id == Area.id, chain.c.tier == tier))
        .outerjoin(Incident, counted)
        .where(areas.valid_at(until))
        .group_by(Area.code, Area.name, Area.name_zh)
        .order_by(days.desc(), Area.code)
    ).all()
