"""The kernel surface of the incidents that a filter asks for, as bands in degrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import numpy as np
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import density as analysis
from geodata.queries import areas, cities, incident_counts
from geodata.queries.incidents import Conditions

METHOD = "Gaussian kernel in metres, fixed scale"
# Incidents this much closer together than the kernel is wide are added up before.
HEAP_SIGMAS = 0.125
_DEGREE_M = 111_320.0


@dataclass(frozen=True)
class Density:
    """``bands`` in EPSG:4326 with low_per_km2 and high_per_km2; ``peak`` lon, lat or None."""

    bands: gpd.GeoDataFrame
    peak_per_km2: float
    peak: tuple[float, float] | None
    n: int
    boundaries_at: datetime | None
    data_at: datetime | None


def measure(
    session: Session, where: Conditions, *, sigma_m: float, at: datetime, is_exact: bool = True
) -> Density:
    """Count in the database, spread and draw; raises InvalidInputError for too narrow a kernel.

    ``is_exact`` False spreads from the places that strangers may see.
    """
    epsg = cities.get(session).metric_epsg
    step_deg = HEAP_SIGMAS * sigma_m / _DEGREE_M
    rows = incident_counts.heaps(session, where, step_deg, is_exact=is_exact)
    lon, lat, count = np.array(rows, dtype=float).reshape(-1, 3).T
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat, crs=crs.STORAGE_EPSG))
    metric = crs.to_metric(points, epsg).geometry if len(points) else points.geometry
    surface = analysis.measure(
        metric.x.to_numpy(), metric.y.to_numpy(), sigma_m=sigma_m, weights=count
    )
    bands = analysis.bands(surface, epsg)
    top, x, y = surface.peak()
    peak = None
    if top > 0:
        place = gpd.GeoDataFrame(geometry=gpd.points_from_xy([x], [y], crs=epsg))
        there = crs.to_storage(place).geometry.iloc[0]
        peak = (there.x, there.y)
    _, last = incident_counts.period(session)
    in_degrees = crs.to_storage(bands) if len(bands) else bands
    return Density(in_degrees, top, peak, int(count.sum()), areas.changed_at(session, at), last)
