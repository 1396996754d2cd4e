"""A layer with where it comes from: the question, the boundaries' date and the data's age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.errors import InvalidInputError
from geodata.queries import (
    addresses,
    areas,
    backdrops,
    cities,
    findings,
    incident_counts,
    incident_exports,
    job_runs,
    registers,
    units,
)

TIERS = {"districts": 2, "townships": 3, "communities": 4, "grids": 5}
LAYERS = (*TIERS, "units", "addresses", "backdrop", "findings", "registers", "incidents")
# What only desks may hand on; everything else is open.
OF_DESKS = ("incidents",)
MAX_ROWS = 300_000

Conditions = Sequence[ColumnElement[bool]]


def layer(
    session: Session,
    name: str,
    at: datetime,
    *,
    where: Conditions = (),
    question: str = "",
) -> gpd.GeoDataFrame:
    """Return a layer in EPSG:4326 as of a date; ``attrs["about"]`` is what every file carries.

    Incidents (those that fit ``where``) have place, category, status, times, never a reporter.
    Raises InvalidInputError for an unknown layer, one that is empty, and too many incidents.
    """
    frame = _frame(session, name, at, where)
    if frame.empty:
        raise InvalidInputError(f"the layer {name} is empty at {at:%Y-%m-%d}")
    frame.attrs["about"] = about(session, name, at, question)
    return frame


def pieces(session: Session, where: Conditions) -> Iterator[gpd.GeoDataFrame]:
    """Yield the incidents that fit, however many there are, a piece in memory at a time.

    Raises InvalidInputError at once when none does.
    """
    found = incident_exports.pieces(session, where)
    first = next(found, None)
    if first is None:
        raise InvalidInputError("no incident fits the question")
    return chain([first], found)


def about(session: Session, name: str, at: datetime, question: str = "") -> dict[str, str]:
    """Return what every file of a layer tells of itself."""
    boundaries_at = areas.changed_at(session, at)
    data_at = incident_counts.period(session)[1] if name == "incidents" else boundaries_at
    return {
        "query": f"{name} {question} at {at.isoformat()}".replace("  ", " "),
        "boundaries_at": boundaries_at.isoformat() if boundaries_at else "",
        "data_at": data_at.isoformat() if data_at else "",
        "attribution": "; ".join(cities.get(session).attribution),
    }


def _frame(session: Session, name: str, at: datetime, where: Conditions) -> gpd.GeoDataFrame:
    if name in TIERS:
        return areas.frame(session, TIERS[name], at).drop(columns=["id", "parent_id"])
    if name == "incidents":
        return _incidents(session, where)
    if name == "findings":
        return _findings(session)
    frames = {
        "units": units.frame,
        "addresses": addresses.frame,
        "backdrop": backdrops.everything,
        "registers": registers.frame,
    }
    if name not in frames:
        raise InvalidInputError(f"unknown layer {name!r}: use one of {', '.join(LAYERS)}")
    return frames[name](session).drop(columns="id", errors="ignore")


def _incidents(session: Session, where: Conditions) -> gpd.GeoDataFrame:
    found: list[gpd.GeoDataFrame] = []
    for piece in pieces(session, where):
        found.append(piece)
        if sum(map(len, found)) > MAX_ROWS:
            raise InvalidInputError(
                f"more than {MAX_ROWS:,} incidents; narrow the question, or take CSV or GeoJSON"
            )
    return gpd.GeoDataFrame(pd.concat(found), crs=STORAGE_EPSG)


def _findings(session: Session) -> gpd.GeoDataFrame:
    run = job_runs.latest_result(session, "coverage")
    rows: list[dict[str, Any]] = []
    shapes = []
    for row in findings.listing(session, run.id if run else None):
        named = row._asdict()
        shapes.append(shapely.from_geojson(named.pop("geometry") or named["at"]))
        del named["at"]
        rows.append({**named, "run_id": str(row.run_id or ""), "id": None})
    frame = pd.DataFrame(rows).drop(columns="id", errors="ignore")
    if rows:
        frame["area_codes"] = frame["area_codes"].map(" ".join)
    # A finding without a shape is a point; one layer holds one kind, so all become points.
    return gpd.GeoDataFrame(frame, geometry=_places(shapes), crs=STORAGE_EPSG)


def _places(shapes: list[Any]) -> Any:
    return shapely.point_on_surface(shapes) if shapes else []
