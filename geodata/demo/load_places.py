"""Write the places of a packed city: areas, units, first plan, addresses, base map, officers."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata.demo.encoding import none_if_missing, with_wkb, wkb
from geodata.models import (
    Address,
    Area,
    Assignment,
    Backdrop,
    Officer,
    OfficerGrid,
    Plan,
    Unit,
)
from geodata.queries.bulk import copy_rows


def write_areas(
    session: Session, areas: gpd.GeoDataFrame, official: gpd.GeoDataFrame
) -> dict[str, int]:
    """Write the areas from the city down; return their keys by code."""
    outlines_by_code = dict(zip(official["area_code"], wkb(official.geometry), strict=True))
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
                    none_if_missing(row.local_id),
                    none_if_missing(row.grid_type),
                    row.households,
                    row.population,
                    row.is_synthetic,
                    row.valid_from,
                    shape,
                    outlines_by_code.get(row.code),
                )
                for row, shape in with_wkb(frame)
            ),
        )
        ids |= dict(session.query(Area.code, Area.id).filter(Area.tier == int(str(tier))).all())
    return ids


def write_units(session: Session, units: gpd.GeoDataFrame, area_ids: dict[str, int]) -> None:
    """Write the units of the communities."""
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
            for row, shape in with_wkb(units)
        ),
    )


def write_first_plan(
    session: Session, units: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, area_ids: dict[str, int]
) -> None:
    """Keep which unit is in which grid as the published plan that the next one starts from."""
    city = areas.loc[areas["tier"] == 1].iloc[0]
    plan = Plan(
        name="First draw",
        scope_id=area_ids[city["code"]],
        status="published",
        author="demo",
        valid_from=city["valid_from"].to_pydatetime(),
    )
    session.add(plan)
    session.flush()
    unit_ids = dict(session.query(Unit.code, Unit.id).all())
    copy_rows(
        session,
        Assignment,
        ("plan_id", "unit_id", "grid_code"),
        (
            (plan.id, unit_ids[unit], grid)
            for unit, grid in zip(units["code"], units["grid_code"], strict=True)
        ),
    )


def write_addresses(session: Session, addresses: pd.DataFrame) -> None:
    """Write the addresses."""
    shapes = wkb(shapely.points(addresses["lon"], addresses["lat"]))
    copy_rows(
        session,
        Address,
        ("code", "text", "is_synthetic", "geom"),
        zip(addresses["code"], addresses["text"], addresses["is_synthetic"], shapes, strict=True),
    )


def write_backdrop(session: Session, backdrop: gpd.GeoDataFrame) -> None:
    """Write what the base map is drawn from."""
    copy_rows(
        session,
        Backdrop,
        ("kind", "feature_class", "name", "geom"),
        zip(
            backdrop["kind"],
            map(none_if_missing, backdrop["class"]),
            map(none_if_missing, backdrop["name"]),
            wkb(backdrop.geometry),
            strict=True,
        ),
    )


def write_officers(session: Session, areas: gpd.GeoDataFrame, area_ids: dict[str, int]) -> None:
    """Write one synthetic officer per grid, who answers for it from its beginning."""
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
