"""What a hotspot run found."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import geopandas as gpd
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geodata.models import Area, Hotspot
from geodata.queries._rows import Rows
from geodata.queries._spatial import geojson
from geodata.queries.bulk import copy_rows
from geodata.queries.run_zones import json_texts

COLUMNS = (
    "run_id",
    "zone",
    "area_id",
    "count",
    "expected",
    "z",
    "p",
    "q",
    "bin",
    "figures",
    "geom",
)


def save(
    session: Session, run_id: UUID, zones: gpd.GeoDataFrame, further: Sequence[str] = ()
) -> int:
    """Write one row per zone (frame in EPSG:4326: zone, area_id, count .. bin); return how many.

    ``further`` names columns that are kept as figures.
    """
    session.execute(delete(Hotspot).where(Hotspot.run_id == run_id))
    figures = iter(json_texts(zones, further))
    rows = (
        (
            run_id,
            row.zone,
            row.area_id,
            int(row.count_),
            row.expected,
            row.z,
            row.p,
            row.q,
            int(row.bin),
            next(figures),
            f"SRID=4326;{row.geometry.wkt}",
        )
        for row in zones.rename(columns={"count": "count_"}).itertuples()
    )
    return copy_rows(session, Hotspot, COLUMNS, rows)


def of_run(session: Session, run_id: UUID) -> Rows:
    """Return the zones of a run with ``geometry`` as GeoJSON text, hottest first."""
    return session.execute(
        select(
            Hotspot.zone,
            Area.code,
            Area.name,
            Area.name_zh,
            Hotspot.count,
            Hotspot.expected,
            Hotspot.z,
            Hotspot.p,
            Hotspot.q,
            Hotspot.bin,
            Hotspot.figures,
            geojson(Hotspot.geom, 6).label("geometry"),
        )
        .outerjoin(Area, Area.id == Hotspot.area_id)
        .where(Hotspot.run_id == run_id)
        .order_by(Hotspot.bin.desc(), Hotspot.z.desc().nulls_last(), Hotspot.zone)
    ).all()
