"""Where incidents cluster: on cells of a lattice or on the areas of a tier."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import geopandas as gpd
import numpy as np
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import hotspots as analysis
from geodata.analyses import lattice, neighbours
from geodata.analyses.area_lookup import AreaLookup
from geodata.models import City
from geodata.queries import areas, hotspots
from geodata.workflows import job_cases
from geodata.workflows.progress import Progress

METHOD = "Getis-Ord Gi*, exact tails, Benjamini-Hochberg FDR"


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Find hotspots, write one row per zone, and return the figures of the run."""
    progress(5, "incidents")
    cases = job_cases.read(session, parameters)
    city, at, points = cases.city, cases.at, cases.points
    progress(30, "zones")
    zones, weights = _zones(session, city, parameters, at)
    progress(50, "counts")
    zones["count"] = _counts(points, zones, parameters, city)
    progress(70, "significance")
    found = analysis.find(zones, weights=weights, is_count=True)
    progress(85, "writing")
    hotspots.save(session, run_id, crs.to_storage(found))
    figures = cases.figures(session, int(zones["count"].sum()))
    figures["summary"] |= {
        **found.attrs["method"],
        "zone_count": len(zones),
        "hot_count": int((found["bin"] > 0).sum()),
        "cold_count": int((found["bin"] < 0).sum()),
    }
    return {"method": METHOD, **figures}


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
    outline = job_cases.outline(session, city, at)
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
