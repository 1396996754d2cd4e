"""Synthetic incidents of Futian and Nanshan (模拟数据), from a fixed seed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.demo.build.areas import AreaName
from geodata.demo.build.shenzhen_categories import CLASSES, KINDS
from geodata.demo.build.shenzhen_register import METRIC_EPSG
from geodata.demo.build.synthetic_handling import handle
from geodata.demo.build.synthetic_places import (
    Spot,
    choose_spots,
    scatter_around,
    scatter_in,
)
from geodata.demo.build.synthetic_times import (
    STORM_COUNT,
    course_weights,
    day_weights,
    draw_days,
    draw_seconds,
)

TIME_ZONE = "Asia/Shanghai"
START = datetime(2026, 8, 1, tzinfo=ZoneInfo(TIME_ZONE))
DAYS = 90
END = START + timedelta(days=DAYS)
COUNT = 15_000
SPOT_COUNT = 60
SPOT_SHARE = 0.32


def build(units: gpd.GeoDataFrame, names: Mapping[str, AreaName], *, seed: int) -> pd.DataFrame:
    """Return the incidents in order of time; every one says that it is synthetic."""
    rng = np.random.default_rng([seed, 2])
    metric = units.to_crs(METRIC_EPSG)
    spots = choose_spots(metric, [row[0] for row in CLASSES], SPOT_COUNT, rng)
    spot = _draw_spots(spots, rng)
    kind = _draw_kinds(spots, spot, rng)
    points = _draw_points(metric, spots, spot, rng)
    seconds = _draw_moments(spots, spot, kind, rng)
    order = np.lexsort((np.arange(COUNT), seconds))
    kind, points, seconds = kind[order], points[order], seconds[order]
    communities = _communities_of(units, points)
    places = [names[code[:9] + "000"].name_zh + names[code].name_zh for code in communities]
    return _describe(kind, places, points, seconds, rng)


def _draw_spots(spots: list[Spot], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Spot of each incident, -1 for those that happen anywhere."""
    strength = np.array([one.strength for one in spots])
    spot = rng.choice(len(spots), size=COUNT, p=strength / strength.sum())
    return np.where(rng.random(COUNT) < SPOT_SHARE, spot, -1)


def _draw_kinds(
    spots: list[Spot], spot: npt.NDArray[np.int64], rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Category of each incident: at a spot mostly of its class."""
    weight = np.array([kind.weight for kind in KINDS])
    kind = rng.choice(len(KINDS), size=COUNT, p=weight / weight.sum())
    for number, one in enumerate(spots):
        typical = np.array([row.code.startswith(one.category_class) for row in KINDS]) * weight
        here = np.flatnonzero((spot == number) & (rng.random(COUNT) < 0.8))
        kind[here] = rng.choice(len(KINDS), size=len(here), p=typical / typical.sum())
    return kind


def _draw_points(
    metric: gpd.GeoDataFrame,
    spots: list[Spot],
    spot: npt.NDArray[np.int64],
    rng: np.random.Generator,
) -> npt.NDArray[np.float64]:
    """Longitude and latitude of each incident, 6 decimals."""
    points = np.empty((COUNT, 2))
    anywhere = spot < 0
    points[anywhere] = scatter_in(metric, int(anywhere.sum()), rng)
    outline = shapely.union_all(metric.geometry.to_numpy())
    points[~anywhere] = scatter_around(spots, spot[~anywhere], outline, rng)
    places = gpd.GeoSeries(gpd.points_from_xy(*points.T), crs=METRIC_EPSG).to_crs(4326)
    return np.column_stack([places.x.round(6), places.y.round(6)])


def _draw_moments(
    spots: list[Spot],
    spot: npt.NDArray[np.int64],
    kind: npt.NDArray[np.int64],
    rng: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Seconds since the start of the period."""
    storms = rng.choice(DAYS, size=STORM_COUNT, replace=False)
    seconds = np.empty(COUNT, dtype=np.int64)
    for number, row in enumerate(KINDS):
        for course in ("steady", "emerging", "fading"):
            of_course = np.array([one.course == course for one in spots] + [course == "steady"])
            here = np.flatnonzero((kind == number) & of_course[spot])
            weight = day_weights(START.weekday(), DAYS, row.rhythm, storms)
            days = draw_days(weight * course_weights(course, DAYS), len(here), rng)
            seconds[here] = days * 86_400 + draw_seconds(row.rhythm, len(here), rng)
    return seconds


def _describe(
    kind: npt.NDArray[np.int64],
    places: list[str],
    points: npt.NDArray[np.float64],
    seconds: npt.NDArray[np.int64],
    rng: np.random.Generator,
) -> pd.DataFrame:
    start = pd.Timestamp(START).tz_convert("UTC").as_unit("s")
    reported_at = pd.Series(start + pd.to_timedelta(seconds, unit="s"))
    limit_h = np.array([row.limit_h for row in KINDS])[kind]
    handled = handle(reported_at, limit_h, pd.Timestamp(END), rng)
    return pd.DataFrame(
        {
            "source_id": [f"SYN-{number:06d}" for number in range(1, COUNT + 1)],
            "category_code": [KINDS[number].code for number in kind],
            "department_code": [KINDS[number].department for number in kind],
            "status": handled["status"],
            "priority": ["urgent" if KINDS[number].is_urgent else "standard" for number in kind],
            "reported_at": reported_at,
            "due_at": handled["due_at"],
            "resolved_at": handled["resolved_at"],
            "lon": points[:, 0],
            "lat": points[:, 1],
            "description": [
                f"模拟数据：{place}{KINDS[number].name_zh}"
                for place, number in zip(places, kind, strict=True)
            ],
            "is_synthetic": True,
        }
    )


def _communities_of(units: gpd.GeoDataFrame, points: npt.NDArray[np.float64]) -> list[str]:
    """Community of each point, by its nearest unit: a rounded point may lie just outside."""
    tree = shapely.STRtree(units.geometry.to_numpy())
    nearest = tree.nearest(shapely.points(points))
    return [str(code) for code in units["community_code"].to_numpy()[nearest]]
