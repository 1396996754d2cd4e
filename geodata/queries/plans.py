"""Plans: drafts and what became of them, their units and grids, their history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import geopandas as gpd
from sqlalchemy import ARRAY, Text, and_, cast, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session, aliased

from geodata.errors import NotFoundError
from geodata.models import Area, Assignment, Plan, PlanGrid, Unit
from geodata.queries import areas
from geodata.queries._rows import AnySelect, Rows
from geodata.queries._spatial import read_frame

Community = aliased(Area, name="community")
Move = tuple[str, str | None, str | None]


def listing(session: Session) -> Rows:
    """Return all plans, the latest changed first, with the code and names of their scope."""
    return session.execute(
        select(
            Plan.id,
            Plan.name,
            Plan.status,
            Plan.version,
            Plan.author,
            Plan.approved_by,
            Plan.created_at,
            Plan.changed_at,
            Plan.valid_from,
            Plan.base_id,
            Area.code.label("scope_code"),
            Area.name.label("scope_name"),
            Area.name_zh.label("scope_name_zh"),
        )
        .join(Area, Area.id == Plan.scope_id)
        .order_by(Plan.changed_at.desc(), Plan.id.desc())
    ).all()


def get(session: Session, plan_id: int) -> Plan:
    """Return a plan as it is now. Raises NotFoundError."""
    found = session.get(Plan, plan_id, populate_existing=True)
    if found is None:
        raise NotFoundError(f"there is no plan {plan_id}")
    return found


def lock(session: Session, plan_id: int) -> Plan:
    """Return a plan, locked until the transaction ends. Raises NotFoundError."""
    found = session.scalar(
        select(Plan)
        .where(Plan.id == plan_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(f"there is no plan {plan_id}")
    return found


def scope(session: Session, plan: Plan) -> Area:
    """Return the area that a plan redraws."""
    return session.get_one(Area, plan.scope_id)


def communities_of(plan: Plan) -> AnySelect:
    """Return a selection of the keys of all areas of a plan's scope."""
    return areas.subtree_ids(plan.scope_id)


def assignment(session: Session, plan: Plan) -> dict[str, str | None]:
    """Return the grid of every unit of a plan's scope by the unit's code; None: in no grid."""
    rows = session.execute(
        select(Unit.code, Assignment.grid_code)
        .outerjoin(Assignment, and_(Assignment.unit_id == Unit.id, Assignment.plan_id == plan.id))
        .where(Unit.community_id.in_(communities_of(plan)))
        .order_by(Unit.code)
    )
    return {row.code: row.grid_code for row in rows}


def units(
    session: Session, plan: Plan, community_codes: Collection[str] | None = None
) -> gpd.GeoDataFrame:
    """Return the units of a plan in EPSG:4326, by code.

    Columns id, code, community_code, households, population, grid_code (None: in no grid) and
    geometry; of some communities only when they are named.
    """
    statement = (
        select(
            Unit.id,
            Unit.code,
            Community.code.label("community_code"),
            Unit.households,
            Unit.population,
            Assignment.grid_code,
            func.ST_AsBinary(Unit.geom).label("geom"),
        )
        .join(Community, Community.id == Unit.community_id)
        .outerjoin(Assignment, and_(Assignment.unit_id == Unit.id, Assignment.plan_id == plan.id))
        .where(Unit.community_id.in_(communities_of(plan)))
        .order_by(Unit.code)
    )
    if community_codes is not None:
        statement = statement.where(Community.code.in_(community_codes))
    return read_frame(session, statement)


def communities(session: Session, plan: Plan, at: datetime) -> gpd.GeoDataFrame:
    """Return the communities of a plan's scope at a moment, in EPSG:4326: id, code, names."""
    return read_frame(
        session,
        select(
            Area.id, Area.code, Area.name, Area.name_zh, func.ST_AsBinary(Area.geom).label("geom")
        )
        .where(Area.id.in_(communities_of(plan)), Area.tier == 4, areas.valid_at(at))
        .order_by(Area.code),
    )


def grids_now(
    session: Session, plan: Plan, community_codes: Collection[str]
) -> dict[str, str | None]:
    """Return the grid of each unit of some communities, as :func:`assignment`."""
    rows = session.execute(
        select(Unit.code, Assignment.grid_code)
        .join(Community, Community.id == Unit.community_id)
        .outerjoin(Assignment, and_(Assignment.unit_id == Unit.id, Assignment.plan_id == plan.id))
        .where(Community.code.in_(community_codes))
    )
    return {row.code: row.grid_code for row in rows}


def communities_of_units(session: Session, plan: Plan, codes: Collection[str]) -> dict[str, str]:
    """Return the community's code of each of some units within a plan's scope."""
    rows = session.execute(
        select(Unit.code, Community.code.label("community_code"))
        .join(Community, Community.id == Unit.community_id)
        .where(Unit.code.in_(codes), Unit.community_id.in_(communities_of(plan)))
    )
    return {row.code: row.community_code for row in rows}


def move(session: Session, plan: Plan, moves: Collection[Move]) -> None:
    """Put units into their new grids; None takes a unit out of every grid."""
    gone = [unit for unit, _, after in moves if after is None]
    if gone:
        keys = select(Unit.id).where(Unit.code.in_(gone))
        session.execute(
            delete(Assignment).where(Assignment.plan_id == plan.id, Assignment.unit_id.in_(keys))
        )
    kept = {unit: after for unit, _, after in moves if after is not None}
    if not kept:
        return
    texts = (cast(list(kept), ARRAY(Text)), cast(list(kept.values()), ARRAY(Text)))
    wanted = func.unnest(*texts).table_valued("unit", "grid").render_derived()
    rows = select(literal(plan.id), Unit.id, wanted.c.grid).join(Unit, Unit.code == wanted.c.unit)
    statement = upsert(Assignment).from_select(["plan_id", "unit_id", "grid_code"], rows)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["plan_id", "unit_id"],
            set_={"grid_code": statement.excluded.grid_code},
        )
    )


def grids(
    session: Session, plan: Plan, codes: Collection[str] | None = None
) -> dict[str, PlanGrid]:
    """Return the grids of a plan by code."""
    statement = select(PlanGrid).where(PlanGrid.plan_id == plan.id).order_by(PlanGrid.code)
    if codes is not None:
        statement = statement.where(PlanGrid.code.in_(codes))
    return {row.code: row for row in session.scalars(statement)}


def grid_rows(session: Session, plan: Plan) -> list[dict[str, Any]]:
    """Return the properties of the grids of a plan as plain values, by code."""
    names = ("code", "name", "name_zh", "grid_type", "is_locked", "is_new")
    rows = grids(session, plan).values()
    return [{name: getattr(row, name) for name in names} for row in rows]


def codes_ever_given(session: Session, community_code: str) -> set[str]:
    """Return every grid code that a community ever had, in areas or in any plan."""
    published = select(Area.code).where(Area.tier == 5, Area.code.startswith(community_code))
    planned = select(PlanGrid.code).where(PlanGrid.code.startswith(community_code))
    return {*session.scalars(published), *session.scalars(planned)}


def codes_of_areas(session: Session, codes: Collection[str]) -> set[str]:
    """Return those of some grid codes that an area ever had."""
    return set(session.scalars(select(Area.code).where(Area.code.in_(codes), Area.tier == 5)))


def other_open(session: Session, plan: Plan) -> Rows:
    """Return other plans above or below the same scope that are submitted or approved."""
    above = select(Area.id).where(Area.id == plan.scope_id)
    return session.execute(
        select(Plan.id, Plan.name, Plan.status).where(
            Plan.id != plan.id,
            Plan.status.in_(("submitted", "approved")),
            or_(Plan.scope_id.in_(communities_of(plan)), Plan.scope_id.in_(above)),
        )
    ).all()


def to_rehome(session: Session, now: datetime) -> Sequence[Plan]:
    """Return published plans whose date has come and whose cases have not followed yet."""
    return session.scalars(
        select(Plan)
        .where(
            Plan.status == "published",
            Plan.valid_from <= now,
            Plan.rehomed_at.is_(None),
            Plan.approved_by.is_not(None),
        )
        .order_by(Plan.valid_from)
        .with_for_update(skip_locked=True)
    ).all()


def touch(session: Session, plan: Plan, now: datetime) -> int:
    """Raise the version of a plan and return it."""
    version = session.scalar(
        update(Plan)
        .where(Plan.id == plan.id)
        .values(version=Plan.version + 1, changed_at=now)
        .returning(Plan.version)
    )
    session.refresh(plan)
    return int(version or 0)
