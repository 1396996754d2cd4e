"""Write the incidents of a packed city and the beginning of their history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata.analyses.area_lookup import AreaLookup
from geodata.demo.encoding import none_if_missing, wkb
from geodata.demo.packed import PackedCity
from geodata.models import Category, Department, Incident, IncidentEvent
from geodata.queries.bulk import copy_rows

INCIDENT_COLUMNS = (
    "id",
    "source",
    "source_id",
    "category_id",
    "department_id",
    "status",
    "priority",
    "description",
    "geom",
    "raw_lon",
    "raw_lat",
    "reported_at",
    "due_at",
    "resolved_at",
    "grid_id",
    "is_synthetic",
)
EVENT_COLUMNS = ("incident_id", "sequence", "at", "actor", "action", "to_status", "detail", "hash")


def write_incidents(
    session: Session, packed: PackedCity, areas: gpd.GeoDataFrame, area_ids: dict[str, int]
) -> None:
    """Write the incidents, each in its grid, and one event of history each."""
    table, source = packed.table("incidents"), packed.description["key"]
    grids = areas[areas["tier"] == 5]
    found = AreaLookup.build(grids, grids["code"].to_list()).find(
        table["lon"].to_numpy(), table["lat"].to_numpy()
    )
    grid_ids = [area_ids[code] for code in grids["code"]]
    categories = dict(session.query(Category.code, Category.id).all())
    departments = dict(session.query(Department.code, Department.id).all())
    keys = [uuid5(NAMESPACE_URL, f"{source}:{source_id}") for source_id in table["source_id"]]
    shapes = wkb(shapely.points(table["lon"], table["lat"]))
    copy_rows(
        session,
        Incident,
        INCIDENT_COLUMNS,
        (
            (
                key,
                source,
                row.source_id,
                categories[row.category_code],
                departments.get(row.department_code),
                row.status,
                row.priority,
                none_if_missing(row.description),
                shape,
                row.lon,
                row.lat,
                row.reported_at,
                none_if_missing(row.due_at),
                none_if_missing(row.resolved_at),
                grid_ids[place] if place >= 0 else None,
                row.is_synthetic,
            )
            for key, row, shape, place in zip(keys, table.itertuples(), shapes, found, strict=True)
        ),
    )
    copy_rows(session, IncidentEvent, EVENT_COLUMNS, _events(keys, table))


def _events(keys: Sequence[UUID], table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    # What the source said and we have no column for is kept in the history, as it was.
    kept = [name for name in ("source_status", "source_division", "inspected_at") if name in table]
    details = table[kept].to_json(orient="records", date_format="iso", lines=True).splitlines()
    if not kept:
        details = ["{}"] * len(table)
    for key, moment, status, detail in zip(
        keys, table["reported_at"], table["status"], details, strict=True
    ):
        yield key, 0, moment, "import", "import", status, detail, "\\x"
