"""Versions of areas: ended, begun and taken back, with the officers who answer for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from shapely import MultiPolygon, Polygon, to_wkb
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from geodata.crs import STORAGE_EPSG
from geodata.models import Area, Incident, Officer, OfficerGrid
from geodata.models.incident import OPEN_STATUSES
from geodata.queries import areas
from geodata.queries._rows import Rows

MOMENT = timedelta(microseconds=1)


def ids_of(session: Session, codes: Collection[str], tier: int, at: datetime) -> dict[str, int]:
    """Return the keys of areas of a tier at a moment by code."""
    rows = session.execute(
        select(Area.code, Area.id).where(
            Area.code.in_(codes), Area.tier == tier, areas.valid_at(at)
        )
    )
    return {row.code: row.id for row in rows}


def officers_of(session: Session, grid_ids: Collection[int], at: datetime) -> dict[int, int]:
    """Return the officer of each grid at a moment by the grid's key."""
    rows = session.execute(
        select(OfficerGrid.grid_id, OfficerGrid.officer_id).where(
            OfficerGrid.grid_id.in_(grid_ids), _on_duty(at)
        )
    )
    return {row.grid_id: row.officer_id for row in rows}


def officer_of(session: Session, code: str, at: datetime) -> int | None:
    """Return the officer who answers for the grid of a code at a moment."""
    return session.scalar(
        select(OfficerGrid.officer_id)
        .join(Area, Area.id == OfficerGrid.grid_id)
        .where(Area.code == code, _on_duty(at))
        .limit(1)
    )


def officer_names(session: Session, codes: Collection[str], at: datetime) -> dict[str, str]:
    """Return code and name of the officer of each grid at a moment by the grid's code."""
    rows = session.execute(
        select(Area.code, Officer.code.label("officer"), Officer.name)
        .join(OfficerGrid, OfficerGrid.grid_id == Area.id)
        .join(Officer, Officer.id == OfficerGrid.officer_id)
        .where(Area.code.in_(codes), areas.valid_at(at), _on_duty(at))
    )
    return {row.code: f"{row.officer} {row.name}" for row in rows}


def end(session: Session, area_ids: Collection[int], at: datetime) -> None:
    """End versions of areas, and the duties in them, at a moment."""
    session.execute(update(Area).where(Area.id.in_(area_ids)).values(valid_to=at))
    session.execute(
        delete(OfficerGrid).where(OfficerGrid.grid_id.in_(area_ids), OfficerGrid.valid_from >= at)
    )
    session.execute(
        update(OfficerGrid)
        .where(
            OfficerGrid.grid_id.in_(area_ids),
            or_(OfficerGrid.valid_to.is_(None), OfficerGrid.valid_to > at),
        )
        .values(valid_to=at)
    )


def begin(session: Session, values: dict[str, Any]) -> int:
    """Write a version of an area and return its key; ``geom`` is a shape in EPSG:4326."""
    shape = values["geom"]
    many = MultiPolygon([shape]) if isinstance(shape, Polygon) else shape
    # As bytes, for text would round the corners that neighbours share.
    geom = func.ST_GeomFromWKB(to_wkb(many), STORAGE_EPSG)
    area = Area(**{**values, "geom": geom})
    session.add(area)
    session.flush()
    return int(area.id)


def assign(session: Session, officer_id: int, grid_id: int, at: datetime) -> None:
    """Let an officer answer for a grid from a moment on."""
    session.add(OfficerGrid(officer_id=officer_id, grid_id=grid_id, valid_from=at))
    session.flush()


def take_back(session: Session, scope_id: int, valid_from: datetime) -> dict[str, int]:
    """Remove what was to begin at a moment below an area, and let what was to end go on."""
    below = areas.subtree_ids(scope_id)
    begun = session.scalars(
        select(Area.id).where(Area.id.in_(below), Area.tier == 5, Area.valid_from == valid_from)
    ).all()
    session.execute(delete(OfficerGrid).where(OfficerGrid.grid_id.in_(begun)))
    session.execute(delete(Area).where(Area.id.in_(begun)))
    ended = session.scalars(
        select(Area.id).where(Area.id.in_(below), Area.tier == 5, Area.valid_to == valid_from)
    ).all()
    session.execute(update(Area).where(Area.id.in_(ended)).values(valid_to=None))
    session.execute(
        update(OfficerGrid)
        .where(OfficerGrid.grid_id.in_(ended), OfficerGrid.valid_to == valid_from)
        .values(valid_to=None)
    )
    return {"removed": len(begun), "resumed": len(ended)}


def moved_cases(session: Session, scope_id: int, at: datetime) -> Rows:
    """Return id, before and after of open cases below an area whose grid's code changes then."""
    just_before = func.grid_at(Incident.geom, at - MOMENT)
    then = func.grid_at(Incident.geom, at)
    old, new = aliased(Area, name="old"), aliased(Area, name="new")
    return session.execute(
        select(Incident.id, old.code.label("before"), new.code.label("after"))
        .join(old, old.id == just_before)
        .join(new, new.id == then)
        .where(
            Incident.status.in_(OPEN_STATUSES),
            old.id.in_(areas.subtree_ids(scope_id)),
            old.id != new.id,
        )
        .order_by(Incident.id)
    ).all()


def _on_duty(at: datetime) -> Any:
    is_over = or_(OfficerGrid.valid_to.is_(None), OfficerGrid.valid_to > at)
    return (OfficerGrid.valid_from <= at) & is_over
