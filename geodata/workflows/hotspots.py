"""Where incidents cluster: on cells of a lattice or on the areas of a tier."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import geopandas as gpd
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import duplicates, lattice
from geodata.analyses import hotspots as hotspot_analysis
from geodata.queries import areas, cities, hotspots, incident_counts, incident_frames
from geodata.queries.incident_filter import IncidentFilter, conditions
from geodata.workflows.progress import Progress


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Find hotspots, write one row per zone, and return the figures of the run."""
    raise NotImplementedError
