"""How a plan begins: its units and grids copied from boundaries or from another plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from geodata.models import Area, Assignment, Plan, PlanGrid, Unit
from geodata.queries import areas
from geodata.queries.plans import communities_of


def copy_assignment(session: Session, source: Plan, target: Plan) -> None:
    """Give a plan the units and grids of another one, without its locks."""
    session.execute(
        insert(Assignment).from_select(
            ["plan_id", "unit_id", "grid_code"],
            select(literal(target.id), Assignment.unit_id, Assignment.grid_code)
            .join(Unit, Unit.id == Assignment.unit_id)
            .where(Assignment.plan_id == source.id, Unit.community_id.in_(communities_of(target))),
        )
    )
    names = ("code", "name", "name_zh", "grid_type", "is_new")
    used = select(Assignment.grid_code).where(Assignment.plan_id == target.id)
    session.execute(
        insert(PlanGrid).from_select(
            ["plan_id", *names],
            select(literal(target.id), *(getattr(PlanGrid, name) for name in names)).where(
                PlanGrid.plan_id == source.id, PlanGrid.code.in_(used)
            ),
        )
    )


def assign_today(session: Session, plan: Plan, at: datetime) -> None:
    """Give a plan the grids that its units lie in at a moment."""
    grid_id = func.grid_at(func.ST_PointOnSurface(Unit.geom), at)
    session.execute(
        insert(Assignment).from_select(
            ["plan_id", "unit_id", "grid_code"],
            select(literal(plan.id), Unit.id, Area.code)
            .join(Area, Area.id == grid_id)
            .where(Unit.community_id.in_(communities_of(plan))),
        )
    )
    session.execute(
        insert(PlanGrid).from_select(
            ["plan_id", "code", "name", "name_zh", "grid_type"],
            select(literal(plan.id), Area.code, Area.name, Area.name_zh, Area.grid_type).where(
                Area.tier == 5, Area.parent_id.in_(communities_of(plan)), areas.valid_at(at)
            ),
        )
    )


def has_units(session: Session, plan: Plan) -> bool:
    """Return whether the scope of a plan holds any unit."""
    found = select(Unit.id).where(Unit.community_id.in_(communities_of(plan))).limit(1)
    return session.scalar(found) is not None


def ended_codes(session: Session, plan: Plan, now: datetime) -> set[str]:
    """Return the codes of a plan's grids that were an area's once and are none's from now on."""
    alive = select(Area.code).where(
        Area.tier == 5, or_(Area.valid_to.is_(None), Area.valid_to > now)
    )
    once = select(Area.code).where(Area.tier == 5)
    return set(
        session.scalars(
            select(PlanGrid.code).where(
                PlanGrid.plan_id == plan.id, PlanGrid.code.in_(once), PlanGrid.code.not_in(alive)
            )
        )
    )


def rename_grid(session: Session, plan: Plan, old: str, new: str) -> None:
    """Put the units of one grid of a plan into another, which is there already."""
    session.execute(
        update(Assignment)
        .where(Assignment.plan_id == plan.id, Assignment.grid_code == old)
        .values(grid_code=new)
    )


def add_missing_grids(session: Session, source: Plan, target: Plan, codes: Collection[str]) -> None:
    """Copy grids of one plan to another that has not got them yet."""
    names = ("code", "name", "name_zh", "grid_type", "is_new")
    rows = select(literal(target.id), *(getattr(PlanGrid, name) for name in names)).where(
        PlanGrid.plan_id == source.id, PlanGrid.code.in_(codes)
    )
    statement = upsert(PlanGrid).from_select(["plan_id", *names], rows)
    session.execute(statement.on_conflict_do_nothing())
