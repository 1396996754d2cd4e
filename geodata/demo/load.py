"""Load a packed demo city into an empty database, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata.analyses.area_lookup import AreaLookup
from geodata.crs import STORAGE_EPSG
from geodata.demo.packed import PackedCity, open_city
from geodata.errors import ConflictError, NotFoundError
from geodata.models import (
    Address,
    Area,
    Backdrop,
    Category,
    City,
    Department,
    Incident,
    IncidentEvent,
    Officer,
    OfficerGrid,
    Tier,
    Unit,
)
from geodata.queries import cities, findings
from geodata.queries.bulk import copy_rows
from geodata.workflows import outlines
from geodata.workflows.progress import Progress, silent

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


def load(session: Session, city: str, progress: Progress = silent) -> bool:
    """Write a demo city; False when it is there already. The caller commits.

    Raises ConflictError when the database holds another city: one database holds one.
    """
    try:
        there = cities.get(session)
    except NotFoundError:
        pass
    else:
        if there.key != city:
            raise ConflictError(f"this database holds {there.name}; one database holds one city")
        return False
    packed = open_city(city)
    progress(2, "city")
    _write_city(session, packed.description)
    progress(10, "areas")
    areas = packed.layer("areas")
    area_ids = _write_areas(session, areas, packed.layer("official_outlines"))
    progress(35, "units, addresses and base map")
    _write_units(session, packed.layer("units"), area_ids)
    _write_addresses(session, packed.table("addresses"))
    _write_backdrop(session, packed.layer("backdrop"))
    _write_officers(session, areas, area_ids)
    progress(60, "incidents")
    _write_incidents(session, packed, areas, area_ids)
    progress(85, "findings and outlines")
    findings.save(session, map(_finding, packed.findings))
    outlines.redraw(session, datetime.now(UTC))
    progress(100, city)
    return True


def _write_city(session: Session, about: dict[str, Any]) -> None:
    west, south, east, north = about["bbox"]
    start, end = (datetime.fromisoformat(moment) for moment in about["period"])
    names = (
        "key",
        "code",
        "name",
        "name_zh",
        "metric_epsg",
        "time_zone",
        "attribution",
        "is_synthetic",
    )
    session.add(
        City(
            id=1,
            west=west,
            south=south,
            east=east,
            north=north,
            period_start=start,
            period_end=end,
            **{name: about[name] for name in names},
        )
    )
    session.add_all(Tier(**tier) for tier in about["tiers"])
    session.add_all(Department(**department) for department in about["departments"])
    parents: dict[str, Category] = {}
    for row in sorted(about["categories"], key=lambda row: row["parent"] is not None):
        above = parents[row["parent"]] if row["parent"] else None
        category = Category(
            code=row["code"],
            level=2 if above else 1,
            parent_id=above.id if above else None,
            name=row["name"],
            name_zh=row["name_zh"],
            icon=row.get("icon"),
        )
        session.add(category)
        if above is None:
            session.flush()
            parents[category.code] = category
    session.flush()


def _write_areas(
    session: Session, areas: gpd.GeoDataFrame, official: gpd.GeoDataFrame
) -> dict[str, int]:
    outlines_by_code = dict(zip(official["area_code"], _wkb(official.geometry), strict=True))
    ids: dict[str, int] = {}
    for tier, frame in areas.groupby("tier"):
        columns = (
            "code",
            "tier",
            "parent_id",
            "name",
            "name_zh",
            "local_id",
            "grid_type",
            "households",
            "population",
            "is_synthetic",
            "valid_from",
            "geom",
            "official_geom",
        )
        copy_rows(
            session,
            Area,
            columns,
            (
                (
                    row.code,
                    tier,
                    ids.get(row.parent_code),
                    row.name,
                    row.name_zh,
                    _none(row.local_id),
                    _none(row.grid_type),
                    row.households,
                    row.population,
                    row.is_synthetic,
                    row.valid_from,
                    shape,
                    outlines_by_code.get(row.code),
                )
                for row, shape in _with_wkb(frame)
            ),
        )
        ids |= dict(session.query(Area.code, Area.id).filter(Area.tier == int(str(tier))).all())
    return ids


def _write_units(session: Session, units: gpd.GeoDataFrame, area_ids: dict[str, int]) -> None:
    columns = ("code", "community_id", "households", "population", "is_synthetic", "geom")
    copy_rows(
        session,
        Unit,
        columns,
        (
            (
                row.code,
                area_ids[row.community_code],
                row.households,
                row.population,
                row.is_synthetic,
                shape,
            )
            for row, shape in _with_wkb(units)
        ),
    )


def _write_addresses(session: Session, addresses: pd.DataFrame) -> None:
    shapes = _wkb(shapely.points(addresses["lon"], addresses["lat"]))
    copy_rows(
        session,
        Address,
        ("code", "text", "is_synthetic", "geom"),
        zip(addresses["code"], addresses["text"], addresses["is_synthetic"], shapes, strict=True),
    )


def _write_backdrop(session: Session, backdrop: gpd.GeoDataFrame) -> None:
    copy_rows(
        session,
        Backdrop,
        ("kind", "feature_class", "name", "geom"),
        zip(
            backdrop["kind"],
            map(_none, backdrop["class"]),
            map(_none, backdrop["name"]),
            _wkb(backdrop.geometry),
            strict=True,
        ),
    )


def _write_officers(session: Session, areas: gpd.GeoDataFrame, area_ids: dict[str, int]) -> None:
    grids = areas.loc[areas["tier"] == 5, ["code", "valid_from"]]
    copy_rows(
        session,
        Officer,
        ("code", "name", "is_synthetic"),
        ((f"W{code}", f"网格员 {code[-6:-3]}-{code[-3:]}", True) for code in grids["code"]),
    )
    ids = dict(session.query(Officer.code, Officer.id).all())
    copy_rows(
        session,
        OfficerGrid,
        ("officer_id", "grid_id", "valid_from"),
        (
            (ids[f"W{code}"], area_ids[code], moment)
            for code, moment in zip(grids["code"], grids["valid_from"], strict=True)
        ),
    )


def _write_incidents(
    session: Session, packed: PackedCity, areas: gpd.GeoDataFrame, area_ids: dict[str, int]
) -> None:
    table, source = packed.table("incidents"), packed.description["key"]
    grids = areas[areas["tier"] == 5]
    found = AreaLookup.build(grids, grids["code"].to_list()).find(
        table["lon"].to_numpy(), table["lat"].to_numpy()
    )
    grid_ids = [area_ids[code] for code in grids["code"]]
    categories = dict(session.query(Category.code, Category.id).all())
    departments = dict(session.query(Department.code, Department.id).all())
    keys = [uuid5(NAMESPACE_URL, f"{source}:{source_id}") for source_id in table["source_id"]]
    shapes = _wkb(shapely.points(table["lon"], table["lat"]))
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
                _none(row.description),
                shape,
                row.lon,
                row.lat,
                row.reported_at,
                _none(row.due_at),
                _none(row.resolved_at),
                grid_ids[place] if place >= 0 else None,
                row.is_synthetic,
            )
            for key, row, shape, place in zip(keys, table.itertuples(), shapes, found, strict=True)
        ),
    )
    copy_rows(session, IncidentEvent, EVENT_COLUMNS, _events(keys, table))


EVENT_COLUMNS = ("incident_id", "sequence", "at", "actor", "action", "to_status", "detail", "hash")


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


def _finding(row: dict[str, Any]) -> dict[str, Any]:
    shape = shapely.geometry.shape(row["geometry"]) if row.get("geometry") else None
    rule = f" ({row['rule']})" if row.get("rule") else ""
    return {
        "kind": row["kind"],
        "tier": row.get("tier"),
        "area_codes": row["area_codes"],
        "area_m2": row.get("area_m2"),
        "message": row["message"] + rule,
        "message_zh": row.get("message_zh"),
        "status": "fixed" if row["repaired"] else "open",
        "at": shapely.Point(row["at"]),
        "geom": shape,
    }


def _with_wkb(frame: gpd.GeoDataFrame) -> Iterator[tuple[Any, str]]:
    table = frame.drop(columns="geometry")
    return zip(table.itertuples(), _wkb(frame.geometry), strict=True)


def _wkb(shapes: npt.ArrayLike) -> npt.NDArray[np.object_]:
    marked = shapely.set_srid(np.asarray(shapes, dtype=object), STORAGE_EPSG)
    return np.asarray(shapely.to_wkb(marked, hex=True, include_srid=True), dtype=object)


def _none(value: Any) -> Any:
    return None if pd.isna(value) else value
