"""Load a packed demo city into an empty database, whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import shapely
from sqlalchemy.orm import Session

from geodata.demo.load_incidents import write_incidents
from geodata.demo.load_loop import write_loop
from geodata.demo.load_places import (
    write_addresses,
    write_areas,
    write_backdrop,
    write_first_plan,
    write_officers,
    write_units,
)
from geodata.demo.packed import open_city
from geodata.errors import ConflictError, NotFoundError
from geodata.models import Category, City, Department, Tier
from geodata.queries import bulk, cities, findings
from geodata.workflows import address_book, outlines
from geodata.workflows.progress import Progress, silent


def load(session: Session, city: str, progress: Progress = silent) -> bool:
    """Write a demo city; False when it is there already. The caller commits.

    Raises ConflictError when the database holds another city: one database holds one.
    """
    bulk.one_at_a_time(session)
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
    area_ids = write_areas(session, areas, packed.layer("official_outlines"))
    progress(35, "units, addresses and base map")
    units = packed.layer("units")
    write_units(session, units, area_ids)
    write_first_plan(session, units, areas, area_ids)
    write_addresses(session, packed.table("addresses"))
    address_book.complete(session)
    write_backdrop(session, packed.layer("backdrop"))
    write_officers(session, areas, area_ids)
    progress(60, "incidents")
    write_incidents(session, packed, areas, area_ids)
    write_loop(session, packed)
    progress(85, "findings and outlines")
    findings.save(session, map(_finding, packed.findings))
    outlines.redraw(session, datetime.now(UTC))
    bulk.gather_statistics(session)
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
            is_sensitive=row.get("is_sensitive", False),
        )
        session.add(category)
        if above is None:
            session.flush()
            parents[category.code] = category
    session.flush()


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
