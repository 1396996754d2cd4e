"""Features of a source: filtered, in pages that follow a key, counted, and their extent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.queries._rows import AnyRow, AnySelect, Rows
from geodata.queries._spatial import Box, extent, geojson_in, meets_box
from geodata.queries.feature_sources import Source

GEOMETRY, KEY = "geometry_", "key_"


@dataclass(frozen=True)
class Wanted:
    """Which features: boxes of one CRS (any of them), a period, properties that equal values.

    A period is closed, [start, end], and None is open; ``has_period`` tells that one was given.
    """

    boxes: tuple[Box, ...] = ()
    box_epsg: int = STORAGE_EPSG
    has_period: bool = False
    start: datetime | None = None
    end: datetime | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """How geometries are written: the CRS and whether its first axis points north."""

    epsg: int = STORAGE_EPSG
    is_north_first: bool = False
    digits: int = 7


def page(
    session: Session, source: Source, wanted: Wanted, drawn: Drawn, *, after: Any, limit: int
) -> Rows:
    """Return features after a key, in the order of the key: properties, geometry_, key_."""
    statement = _rows(source, drawn).where(*_conditions(source, wanted))
    if after is not None:
        statement = statement.where(source.key > after)
    return session.execute(statement.order_by(source.key).limit(limit)).all()


def one(session: Session, source: Source, key: Any, drawn: Drawn) -> AnyRow | None:
    """Return one feature, or None."""
    statement = _rows(source, drawn).where(*source.where, source.key == key)
    return session.execute(statement).one_or_none()


def count(session: Session, source: Source, wanted: Wanted) -> int:
    """Return how many features are meant."""
    statement = source.base().add_columns(func.count(source.key))
    return int(session.scalar(statement.where(*_conditions(source, wanted))) or 0)


def bounds(session: Session, source: Source) -> Box | None:
    """Return west, south, east, north of what is shown without any filter; None when empty."""
    statement = source.base().add_columns(*extent(source.geom))
    row = session.execute(statement.where(*_conditions(source, Wanted()))).one()
    return None if row[0] is None else (row[0], row[1], row[2], row[3])


def period(session: Session, source: Source) -> tuple[datetime | None, datetime | None]:
    """Return the first moment and, for what has ended, the last; both None without dates."""
    if source.start is None:
        return None, None
    statement = source.base().add_columns(func.min(source.start), func.max(source.end))
    row = session.execute(statement.where(*source.where)).one()
    return row[0], None if source.is_current else row[1]


def _rows(source: Source, drawn: Drawn) -> AnySelect:
    shape = geojson_in(
        source.geom, drawn.epsg, is_north_first=drawn.is_north_first, digits=drawn.digits
    )
    return source.base().add_columns(
        *(column.label(name) for name, column in source.columns.items()),
        shape.label(GEOMETRY),
        source.key.label(KEY),
    )


def _conditions(source: Source, wanted: Wanted) -> list[ColumnElement[bool]]:
    parts = [*source.where]
    if wanted.boxes:
        tests = [meets_box(source.geom, box, wanted.box_epsg) for box in wanted.boxes]
        parts.append(or_(*tests))
    if source.start is not None:
        parts += _held(source, wanted)
    for name, value in wanted.properties.items():
        parts.append(source.columns[name] == value)
    return parts


def _held(source: Source, wanted: Wanted) -> list[ColumnElement[bool]]:
    if not wanted.has_period:
        if not source.is_current:
            return []
        wanted = Wanted(start=datetime.now(UTC), end=datetime.now(UTC))
    parts = []
    if wanted.end is not None:
        parts.append(source.start <= wanted.end)
    if wanted.start is not None:
        # A version ends just before the next begins; a moment is its own end.
        is_moment = source.end is source.start
        last = source.end >= wanted.start if is_moment else source.end > wanted.start
        parts.append(and_(last) if is_moment else or_(source.end.is_(None), last))
    return parts
