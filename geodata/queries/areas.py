"""Areas of the five-tier tree, as of a date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import geopandas as gpd
from sqlalchemy import CTE, ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from geodata.errors import NotFoundError
from geodata.models import Area, AreaOutline
from geodata.models.area_outline import OUTLINE_ZOOMS
from geodata.queries._rows import AnySelect, Rows
from geodata.queries._spatial import Box, geojson, in_box, place, read_frame

Parent = aliased(Area, name="parent")
Child = aliased(Area, name="child")


def valid_at(at: datetime, area: Any = Area) -> ColumnElement[bool]:
    """Return the test that an area's version holds at a moment: [valid_from, valid_to)."""
    return and_(area.valid_from <= at, or_(area.valid_to.is_(None), area.valid_to > at))


def tree(session: Session, at: datetime) -> Rows:
    """Return every area without its geometry, from the city down, by code."""
    return session.execute(
        select(
            Area.code,
            Area.tier,
            Parent.code.label("parent_code"),
            Area.name,
            Area.name_zh,
            Area.local_id,
        )
        .outerjoin(Parent, Parent.id == Area.parent_id)
        .where(valid_at(at))
        .order_by(Area.tier, Area.code)
    ).all()


def features(
    session: Session,
    at: datetime,
    *,
    tier: int | None = None,
    parent: str | None = None,
    code: str | None = None,
    box: Box | None = None,
    zoom: int | None = None,
) -> Rows:
    """Return areas with ``geometry`` as GeoJSON text, simplified for a web map zoom."""
    children = (
        select(func.count())
        .where(Child.parent_id == Area.id, valid_at(at, Child))
        .correlate(Area)
        .scalar_subquery()
    )
    statement = _at_zoom(
        select(
            Area.code,
            Area.tier,
            Parent.code.label("parent_code"),
            Area.name,
            Area.name_zh,
            Area.local_id,
            Area.grid_type,
            Area.households,
            Area.population,
            Area.is_synthetic,
            Area.valid_from,
            Area.valid_to,
            children.label("child_count"),
            geojson(Area.official_geom, 6).label("official_outline"),
        ).outerjoin(Parent, Parent.id == Area.parent_id),
        zoom,
    ).where(valid_at(at))
    if tier is not None:
        statement = statement.where(Area.tier == tier)
    if parent is not None:
        statement = statement.where(Parent.code == parent)
    if code is not None:
        statement = statement.where(Area.code == code)
    if box is not None:
        statement = statement.where(in_box(Area.geom, box))
    return session.execute(statement.order_by(Area.code)).all()


def changed_at(session: Session, at: datetime) -> datetime | None:
    """Return the last moment up to ``at`` when any boundary began or ended: their date."""
    began = select(func.max(Area.valid_from)).where(Area.valid_from <= at).scalar_subquery()
    ended = select(func.max(Area.valid_to)).where(Area.valid_to <= at).scalar_subquery()
    return session.scalar(select(func.greatest(began, ended)))


def get_id(session: Session, code: str, at: datetime) -> int:
    """Return the key of the area with ``code`` at a moment; raises NotFoundError."""
    found = session.scalar(select(Area.id).where(Area.code == code, valid_at(at)))
    if found is None:
        raise NotFoundError(f"there is no area {code!r} at {at:%Y-%m-%d}")
    return int(found)


def ids_by_code(session: Session, at: datetime) -> dict[str, int]:
    """Return the key of every area at a moment by its code."""
    rows = session.execute(select(Area.code, Area.id).where(valid_at(at)))
    return {row.code: row.id for row in rows}


def chain(session: Session, area_id: int) -> Rows:
    """Return an area and all above it, from the city down."""
    walk = select(Area.id, Area.parent_id).where(Area.id == area_id).cte("walk", recursive=True)
    walk = walk.union_all(
        select(Parent.id, Parent.parent_id).join(walk, Parent.id == walk.c.parent_id)
    )
    return session.execute(
        select(Area.code, Area.tier, Area.name, Area.name_zh)
        .where(Area.id.in_(select(walk.c.id)))
        .order_by(Area.tier)
    ).all()


def chains() -> CTE:
    """Return every grid with itself and all above it: grid_id, id, parent_id, tier."""
    grid, above = aliased(Area, name="grid"), aliased(Area, name="above")
    walk = (
        select(grid.id.label("grid_id"), grid.id.label("id"), grid.parent_id, grid.tier)
        .where(grid.tier == 5)
        .cte("chain", recursive=True)
    )
    return walk.union_all(
        select(walk.c.grid_id, above.id, above.parent_id, above.tier).join(
            walk, above.id == walk.c.parent_id
        )
    )


def ids_at_tier(session: Session, tier: int) -> dict[int, int]:
    """Return the key of the area of a tier that holds each grid, by the key of the grid."""
    chain = chains()
    rows = session.execute(select(chain.c.grid_id, chain.c.id).where(chain.c.tier == tier))
    return {int(grid): int(area) for grid, area in rows}


def at_place(session: Session, lon: float, lat: float, at: datetime) -> int | None:
    """Return the key of the lowest area around a place: its grid, or what it lies in without one.

    None is outside the city. On a shared edge the lower code wins, as for incidents.
    """
    return session.scalar(
        select(Area.id)
        .where(func.ST_Intersects(Area.geom, place(lon, lat)), valid_at(at))
        .order_by(Area.tier.desc(), Area.code.collate("C"))
        .limit(1)
    )


def subtree_ids(area_id: int) -> AnySelect:
    """Return a selection of the keys of an area and all below it, whatever their period."""
    return below(select(Area.id).where(Area.id == area_id))


def below(tops: AnySelect) -> AnySelect:
    """Return a selection of the keys of selected areas and of all below them."""
    walk = tops.cte("subtree", recursive=True)
    walk = walk.union_all(select(Child.id).join(walk, Child.parent_id == walk.c.id))
    return select(walk.c.id)


def codes_within(session: Session, area_id: int, at: datetime) -> set[str]:
    """Return the codes of an area and of all below it at a moment."""
    return set(
        session.scalars(select(Area.code).where(Area.id.in_(subtree_ids(area_id)), valid_at(at)))
    )


def frame(session: Session, tier: int, at: datetime) -> gpd.GeoDataFrame:
    """Return one tier as a frame in EPSG:4326: id, code, parent_code, names, counts, geometry."""
    return read_frame(
        session,
        select(
            Area.id,
            Area.code,
            Area.tier,
            Area.parent_id,
            Parent.code.label("parent_code"),
            Area.name,
            Area.name_zh,
            Area.households,
            Area.population,
            func.ST_AsBinary(Area.geom).label("geom"),
        )
        .outerjoin(Parent, Parent.id == Area.parent_id)
        .where(Area.tier == tier, valid_at(at))
        .order_by(Area.code),
    )


def _at_zoom(statement: AnySelect, zoom: int | None) -> AnySelect:
    step = outline_zoom(zoom)
    if step is None:
        return statement.add_columns(geojson(Area.geom).label("geometry"))
    shape = func.coalesce(AreaOutline.geom, Area.geom)
    return statement.add_columns(geojson(shape, 6).label("geometry")).outerjoin(
        AreaOutline, and_(AreaOutline.area_id == Area.id, AreaOutline.zoom == step)
    )


def outline_zoom(zoom: int | None) -> int | None:
    """Return the zoom whose outlines serve ``zoom``; None means the full geometry."""
    if zoom is None:
        return None
    return next((step for step in OUTLINE_ZOOMS if zoom <= step), None)
