"""The load of every area of every tier, and which areas break a rule of their tier."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import load_limits, street_lengths
from geodata.analyses import workload as analysis
from geodata.analyses.area_lookup import AreaLookup
from geodata.queries import area_figures, areas, backdrops, cities, incident_frames
from geodata.workflows.progress import Progress

METHOD = "households, incidents per month and kilometres of street, in hours of an officer"
_DAYS_PER_MONTH = 30.44
_SHOWN = (
    "households",
    "population",
    "incident_count",
    "patrol_m",
    "household_h",
    "incident_h",
    "patrol_h",
    "load_h",
)


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Measure all tiers as of a date, write the figures of each area, return those of the run."""
    at = datetime.fromisoformat(parameters["at"]) if "at" in parameters else datetime.now(UTC)
    epsg = cities.get(session).metric_epsg
    tiers = [areas.frame(session, tier.level, at) for tier in cities.tiers(session)]
    tiers = [frame for frame in tiers if not frame.empty]
    every = gpd.GeoDataFrame(pd.concat(tiers, ignore_index=True), crs=crs.STORAGE_EPSG)
    progress(20, "incidents")
    cases, months = _cases(session, tiers)
    progress(50, "streets")
    metric = crs.to_metric(every, epsg)
    roads = backdrops.frame(session, "road")
    patrol_m = None
    if not roads.empty:
        patrol_m = street_lengths.measure(metric, crs.to_metric(roads, epsg), code_column="code")
    progress(80, "adding up")
    load = analysis.measure(
        metric,
        code_column="code",
        household_column="households",
        tier_column="tier",
        incidents=cases,
        months=months,
        patrol_m=patrol_m,
    )
    rows = load.areas.assign(population=every["population"])
    for tier, group in rows.groupby("tier"):
        figures = zip(group["code"], group[list(_SHOWN)].to_dict("records"), strict=True)
        area_figures.save(session, run_id, int(str(tier)), figures)
    outside = load_limits.find(every, code_column="code", tier_column="tier", name_column="name")
    return {
        "method": METHOD,
        "n": len(cases) // len(tiers),
        "boundaries_at": areas.changed_at(session, at),
        "data_at": at,
        "summary": {
            "tiers": load.tiers.replace({np.inf: None}).to_dict("records"),
            "over_limits": outside.to_dict("records"),
            "months": months,
        },
    }


def _cases(session: Session, tiers: list[gpd.GeoDataFrame]) -> tuple[pd.DataFrame, float]:
    """Each incident once per tier with the code of its area, and the months that they span."""
    points = incident_frames.frame(session, [])
    lowest = tiers[-1]
    lookup = AreaLookup.build(lowest, lowest["code"].to_list())
    found = lookup.find(points.geometry.x.to_numpy(), points.geometry.y.to_numpy())
    codes = pd.Series(lowest["code"].to_numpy()[found[found >= 0]], dtype=object)
    once = []
    for frame in reversed(tiers):
        once.append(codes)
        codes = codes.map(dict(zip(frame["code"], frame["parent_code"], strict=True)))
    times = points["reported_at"]
    days = (times.max() - times.min()).total_seconds() / 86_400 if len(times) else 0.0
    return pd.DataFrame({"area_code": pd.concat(once)}), max(days, 1.0) / _DAYS_PER_MONTH
