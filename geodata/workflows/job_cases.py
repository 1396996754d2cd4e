"""The cases that a job looks at: filtered, repeated messages collapsed, in metres."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import lattice
from geodata.analyses.duplicates import deduplicate
from geodata.crs import FloatArray
from geodata.models import City
from geodata.queries import areas, cities, import_runs, incident_counts, incident_frames
from geodata.queries.incident_filter import IncidentFilter, conditions

LISTS = ("categories", "statuses", "departments")


@dataclass(frozen=True)
class JobCases:
    """``points`` in degrees with ``local_time``; naive local times, for a day is the city's own."""

    city: City
    at: datetime
    points: gpd.GeoDataFrame
    reported_count: int
    period_start: datetime | None
    period_end: datetime | None
    data_at: datetime | None

    @property
    def duplicate_count(self) -> int:
        """How many messages told of a case that is there already."""
        return self.reported_count - len(self.points)

    @property
    def times(self) -> npt.NDArray[np.datetime64]:
        """Local times without a zone."""
        local = self.points["local_time"].dt.tz_localize(None)
        return np.asarray(local.to_numpy().astype("datetime64[s]"))

    def metric(self) -> tuple[FloatArray, FloatArray]:
        """Return x and y in the city's metric CRS."""
        if self.points.empty:
            return np.zeros(0), np.zeros(0)
        placed = crs.to_metric(self.points[["geometry"]], self.city.metric_epsg).geometry
        return placed.x.to_numpy(), placed.y.to_numpy()

    def day_after(self) -> np.datetime64:
        """Return the local midnight that ends the period: what begins then no longer counts."""
        moment = self.period_end or self.at
        local = moment.astimezone(ZoneInfo(self.city.time_zone))
        day = np.datetime64(local.date().isoformat(), "D")
        return day if local.time() == datetime.min.time() else day + 1

    def figures(self, session: Session, counted: int) -> dict[str, Any]:
        """Return what every run tells: period, boundaries' date, data age and what was left out."""
        return {
            "n": counted,
            "period_start": self.period_start,
            "period_end": self.period_end,
            "boundaries_at": areas.changed_at(session, self.at),
            "data_at": self.data_at,
            "summary": {
                "reported_count": self.reported_count,
                "duplicate_count": self.duplicate_count,
                "outside_count": len(self.points) - counted,
                # Rows of imported files that told no place: they are in no figure.
                "unplaced_count": import_runs.unplaced_count(session),
            },
        }


def read(session: Session, parameters: dict[str, Any]) -> JobCases:
    """Read the cases that ``parameters`` (the filter, at, deduplicate) ask for."""
    city = cities.get(session)
    at = moment(parameters.get("at")) or datetime.now(UTC)
    wanted = incident_filter(parameters)
    points = incident_frames.frame(session, conditions(session, wanted, at))
    reported = len(points)
    # The day is the city's own: one event is told of within one local day.
    moments = pd.to_datetime(points["reported_at"], utc=True)
    points["local_time"] = moments.dt.tz_convert(city.time_zone)
    if parameters.get("deduplicate", True):
        points = deduplicate(points, "local_time", "category_code")
    first, last = incident_counts.period(session)
    start, end = wanted.start or city.period_start or first, wanted.end or city.period_end or last
    return JobCases(city, at, points, reported, start, end, last)


def incident_filter(parameters: dict[str, Any]) -> IncidentFilter:
    """Return the filter that the parameters of a job hold."""
    values: dict[str, Any] = {name: tuple(parameters[name]) for name in LISTS if name in parameters}
    values |= {name: parameters[name] for name in ("area", "late", "overdue") if name in parameters}
    if "box" in parameters:
        values["box"] = tuple(parameters["box"])
    return IncidentFilter(
        start=moment(parameters.get("start")), end=moment(parameters.get("end")), **values
    )


def moment(text: str | None) -> datetime | None:
    """Read a moment that was kept as JSON."""
    return datetime.fromisoformat(text) if text else None


def outline(session: Session, city: City, at: datetime) -> gpd.GeoDataFrame:
    """Return the city's outline in metres."""
    return crs.to_metric(areas.frame(session, 1, at), city.metric_epsg)


def cells(session: Session, cases: JobCases, cell_m: float) -> gpd.GeoDataFrame:
    """Lay the lattice over the city."""
    return lattice.cells(outline(session, cases.city, cases.at), cell_m)


def latest_moment(last: datetime | None, now: datetime) -> datetime:
    """Return the moment to judge from: now, or the end of the data where they stopped earlier.

    A city whose last case is months old is judged as of its last day, or nothing would be recent.
    """
    if last is None:
        return now
    return min(now, last + timedelta(microseconds=1))
