"""How far the people of each grid and community are from its centre, along the streets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import geopandas as gpd
import numpy as np
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import reach as analysis
from geodata.analyses import street_network
from geodata.analyses.area_lookup import AreaLookup
from geodata.analyses.street_network import StreetNetwork
from geodata.queries import area_figures, areas, backdrops, cities, units
from geodata.workflows.progress import Progress

METHOD = "walking time along streets from the centre of each area to its units (Dijkstra)"
NO_STREETS = "not measured: this city has no streets"
TIERS = (4, 5)
# Nobody patrols a motorway on foot.
NOT_WALKED = ("motorway", "ramp")


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Measure the communities and grids as of a date; write the figures of each area."""
    at = datetime.fromisoformat(parameters["at"]) if "at" in parameters else datetime.now(UTC)
    epsg = cities.get(session).metric_epsg
    progress(5, "streets")
    town = _network(session, epsg)
    homes = units.frame(session)
    rows = []
    for done, tier in enumerate(TIERS if town is not None else ()):
        progress(30 + 35 * done, f"tier {tier}")
        frame = areas.frame(session, tier, at)
        if town is None or frame.empty:
            continue
        reached = _measure(frame, homes, town, epsg)
        table = reached.areas.drop(columns=["post"])
        figures = zip(table["code"], table.drop(columns="code").to_dict("records"), strict=True)
        area_figures.save(session, run_id, tier, figures)
        rows.append({"tier": tier, "area_count": len(frame)} | reached.totals)
    return {
        "method": METHOD if town is not None else NO_STREETS,
        "n": len(homes),
        "boundaries_at": areas.changed_at(session, at),
        "data_at": at,
        "summary": {"tiers": rows},
    }


def _network(session: Session, epsg: int) -> StreetNetwork | None:
    roads = backdrops.frame(session, "road")
    roads = roads[~roads["feature_class"].isin(NOT_WALKED)]
    if roads.empty:
        return None
    water, bridges = (backdrops.frame(session, kind) for kind in ("water", "bridge"))
    return street_network.build(
        crs.to_metric(roads, epsg).explode(ignore_index=True),
        barriers=None if water.empty else crs.to_metric(water, epsg),
        bridges=None if bridges.empty else crs.to_metric(bridges, epsg),
    )


def _measure(
    frame: gpd.GeoDataFrame, homes: gpd.GeoDataFrame, town: StreetNetwork, epsg: int
) -> analysis.Reach:
    inside = homes.geometry.representative_point()
    lookup = AreaLookup.build(frame, frame["code"].to_list())
    found = lookup.find(inside.x.to_numpy(), inside.y.to_numpy())
    placed = homes.assign(area_code=np.append(frame["code"].to_numpy(object), [None])[found])
    return analysis.measure(
        crs.to_metric(frame, epsg),
        crs.to_metric(placed, epsg),
        town,
        code_column="code",
        area_column="area_code",
        people_column="households",
    )
