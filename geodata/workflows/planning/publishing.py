"""A plan becomes the boundaries of a date, in one transaction: areas, officers, open cases."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata import crs
from geodata.models import Plan, PlanGrid
from geodata.queries import areas, boundaries, plans
from geodata.workflows.planning.figures import Drawing

GRID_TIER = 5
# A grid whose shape differs by less is the same grid.
SAME_M2 = 0.5


def publish(session: Session, plan: Plan, drawing: Drawing, at: datetime) -> dict[str, Any]:
    """Write the grids of a plan as valid from ``at``; return what was done, counted.

    Grids that do not change are not touched. A changed one gets a new version with its code; a
    grid of today that the plan has not got ends. Its officer follows each code; a new grid gets
    the officer of the grid that most of its households came from.
    """
    today = _today(session, plan, at)
    shapes = _shapes(drawing)
    names = plans.grids(session, plan)
    epsg = drawing.units.crs.to_epsg()
    changed = [
        code
        for code, shape in shapes.iterrows()
        if code not in today.index or _differs(shape, today.loc[str(code), "geometry"], epsg)
    ]
    ended = [code for code in today.index if code not in shapes.index]
    old = [code for code in changed if code in today.index] + ended
    duty = boundaries.officers_of(session, today.loc[old, "id"].tolist(), at)
    boundaries.end(session, today.loc[old, "id"].tolist(), at)
    parents = boundaries.ids_of(session, {code[:12] for code in changed}, 4, at)
    new_ids = {
        code: boundaries.begin(session, _row(names[code], shapes.loc[code], parents[code[:12]], at))
        for code in changed
    }
    came_from = _came_from(drawing, today)
    counts: Counter[str] = Counter(changed=0, new=0, ended=len(ended), officers=0)
    for code, area_id in new_ids.items():
        counts["new" if code not in today.index else "changed"] += 1
        before = code if code in today.index else came_from.get(code)
        officer_id = duty.get(int(today.loc[before, "id"])) if before in today.index else None
        if officer_id is None and before in today.index:
            officer_id = boundaries.officer_of(session, str(before), at)
        if officer_id is not None:
            boundaries.assign(session, officer_id, area_id, at)
            counts["officers"] += 1
    return {**counts, "untouched": len(shapes) - len(changed)}


def take_back(session: Session, valid_from: datetime, plan: Plan) -> dict[str, Any]:
    """Undo a publication whose date has not come yet."""
    return boundaries.take_back(session, plan.scope_id, valid_from)


def _today(session: Session, plan: Plan, at: datetime) -> gpd.GeoDataFrame:
    scope = plans.scope(session, plan)
    frame = areas.frame(session, GRID_TIER, at)
    within = areas.codes_within(session, scope.id, at)
    return frame[frame["code"].isin(within)].set_index("code")


def _shapes(drawing: Drawing) -> pd.DataFrame:
    """The grids in degrees, drawn from the very vertices of the stored units."""
    held = drawing.stored[drawing.stored["grid_code"].notna()]
    rows = {
        str(code): {
            "geometry": shapely.coverage_union_all(group.geometry.to_numpy()),
            "households": int(group["households"].sum()),
            "population": int(group["population"].sum()),
        }
        for code, group in held.groupby("grid_code", sort=True)
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _differs(shape: pd.Series, before: shapely.Geometry, epsg: int) -> bool:
    moved = shapely.symmetric_difference(before, shape["geometry"])
    frame = gpd.GeoDataFrame(geometry=[moved], crs=crs.STORAGE_EPSG)
    return bool(crs.to_metric(frame, epsg).area.iloc[0] > SAME_M2)


def _row(grid: PlanGrid, shape: pd.Series, parent_id: int, at: datetime) -> dict[str, Any]:
    return {
        "code": grid.code,
        "tier": GRID_TIER,
        "parent_id": parent_id,
        "name": grid.name,
        "name_zh": grid.name_zh,
        "grid_type": grid.grid_type,
        "households": int(shape["households"]),
        "population": int(shape["population"]),
        "geom": shape["geometry"],
        "valid_from": at,
    }


def _came_from(drawing: Drawing, today: gpd.GeoDataFrame) -> dict[str, str]:
    """For each grid of the plan the grid of today that most of its households are in."""
    points = gpd.GeoDataFrame(
        drawing.units[["grid_code", "households"]],
        geometry=drawing.units.representative_point(),
        crs=drawing.units.crs,
    )
    epsg = drawing.units.crs.to_epsg()
    grids = crs.to_metric(today[["geometry"]].rename_axis("today").reset_index(), epsg)
    joined = points.sjoin(grids, predicate="within").dropna(subset=["grid_code"])
    sums = joined.groupby(["grid_code", "today"])["households"].sum().reset_index()
    best = sums.sort_values(["households", "today"], ascending=[False, True])
    return dict(best.drop_duplicates("grid_code")[["grid_code", "today"]].to_numpy())
