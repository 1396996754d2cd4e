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
from geodata.analyses import lattice, local_moran, neighbours, people_on_cells
from geodata.analyses.area_lookup import AreaLookup
from geodata.errors import InvalidInputError
from geodata.models import City
from geodata.queries import areas, hotspots, units
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
    per = parameters.get("per")
    if per is not None:
        zones[per] = _exposed(session, zones, parameters, city)
    progress(70, "significance")
    found = analysis.find(zones, weights=weights, is_count=True, population_column=per)
    moran = local_moran.find(found, expected_column="expected", weights=weights)
    told = found.join(moran)
    progress(85, "writing")
    further = [*moran.columns, *([per, "rate", "shrunk_rate"] if per else [])]
    hotspots.save(session, run_id, crs.to_storage(told), further)
    figures = cases.figures(session, int(zones["count"].sum()))
    figures["summary"] |= {
        **found.attrs["method"],
        "zone_count": len(zones),
        "hot_count": int((found["bin"] > 0).sum()),
        "cold_count": int((found["bin"] < 0).sum()),
        "moran_counts": {str(k): int(n) for k, n in moran["moran_class"].value_counts().items()},
        "per": per,
    }
    return {"method": METHOD, **figures}


def _zones(
    session: Session, city: City, parameters: dict[str, Any], at: datetime
) -> tuple[gpd.GeoDataFrame, Any]:
    """Return zones in the metric CRS with zone and area_id, and who neighbours whom."""
    if "tier" in parameters:
        frame = areas.frame(session, parameters["tier"], at)
        zones = crs.to_metric(frame, city.metric_epsg).assign(
            zone=frame["code"],
            area_id=frame["id"],
            households=frame["households"],
            population=frame["population"],
        )
        return zones, neighbours.of_areas(zones)
    outline = job_cases.outline(session, city, at)
    cells = lattice.cells(outline, parameters["cell_m"])
    zones = cells.assign(zone=cells["cell"], area_id=None)
    return zones, neighbours.of_cells(cells["row"].to_numpy(), cells["column"].to_numpy())


def _exposed(
    session: Session, zones: gpd.GeoDataFrame, parameters: dict[str, Any], city: City
) -> Any:
    """Households or people of each zone: of an area what it has, of a cell what lies in it."""
    per = parameters["per"]
    if "tier" in parameters:
        amount = zones[per].astype(float).fillna(0.0).to_numpy()
    else:
        blocks = crs.to_metric(units.frame(session), city.metric_epsg)
        amount = people_on_cells.share_out(zones, blocks, column=per)
    if amount.sum() <= 0:
        raise InvalidInputError(f"nobody knows the {per} of these zones", field="per")
    return amount


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
