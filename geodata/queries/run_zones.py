"""What a run found, zone by zone."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import geopandas as gpd
import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geodata.models import Area, RunZone
from geodata.queries._rows import Rows
from geodata.queries._spatial import geojson
from geodata.queries.bulk import copy_rows

COLUMNS = ("run_id", "zone", "position", "area_id", "figures", "geom")


def save(session: Session, run_id: UUID, zones: gpd.GeoDataFrame, names: Sequence[str]) -> int:
    """Write one row per zone in the order of the frame; return how many.

    ``zones`` (EPSG:4326) has zone, the columns ``names`` (the figures), and may have area_id.
    """
    session.execute(delete(RunZone).where(RunZone.run_id == run_id))
    return copy_rows(session, RunZone, COLUMNS, _rows(run_id, zones, names))


def of_run(session: Session, run_id: UUID) -> Rows:
    """Return the zones of a run with ``geometry`` as GeoJSON text, in their order."""
    return session.execute(
        select(
            RunZone.zone,
            Area.code,
            Area.name,
            Area.name_zh,
            RunZone.figures,
            geojson(RunZone.geom, 6).label("geometry"),
        )
        .outerjoin(Area, Area.id == RunZone.area_id)
        .where(RunZone.run_id == run_id)
        .order_by(RunZone.position)
    ).all()


def _rows(run_id: UUID, zones: gpd.GeoDataFrame, names: Sequence[str]) -> Iterable[Sequence[Any]]:
    areas = zones["area_id"] if "area_id" in zones else [None] * len(zones)
    rows = zip(zones["zone"], areas, json_texts(zones, names), zones.geometry, strict=True)
    for position, (zone, area_id, text, shape) in enumerate(rows):
        yield run_id, zone, position, area_id, text, f"SRID=4326;{shape.wkt}"


def json_texts(zones: gpd.GeoDataFrame, names: Sequence[str]) -> Iterator[str]:
    """Return the columns ``names`` of each row as the text of a JSON object."""
    if not names:
        yield from ("{}" for _ in range(len(zones)))
        return
    for values in zip(*(zones[name].to_list() for name in names), strict=True):
        told = {name: _plain(value) for name, value in zip(names, values, strict=True)}
        yield json.dumps(told, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: no NaN, no numbers of numpy."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return float(f"{value:.8g}") if math.isfinite(value) else None
    return value
