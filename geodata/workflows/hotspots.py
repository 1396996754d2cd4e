"""Where incidents cluster: on cells of a lattice or on the areas of a tier."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import hotspots as analysis
from geodata.analyses import lattice, neighbours
from geodata.analyses.area_lookup import AreaLookup
from geodata.analyses.duplicates import deduplicate
from geodata.models import City
from geodata.queries import areas, cities, hotspots, incident_counts, incident_frames
from geodata.queries.incident_filter import IncidentFilter, conditions
from geodata.workflows.progress import Progress

LISTS = ("categories", "statuses", "departments")


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Find hotspots, write one row per zone, and return the figures of the run."""
    city = cities.get(session)
    at = _moment(parameters.get("at")) or datetime.now(UTC)
    wanted = _filter(parameters)
    progress(5, "incidents")
    points = incident_frames.frame(session, conditions(session, wanted, at))
    reported = len(points)
    if parameters.get("deduplicate", True):
        # The day is the city's own: one event is told of within one local day.
        moments = pd.to_datetime(points["reported_at"], utc=True)
        points["local_time"] = moments.dt.tz_convert(city.time_zone)
        points = deduplicate(points, "local_time", "category_code")
    progress(30, "zones")
    zones, weights = _zones(session, city, parameters, at)
    progress(50, "counts")
    zones["count"] = _counts(points, zones, parameters, city)
    progress(70, "significance")
    found = analysis.find(zones, weights=weights, is_count=True)
    progress(85, "writing")
    hotspots.save(session, run_id, crs.to_storage(found))
    first, last = incident_counts.period(session)
    return {
        "method": "Getis-Ord Gi*, exact tails, Benjamini-Hochberg FDR",
        "n": int(zones["count"].sum()),
        "period_start": wanted.start or city.period_start or first,
        "period_end": wanted.end or city.period_end or last,
        "boundaries_at": areas.changed_at(session, at),
        "data_at": last,
        "summary": {
            **found.attrs["method"],
            "zone_count": len(zones),
            "reported_count": reported,
            "duplicate_count": reported - len(points),
            "outside_count": len(points) - int(zones["count"].sum()),
            "hot_count": int((found["bin"] > 0).sum()),
            "cold_count": int((found["bin"] < 0).sum()),
        },
    }


def _filter(parameters: dict[str, Any]) -> IncidentFilter:
    values: dict[str, Any] = {name: tuple(parameters[name]) for name in LISTS if name in parameters}
    values |= {name: parameters[name] for name in ("area", "late", "overdue") if name in parameters}
    if "box" in parameters:
        values["box"] = tuple(parameters["box"])
    return IncidentFilter(
        start=_moment(parameters.get("start")), end=_moment(parameters.get("end")), **values
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _zones(
    session: Session, city: City, parameters: dict[str, Any], at: datetime
) -> tuple[gpd.GeoDataFrame, Any]:
    """Return zones in the metric CRS with zone and area_id, and who neighbours whom."""
    if "tier" in parameters:
        frame = areas.frame(session, parameters["tier"], at)
        zones = crs.to_metric(frame, city.metric_epsg).assign(
            zone=frame["code"], area_id=frame["id"]
        )
        return zones, neighbours.of_areas(zones)
    outline = crs.to_metric(areas.frame(session, 1, at), city.metric_epsg)
    cells = lattice.cells(outline, parameters["cell_m"])
    zones = cells.assign(zone=cells["cell"], area_id=None)
    return zones, neighbours.of_cells(cells["row"].to_numpy(), cells["column"].to_numpy())


def _counts(
    points: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, parameters: dict[str, Any], city: City
) -> Any:
    if points.empty:
        return np.zeros(len(zones))
    if "cell_m" in parameters:
        metric = crs.to_metric(points, city.metric_epsg).geometry
        return lattice.count(
            zones, metric.x.to_numpy(), metric.y.to_numpy(), cell_m=parameters["cell_m"]
        )
    # In degrees, as the database locates.
    shapes = crs.to_storage(zones[["zone", "geometry"]])
    found = AreaLookup.build(shapes, shapes["zone"].to_list()).find(
        points.geometry.x.to_numpy(), points.geometry.y.to_numpy()
    )
    return np.bincount(found[found >= 0], minlength=len(zones)).astype(np.float64)
