"""New versions of areas from a moment on, and all that refers to the area of today moved along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import geopandas as gpd
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, aliased

from geodata.models import Area
from geodata.queries._spatial import read_frame
from geodata.queries.areas import valid_at

Parent = aliased(Area, name="parent")
ATTRIBUTES = ("name", "name_zh", "local_id", "households", "population")


def frame(session: Session, at: datetime) -> gpd.GeoDataFrame:
    """Return every area at a moment in EPSG:4326 with all that a version consists of."""
    names = ("id", "code", "tier", "parent_id", "grid_type", "valid_from", "valid_to", *ATTRIBUTES)
    return read_frame(
        session,
        select(
            *(getattr(Area, name) for name in names),
            Parent.code.label("parent_code"),
            func.ST_AsBinary(Area.geom).label("geom"),
        )
        .outerjoin(Parent, Parent.id == Area.parent_id)
        .where(valid_at(at))
        .order_by(Area.tier, Area.code),
    )


def codes_given(session: Session) -> set[str]:
    """Return every code that was ever given."""
    return set(session.scalars(select(Area.code).distinct()))


def end(session: Session, ids: Sequence[int], moment: datetime) -> None:
    """Let versions end at a moment."""
    _run(session, "UPDATE area SET valid_to = :moment WHERE id = ANY(:ids)", ids, moment=moment)


def add(session: Session, values: Mapping[str, Any]) -> int:
    """Write one version and return its key; ``geom`` is EWKT or WKB in hex."""
    area = Area(**values)
    session.add(area)
    session.flush()
    return int(area.id)


def carry(session: Session, area_id: int, parent_id: int, moment: datetime) -> int:
    """Write the same area again from a moment on, below another parent; return its key."""
    return int(
        session.scalar(text(_CARRY), {"id": area_id, "parent": parent_id, "moment": moment}) or 0
    )


def change(session: Session, area_id: int, values: Mapping[str, Any]) -> None:
    """Correct attributes of a version; its ground stays."""
    area = session.get_one(Area, area_id)
    for name, value in values.items():
        setattr(area, name, value)
    session.flush()


def move_along(session: Session, pairs: Mapping[int, int], moment: datetime) -> None:
    """Let officers, units, open cases and incidents follow old versions to new ones."""
    key = {"old": list(pairs), "new": list(pairs.values()), "moment": moment}
    for statement in _MOVE:
        session.execute(text(_PAIRS + statement), key)


def settle_retired(session: Session, ids: Sequence[int], moment: datetime) -> None:
    """End the officers of retired grids and give their units to the community that holds them."""
    _run(session, _END_OFFICERS, ids, moment=moment)
    _run(session, _REHOME_UNITS, ids, moment=moment)


def relocate(session: Session, ended: Sequence[int], moment: datetime) -> int:
    """Find the grid again of incidents of ended grids and of none, reported from a moment on.

    Returns how many have moved.
    """
    return int(session.scalar(text(_RELOCATE), {"ids": list(ended), "moment": moment}) or 0)


def check_now(session: Session) -> None:
    """Let the database judge the partition now and not at the end of the transaction."""
    session.execute(text("SET CONSTRAINTS area_partition IMMEDIATE"))


def keep_before(session: Session, import_id: UUID, ids: Sequence[int]) -> None:
    """Keep areas as they are, so that an import can be taken back."""
    _run(session, _KEEP, ids, import_id=import_id)


def keep_new(session: Session, import_id: UUID, ids: Iterable[int]) -> None:
    """Note which versions an import wrote."""
    session.execute(
        text("UPDATE import_change SET inserted = :new WHERE import_id = :import_id AND part = 0"),
        {"new": [str(i) for i in ids], "import_id": import_id},
    )


def take_back(session: Session, import_id: UUID, moment: datetime) -> dict[str, int]:
    """Undo an import of areas; return how many versions are deleted and restored."""
    key = {"import_id": import_id, "moment": moment}
    for statement in _UNDO:
        session.execute(text(statement), key)
    deleted = int(session.scalar(text(_DELETE_NEW), key) or 0)
    restored = int(session.scalar(text(_RESTORE), key) or 0)
    session.execute(text(_UNDO_LOCATIONS), key)
    return {"deleted": deleted, "restored": restored, "kept": 0}


def _run(session: Session, statement: str, ids: Sequence[int], **more: Any) -> None:
    session.execute(text(statement), {"ids": list(ids), **more})


_CARRY = """
INSERT INTO area (code, tier, parent_id, name, name_zh, local_id, grid_type, households,
    population, is_synthetic, geom, official_geom, valid_from, valid_to)
SELECT code, tier, :parent, name, name_zh, local_id, grid_type, households,
    population, is_synthetic, geom, official_geom, :moment, NULL
FROM area WHERE id = :id
RETURNING id
"""
_PAIRS = """
WITH pair AS (SELECT * FROM unnest((:old)::bigint[], (:new)::bigint[]) AS p (old, new))
"""
_MOVE = (
    # An officer's time with the old version ends where that with the new one begins.
    """, followed AS (
    INSERT INTO officer_grid (officer_id, grid_id, valid_from, valid_to)
    SELECT officer_id, pair.new, :moment, valid_to
    FROM officer_grid JOIN pair ON pair.old = grid_id
    WHERE valid_from < :moment AND (valid_to IS NULL OR valid_to > :moment))
    UPDATE officer_grid SET valid_to = :moment FROM pair
    WHERE grid_id = pair.old AND valid_from < :moment
        AND (valid_to IS NULL OR valid_to > :moment)""",
    """UPDATE officer_grid SET grid_id = pair.new FROM pair
    WHERE grid_id = pair.old AND valid_from >= :moment""",
    "UPDATE unit SET community_id = pair.new FROM pair WHERE community_id = pair.old",
    """UPDATE incident SET owner_area_id = pair.new FROM pair
    WHERE owner_area_id = pair.old AND closed_at IS NULL""",
)
_END_OFFICERS = """
UPDATE officer_grid SET valid_to = :moment
WHERE grid_id = ANY(:ids) AND valid_from < :moment AND (valid_to IS NULL OR valid_to > :moment)
"""
_REHOME_UNITS = """
UPDATE unit SET community_id = home.id FROM area home
WHERE unit.community_id = ANY(:ids) AND home.tier = 4 AND home.valid_from <= :moment
    AND (home.valid_to IS NULL OR home.valid_to > :moment)
    AND ST_Intersects(home.geom, ST_PointOnSurface(unit.geom))
"""
_RELOCATE = """
WITH moved AS (UPDATE incident SET grid_id = grid_at(geom, reported_at)
    WHERE reported_at >= :moment AND (grid_id IS NULL OR grid_id = ANY(:ids))
        AND grid_id IS DISTINCT FROM grid_at(geom, reported_at)
    RETURNING 1)
SELECT count(*) FROM moved
"""
_KEEP = """
INSERT INTO import_change (import_id, part, inserted, updated)
SELECT :import_id, 0, '{}', coalesce(jsonb_agg(
    to_jsonb(area) - 'geom' - 'official_geom' - 'parent_tier'), '[]')
FROM area WHERE id = ANY(:ids)
"""
_NEW = "SELECT unnest(inserted)::bigint FROM import_change WHERE import_id = :import_id"
_SAME_CODE = f"""
SELECT fresh.id AS new, former.id AS old FROM area fresh
JOIN area former ON former.code = fresh.code AND former.valid_to = fresh.valid_from
WHERE fresh.id IN ({_NEW})
"""  # noqa: S608  the statements are our own words
_KEPT = """
SELECT before.* FROM import_change CROSS JOIN jsonb_array_elements(updated) AS kept (content)
CROSS JOIN jsonb_populate_record(NULL::area, kept.content) AS before
WHERE import_change.import_id = :import_id
"""
_UNDO = (
    f"""WITH pair AS ({_SAME_CODE}), ended AS (
        DELETE FROM officer_grid fresh USING pair, officer_grid former
        WHERE fresh.grid_id = pair.new AND former.grid_id = pair.old
            AND former.officer_id = fresh.officer_id
            AND former.valid_to = :moment AND fresh.valid_from = :moment
        RETURNING former.id AS id, fresh.valid_to AS valid_to)
    UPDATE officer_grid SET valid_to = ended.valid_to FROM ended
    WHERE officer_grid.id = ended.id""",  # noqa: S608
    f"""UPDATE officer_grid SET grid_id = pair.old FROM ({_SAME_CODE}) pair
    WHERE grid_id = pair.new""",  # noqa: S608
    f"""UPDATE officer_grid SET valid_to = NULL
    WHERE valid_to = :moment AND grid_id IN (SELECT id FROM ({_KEPT}) before)""",  # noqa: S608
    f"""UPDATE unit SET community_id = pair.old FROM ({_SAME_CODE}) pair
    WHERE community_id = pair.new""",  # noqa: S608
    f"""UPDATE incident SET owner_area_id = pair.old FROM ({_SAME_CODE}) pair
    WHERE owner_area_id = pair.new""",  # noqa: S608
    f"UPDATE incident SET grid_id = NULL WHERE grid_id IN ({_NEW})",  # noqa: S608
)
_DELETE_NEW = f"""
WITH gone AS (DELETE FROM area WHERE id IN ({_NEW}) RETURNING 1) SELECT count(*) FROM gone
"""  # noqa: S608
_RESTORE = f"""
WITH back AS (UPDATE area SET valid_to = before.valid_to, name = before.name,
    name_zh = before.name_zh, local_id = before.local_id, households = before.households,
    population = before.population
FROM ({_KEPT}) before WHERE area.id = before.id RETURNING 1) SELECT count(*) FROM back
"""  # noqa: S608
_UNDO_LOCATIONS = """
UPDATE incident SET grid_id = grid_at(geom, reported_at)
WHERE reported_at >= :moment AND grid_id IS NULL
"""
