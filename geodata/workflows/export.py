"""A layer with where it comes from: the question, the boundaries' date and the data's age."""

from __future__ import annotations

from datetime import datetime

import geopandas as gpd
from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.queries import addresses, areas, cities, incident_counts, incident_frames, units

TIERS = {"districts": 2, "townships": 3, "communities": 4, "grids": 5}
LAYERS = (*TIERS, "units", "addresses", "incidents")


def layer(session: Session, name: str, at: datetime) -> gpd.GeoDataFrame:
    """Return a layer in EPSG:4326 as of a date; ``attrs["about"]`` is what every file carries.

    Incidents have place, category, status and time, never a reporter. Raises InvalidInputError
    for an unknown layer and for one that is empty.
    """
    if name not in LAYERS:
        raise InvalidInputError(f"unknown layer {name!r}: use one of {', '.join(LAYERS)}")
    city = cities.get(session)
    frame = _frame(session, name, at)
    if frame.empty:
        raise InvalidInputError(f"the layer {name} is empty at {at:%Y-%m-%d}")
    boundaries_at = areas.changed_at(session, at)
    data_at = incident_counts.period(session)[1] if name == "incidents" else boundaries_at
    frame.attrs["about"] = {
        "query": f"{name} at {at.isoformat()}",
        "boundaries_at": boundaries_at.isoformat() if boundaries_at else "",
        "data_at": data_at.isoformat() if data_at else "",
        "attribution": "; ".join(city.attribution),
    }
    return frame


def _frame(session: Session, name: str, at: datetime) -> gpd.GeoDataFrame:
    if name in TIERS:
        return areas.frame(session, TIERS[name], at).drop(columns=["id", "parent_id"])
    if name == "units":
        return units.frame(session).drop(columns="id")
    if name == "addresses":
        return addresses.frame(session).drop(columns="id")
    frame = incident_frames.frame(session, [])
    return frame.assign(id=frame["id"].astype(str)).drop(columns="grid_id")
