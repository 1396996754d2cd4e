"""What all rules look at: the cases up to a moment, in metres and days, and the areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata import crs
from geodata.analyses import lattice
from geodata.analyses.duplicates import deduplicate
from geodata.crs import FloatArray
from geodata.models import City
from geodata.queries import areas, categories, cities, incident_counts, incident_frames
from geodata.queries.incident_filter import IncidentFilter, conditions
from geodata.workflows import job_cases

# The longest past that a rule may ask for, and its window.
PAST_DAYS = 366 + 4 * 366


@dataclass
class Look:
    """One look at the city; ``day_end`` is the local midnight that ends the last day."""

    session: Session
    city: City
    now: datetime
    cases: gpd.GeoDataFrame
    reported_count: int
    _below: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    @property
    def duplicate_count(self) -> int:
        """How many messages told of a case that is there already."""
        return self.reported_count - len(self.cases)

    @cached_property
    def day_end(self) -> datetime:
        """The local midnight after the last moment."""
        local = (self.now - timedelta(microseconds=1)).astimezone(ZoneInfo(self.city.time_zone))
        midnight = datetime.combine(local.date(), datetime.min.time(), local.tzinfo)
        return midnight + timedelta(days=1)

    def days_before(self, days: int) -> datetime:
        """Return the local midnight so many days before the end."""
        return self.day_end - timedelta(days=days)

    @cached_property
    def age_days(self) -> npt.NDArray[np.int64]:
        """Whole days of each case before the end of the last day; 0 is the last day."""
        day = self.cases["local_time"].dt.tz_localize(None).to_numpy().astype("datetime64[D]")
        end = np.datetime64(self.day_end.date().isoformat(), "D")
        return np.asarray((end - day).astype(np.int64) - 1)

    @cached_property
    def places(self) -> tuple[FloatArray, FloatArray]:
        """x and y of each case in metres."""
        if self.cases.empty:
            return np.zeros(0), np.zeros(0)
        metric = crs.to_metric(self.cases[["geometry"]], self.city.metric_epsg).geometry
        return metric.x.to_numpy(), metric.y.to_numpy()

    @cached_property
    def outline(self) -> gpd.GeoDataFrame:
        """The city in metres."""
        return job_cases.outline(self.session, self.city, self.now)

    def chosen(self, codes: Sequence[str] | None) -> npt.NDArray[np.bool_]:
        """Return which cases are of the categories or of those below them; None is all."""
        if not codes:
            return np.ones(len(self.cases), dtype=np.bool_)
        key = tuple(codes)
        if key not in self._below:
            self._below[key] = frozenset(categories.codes_with_children(self.session, key))
        return np.asarray(self.cases["category_code"].isin(self._below[key]).to_numpy())

    def cells(self, cell_m: float) -> gpd.GeoDataFrame:
        """Lay the lattice over the city."""
        return lattice.cells(self.outline, cell_m)

    def area_of(self, tier: int) -> pd.Series:
        """Return the area of a tier that holds each case's grid, by key; missing where none."""
        parents = areas.ids_at_tier(self.session, tier)
        return self.cases["grid_id"].map(parents).astype("Int64")

    def tier(self, level: int) -> gpd.GeoDataFrame:
        """Return the areas of a tier in degrees, with counts of people."""
        return areas.frame(self.session, level, self.now)

    def ids(self, rows: Sequence[int] | npt.NDArray[np.intp]) -> list[UUID]:
        """Return the keys of cases, the latest first."""
        found = self.cases.iloc[list(rows)].sort_values("reported_at", ascending=False)
        return list(found["id"])

    def in_degrees(self, shape: shapely.Geometry) -> str:
        """Return a shape in metres as the database takes it."""
        frame = gpd.GeoSeries([shape], crs=self.city.metric_epsg)
        return str(crs.to_storage(gpd.GeoDataFrame(geometry=frame)).geometry.iloc[0].wkt)


def look(session: Session, now: datetime) -> Look:
    """Read the cases that were reported before ``now``, repeated messages collapsed."""
    city = cities.get(session)
    _, last = incident_counts.period(session)
    now = job_cases.latest_moment(last, now)
    wanted = IncidentFilter(start=now - timedelta(days=PAST_DAYS), end=now)
    points = incident_frames.frame(session, conditions(session, wanted, now))
    reported = len(points)
    moments = pd.to_datetime(points["reported_at"], utc=True)
    points["local_time"] = moments.dt.tz_convert(city.time_zone)
    points = deduplicate(points, "local_time", "category_code").reset_index(drop=True)
    return Look(session, city, now, points, reported)
