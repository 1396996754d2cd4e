"""Findings of coverage runs, and those that were found and repaired at import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geodata.models import Finding
from geodata.queries._rows import Rows
from geodata.queries._spatial import geojson
from geodata.queries.bulk import copy_rows

COLUMNS = (
    "run_id",
    "kind",
    "tier",
    "area_codes",
    "area_m2",
    "message",
    "message_zh",
    "status",
    "at",
    "geom",
)


def save(session: Session, rows: Iterable[dict[str, Any]]) -> int:
    """Write findings; ``at`` and ``geom`` are shapely geometries in EPSG:4326; return how many."""

    def encoded(row: dict[str, Any]) -> list[Any]:
        codes = "{" + ",".join(row["area_codes"]) + "}"
        shape = row.get("geom")
        return [
            row.get("run_id"),
            row["kind"],
            row.get("tier"),
            codes,
            row.get("area_m2"),
            row["message"],
            row.get("message_zh"),
            row.get("status", "open"),
            f"SRID=4326;{row['at'].wkt}",
            None if shape is None else f"SRID=4326;{shape.wkt}",
        ]

    return copy_rows(session, Finding, COLUMNS, (encoded(row) for row in rows))


def listing(
    session: Session, run_id: UUID | None, *, tier: int | None = None, kind: str | None = None
) -> Rows:
    """Return the findings of a run together with those of the import, largest first."""
    statement = select(
        Finding.id,
        Finding.run_id,
        Finding.kind,
        Finding.tier,
        Finding.area_codes,
        Finding.area_m2,
        Finding.message,
        Finding.message_zh,
        Finding.status,
        geojson(Finding.at).label("at"),
        geojson(Finding.geom).label("geometry"),
    ).where(or_(Finding.run_id == run_id, Finding.run_id.is_(None)))
    if tier is not None:
        statement = statement.where(Finding.tier == tier)
    if kind is not None:
        statement = statement.where(Finding.kind == kind)
    return session.execute(
        statement.order_by(Finding.area_m2.desc().nulls_last(), Finding.id)
    ).all()
