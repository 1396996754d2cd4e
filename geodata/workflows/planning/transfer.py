"""Plans that come from elsewhere and go elsewhere: tables of units, layers of grids, a register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata import crs
from geodata.errors import InvalidInputError
from geodata.importers import csv, excel
from geodata.importers.layers import read_layer
from geodata.models import Plan
from geodata.queries import boundaries, cities, plans
from geodata.queries.plans import Move
from geodata.workflows.planning import figures
from geodata.workflows.planning.edits import NEW, Edit

UNIT_NAMES = ("unit", "unit_code", "code", "单元", "单元编码")
GRID_NAMES = ("grid", "grid_code", "网格", "网格编码")
MAX_ERRORS = 20
LAYERS = ("units", "grids", "register")


def read(session: Session, plan: Plan, path: Path, version: int) -> Edit:
    """Return the edit that makes a draft what a file draws.

    A CSV or Excel table has a column for the unit and one for its grid; a layer of polygons has
    a column for the grid's code, and a unit goes where its inner point lies. A grid that the plan
    has not got becomes a new one. Units that the file does not name stay. Raises InvalidInputError
    that names rows and units, for anything that cannot be.
    """
    table = _table(path)
    wanted = (
        _of_table(session, plan, table) if table is not None else _of_layer(session, plan, path)
    )
    known = set(plans.grids(session, plan))
    today = plans.assignment(session, plan)
    moves: list[Move] = [
        (unit, today[unit], _target(grid, known))
        for unit, grid in wanted.items()
        if (grid or None) != today[unit]
    ]
    if not moves:
        raise InvalidInputError("the file draws the plan as it is: nothing would move")
    return Edit(version, tuple(moves), action="import", reason=path.name)


def layer(session: Session, plan: Plan, name: str, now: datetime) -> gpd.GeoDataFrame:
    """Return units, grids or the register of a plan in EPSG:4326, as a file holds them.

    The register has a row per grid: code, names, type, officer, counts, form; its geometry is the
    grid's inner point. ``attrs["about"]`` tells where it comes from. Raises InvalidInputError for
    another name.
    """
    if name not in LAYERS:
        raise InvalidInputError(f"unknown layer {name!r}: use one of {', '.join(LAYERS)}")
    drawing = figures.draw(session, plan, now)
    frame = _units(drawing) if name == "units" else _grids(session, plan, drawing, now)
    if name == "register":
        frame = frame.set_geometry(frame.representative_point())
    frame.attrs["about"] = {
        "query": f"plan {plan.id} {plan.name!r} version {plan.version}, {name}",
        "boundaries_at": plan.valid_from.isoformat() if plan.valid_from else "",
        "data_at": plan.changed_at.isoformat(),
        "attribution": "; ".join(cities.get(session).attribution),
    }
    return frame


def _table(path: Path) -> pd.DataFrame | None:
    ending = path.name.lower()
    if ending.endswith(".xlsx"):
        return excel.read_table(path)
    if ending.endswith((".csv", ".csv.gz")):
        return pd.concat(list(csv.read_tables(path)), ignore_index=True)
    return None


def _of_table(session: Session, plan: Plan, table: pd.DataFrame) -> dict[str, str]:
    unit, grid = _column(table, UNIT_NAMES), _column(table, GRID_NAMES)
    units = table[unit].astype(str).str.strip()
    grids = table[grid].astype(str).str.strip()
    homes = plans.communities_of_units(session, plan, set(units))
    errors = []
    for row, (code, target) in enumerate(zip(units, grids, strict=True), 1):
        if code not in homes:
            errors.append(f"row {row}: the plan has no unit {code!r}")
        elif target and not _is_code(target):
            errors.append(f"row {row}: {target!r} is no grid code of 15 digits")
        elif target and not target.startswith(homes[code]):
            errors.append(f"row {row}: unit {code} is in {homes[code]}, grid {target} is not")
    twice = units[units.duplicated()].unique()
    errors += [f"unit {code} stands in several rows" for code in twice]
    _refuse(errors)
    return dict(zip(units, grids, strict=True))


def _of_layer(session: Session, plan: Plan, path: Path) -> dict[str, str]:
    shapes = read_layer(path, kind="polygons")
    column = _column(shapes, (*GRID_NAMES, "code"))
    epsg = cities.get(session).metric_epsg
    grids = crs.to_metric(shapes[[column, "geometry"]], epsg)
    units = crs.to_metric(plans.units(session, plan), epsg)
    points = shapely.point_on_surface(units.geometry.to_numpy())
    held, holder = grids.sindex.query(points, predicate="intersects")
    wanted: dict[str, str] = {}
    errors = []
    for unit, grid in zip(held, holder, strict=True):
        code, target = str(units["code"].iloc[unit]), str(grids[column].iloc[grid]).strip()
        home = units["community_code"].iloc[unit]
        if not _is_code(target):
            errors.append(f"row {grid + 1}: {target!r} is no grid code of 15 digits")
        elif not target.startswith(home):
            errors.append(f"row {grid + 1}: grid {target} reaches into {home} (unit {code})")
        elif wanted.setdefault(code, target) != target:
            errors.append(f"unit {code} lies in both {wanted[code]} and {target}")
    missing = units.loc[~units["code"].isin(wanted), "code"]
    errors += [f"unit {code} lies in no grid of the file" for code in missing]
    _refuse(errors)
    return wanted


def _column(table: pd.DataFrame, names: tuple[str, ...]) -> str:
    found = next(
        (c for name in names for c in table.columns if str(c).strip().lower() == name), None
    )
    if found is None:
        have = ", ".join(map(str, table.columns))
        raise InvalidInputError(f"the file needs a column {names[0]!r}; it has {have}")
    return str(found)


def _is_code(text: str) -> bool:
    return len(text) == 15 and text.isascii() and text.isdigit()


def _refuse(errors: list[str]) -> None:
    if errors:
        first = list(dict.fromkeys(errors))
        more = f"; and {len(first) - MAX_ERRORS} more" if len(first) > MAX_ERRORS else ""
        raise InvalidInputError("; ".join(first[:MAX_ERRORS]) + more, field="file")


def _target(grid: str, known: set[str]) -> str | None:
    if not grid:
        return None
    return grid if grid in known else f"{NEW}{grid}"


def _units(drawing: figures.Drawing) -> gpd.GeoDataFrame:
    frame = drawing.stored.rename(columns={"code": "unit", "grid_code": "grid"})
    return frame[["unit", "grid", "community_code", "households", "population", "geometry"]]


def _grids(
    session: Session, plan: Plan, drawing: figures.Drawing, now: datetime
) -> gpd.GeoDataFrame:
    rows = plans.grids(session, plan)
    officers = boundaries.officer_names(session, list(drawing.grids.index), plan.valid_from or now)
    named: list[Mapping[str, Any]] = [
        {
            "grid": code,
            "name": rows[code].name,
            "name_zh": rows[code].name_zh,
            "grid_type": rows[code].grid_type,
            "officer": officers.get(code),
            "is_new": rows[code].is_new,
        }
        for code in drawing.grids.index
    ]
    counts = ["unit_count", "households", "population", "area_m2", "polsby_popper"]
    table = pd.DataFrame(named).join(drawing.grids.reset_index(drop=True)[[*counts, "geometry"]])
    return crs.to_storage(gpd.GeoDataFrame(table, geometry="geometry", crs=drawing.grids.crs))
