"""Mapbox vector tiles, one function per layer; each returns the bytes of one tile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Text, and_, func, literal_column, select
from sqlalchemy.orm import Session

from geodata.models import Area, AreaOutline, Backdrop, Category, Hotspot, Incident, JobRun, Unit
from geodata.queries import public_view
from geodata.queries._rows import AnySelect
from geodata.queries._spatial import TILE_EXTENT, in_tile, tile_geometry
from geodata.queries.areas import outline_zoom, valid_at

# From this zoom on, small things are drawn too.
MIN_ZOOM = {"residential": 12, "bridge": 13, "rail": 11, "unit": 12, "incident": 12}
MAX_INCIDENTS = 10_000

INNER = {"water": "water", "park": "parks", "road": "roads", "rail": "rail", "bridge": "bridges"}


def base(session: Session, z: int, x: int, y: int, at: datetime) -> bytes:
    """Return water, parks, roads, rail and bridges: the base map."""
    del at  # the base map has no versions
    return b"".join(_backdrop(session, kind, (z, x, y)) for kind in INNER)


def areas(session: Session, z: int, x: int, y: int, at: datetime) -> bytes:
    """Return the areas of every tier, as inner layers tier1 .. tier6."""
    parts = []
    for tier in range(1, 7):
        step = outline_zoom(z)
        statement = (
            select(
                tile_geometry(func.coalesce(AreaOutline.geom, Area.geom), z, x, y).label("geom"),
                Area.code,
                Area.name,
                Area.name_zh,
                Area.households,
                Area.population,
            )
            .outerjoin(
                AreaOutline, and_(AreaOutline.area_id == Area.id, AreaOutline.zoom == (step or -1))
            )
            .where(Area.tier == tier, valid_at(at), in_tile(Area.geom, z, x, y))
        )
        parts.append(_encode(session, f"tier{tier}", statement))
    return b"".join(parts)


def units(session: Session, z: int, x: int, y: int, at: datetime) -> bytes:
    """Return units with their households; nothing at small scales."""
    del at
    if z < MIN_ZOOM["unit"]:
        return b""
    return _encode(
        session,
        "units",
        select(
            tile_geometry(Unit.geom, z, x, y).label("geom"),
            Unit.code,
            Unit.households,
            Unit.population,
        ).where(in_tile(Unit.geom, z, x, y)),
    )


def incidents(session: Session, z: int, x: int, y: int, at: datetime) -> bytes:
    """Return incidents as strangers see them: single from zoom 12 on, counted per square below."""
    del at
    if z < MIN_ZOOM["incident"]:
        return _encode(session, "incidents", _counted(z, x, y))
    statement = (
        select(
            tile_geometry(public_view.place(is_exact=False), z, x, y).label("geom"),
            Incident.id.cast(Text).label("id"),
            Category.code.label("category"),
            Incident.status,
        )
        .join(Category, Category.id == Incident.category_id)
        .where(in_tile(Incident.geom, z, x, y), public_view.is_public())
        # The order of an index would tell something of the exact places.
        .order_by(Incident.number)
        .limit(MAX_INCIDENTS)
    )
    return _encode(session, "incidents", statement)


def hotspots(session: Session, z: int, x: int, y: int, at: datetime) -> bytes:
    """Return the cells of the latest hotspot run on cells."""
    del at
    latest = (
        select(JobRun.id)
        .where(
            JobRun.kind == "hotspots",
            JobRun.state == "succeeded",
            JobRun.parameters.has_key("cell_m"),
        )
        .order_by(JobRun.finished_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _encode(
        session,
        "hotspots",
        select(
            tile_geometry(Hotspot.geom, z, x, y).label("geom"),
            Hotspot.zone,
            Hotspot.bin,
        ).where(Hotspot.run_id == latest, in_tile(Hotspot.geom, z, x, y)),
    )


LAYERS: dict[str, Callable[[Session, int, int, int, datetime], bytes]] = {
    "base": base,
    "areas": areas,
    "units": units,
    "incidents": incidents,
    "hotspots": hotspots,
}

AREA_FIELDS = {
    "code": "String",
    "name": "String",
    "name_zh": "String",
    "households": "Number",
    "population": "Number",
}
# Layer -> its inner layers with their fields, as TileJSON names them.
INNER_LAYERS: dict[str, dict[str, dict[str, str]]] = {
    "base": {name: {"class": "String", "name": "String"} for name in INNER.values()},
    "areas": {f"tier{tier}": AREA_FIELDS for tier in range(1, 7)},
    "units": {"units": {"code": "String", "households": "Number", "population": "Number"}},
    "incidents": {
        "incidents": {
            "id": "String",
            "category": "String",
            "status": "String",
            "count": "Number",
        }
    },
    "hotspots": {"hotspots": {"zone": "String", "bin": "Number"}},
}


def _backdrop(session: Session, kind: str, tile: tuple[int, int, int]) -> bytes:
    z = tile[0]
    if z < MIN_ZOOM.get(kind, 0):
        return b""
    statement = select(
        tile_geometry(Backdrop.geom, *tile).label("geom"),
        Backdrop.feature_class.label("class"),
        Backdrop.name,
    ).where(Backdrop.kind == kind, in_tile(Backdrop.geom, *tile))
    if kind == "road" and z < MIN_ZOOM["residential"]:
        statement = statement.where(Backdrop.feature_class != "residential")
    return _encode(session, INNER[kind], statement)


def _counted(z: int, x: int, y: int) -> AnySelect:
    # Integer arithmetic on the tile's own units: 64 x 64 squares, each one point with a count.
    point = tile_geometry(public_view.place(is_exact=False), z, x, y)
    inner = (
        select(
            func.floor(func.ST_X(point) / 64).label("i"),
            func.floor(func.ST_Y(point) / 64).label("j"),
        )
        .where(in_tile(Incident.geom, z, x, y), public_view.is_public())
        .subquery()
    )
    return (
        select(
            func.ST_MakePoint(inner.c.i * 64 + 32, inner.c.j * 64 + 32).label("geom"),
            func.count().label("count"),
        )
        .where(inner.c.i.is_not(None))
        .group_by(inner.c.i, inner.c.j)
        .order_by(inner.c.i, inner.c.j)
    )


def _encode(session: Session, name: str, statement: AnySelect) -> bytes:
    inner = statement.subquery("tile")
    encoded = session.scalar(
        select(func.ST_AsMVT(literal_column("tile"), name, TILE_EXTENT, "geom")).select_from(inner)
    )
    return bytes(encoded) if encoded is not None else b""
