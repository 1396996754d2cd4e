"""How heavy each area is: households, weighted incidents and the streets to patrol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.analyses.layer import Layer
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class WorkloadWeights:
    """What one of each costs, in hours of an officer per month; every city sets its own.

    The defaults are a start, not a standard: 0.25 h for a visit to each household, an hour per
    incident of a category without its own weight, 1 h for every kilometre of street.
    """

    household_h: float = 0.25
    incident_h: float = 1.0
    patrol_km_h: float = 1.0

    def __post_init__(self) -> None:
        """Refuse weights below 0."""
        for name in self.__slots__:
            if not 0 <= getattr(self, name) < np.inf:
                raise InvalidInputError(f"the weight {name} must be a number from 0 up", field=name)


@dataclass(frozen=True, slots=True)
class Workload:
    """What ``measure`` returns.

    ``areas``: index of the areas; code, tier (None without a column), households, incident_count,
    patrol_m, household_h, incident_h, patrol_h, load_h, officer_count, load_per_officer_h (infinite
    where there is load and no officer), officers_per_100_h.
    ``tiers``: a row per tier: tier, area_count, load_h, mean_h, max_h, max_to_mean, gini,
    officer_count, officers_per_100_h.
    """

    areas: pd.DataFrame
    tiers: pd.DataFrame


def measure(
    areas: gpd.GeoDataFrame,
    *,
    code_column: str,
    household_column: str,
    tier_column: str | None = None,
    officer_column: str | None = None,
    incidents: pd.DataFrame | None = None,
    area_column: str = "area_code",
    category_column: str | None = None,
    hours_column: str | None = None,
    category_hours: Mapping[str, float] | None = None,
    months: float = 1.0,
    patrol_m: pd.Series | None = None,
    weights: WorkloadWeights | None = None,
) -> Workload:
    """Add up the load of each area in hours of an officer per month.

    load_h = households x household_h + the hours of its incidents / months + kilometres of street x
    patrol_km_h. An incident costs what ``hours_column`` says; where that is empty, the hours of its
    category; else ``weights.incident_h``.

    Parameters
    ----------
    areas : n polygons in a metric CRS, each code once.
    household_column, officer_column : numbers >= 0; missing households count as 0, and without the
        column each area has one officer.
    incidents : a row per incident; ``area_column`` names its area. Incidents of one tier count for
        the areas of that tier only: give the rows once per tier.
    months : length of the period that the incidents span.
    patrol_m : metres of street per area code, see ``street_lengths``.

    Returns
    -------
    Workload.

    Raises
    ------
    InvalidInputError : not metric, a column absent, a number below 0, a code twice.

    >>> import shapely
    >>> grids = gpd.GeoDataFrame({"code": ["G1", "G2"], "homes": [400, 100]},
    ...     geometry=[shapely.box(0, 0, 9, 9), shapely.box(9, 0, 18, 9)], crs=26985)
    >>> calls = pd.DataFrame({"area_code": ["G1", "G2"], "kind": ["noise", "rubbish"]})
    >>> load = measure(grids, code_column="code", household_column="homes", incidents=calls,
    ...                category_column="kind", category_hours={"noise": 20})
    >>> load.areas["load_h"].tolist(), load.tiers["gini"].round(3).tolist()
    ([120.0, 26.0], [0.322])
    """
    require_metric(areas)
    if months <= 0:
        raise InvalidInputError("the period must be longer than 0 months", field="months")
    cost = weights or WorkloadWeights()
    layer = Layer.read(areas, code_column)
    if len(layer.known) != len(layer.codes):
        raise InvalidInputError("a code names several areas", field=code_column)
    codes = pd.Index(areas[code_column].astype(str))
    hours = pd.Series(dtype=float)
    if incidents is not None:
        known = category_hours or {}
        each = _incident_hours(incidents, category_column, hours_column, known, cost)
        hours = each.groupby(_column(incidents, area_column, "incidents").astype(object)).agg(
            ["count", "sum"]
        )
    frame = pd.DataFrame({"code": codes}, index=areas.index)
    frame["tier"] = None if tier_column is None else _column(areas, tier_column, "areas")
    frame["households"] = amounts(areas, household_column)
    frame["incident_count"] = _by_code(hours.get("count"), codes).astype(int)
    frame["patrol_m"] = _by_code(patrol_m, codes)
    frame["household_h"] = frame["households"] * cost.household_h
    frame["incident_h"] = _by_code(hours.get("sum"), codes) / months
    frame["patrol_h"] = frame["patrol_m"] / 1000 * cost.patrol_km_h
    frame["load_h"] = frame[["household_h", "incident_h", "patrol_h"]].sum(axis=1)
    frame["officer_count"] = 1.0 if officer_column is None else amounts(areas, officer_column)
    frame["load_per_officer_h"] = _ratio(frame["load_h"], frame["officer_count"])
    frame["officers_per_100_h"] = _ratio(100 * frame["officer_count"], frame["load_h"])
    return Workload(frame, _tiers(frame))


def gini(values: FloatArray) -> float:
    """Return the Gini coefficient of n loads >= 0: 0 when all are equal, (n - 1) / n at most.

    Sum over all pairs of the absolute difference, over 2 n squared times the mean (Gini 1912).

    >>> gini(np.array([1.0, 1.0, 1.0])), gini(np.array([0.0, 0.0, 9.0]))
    (0.0, 0.6666666666666666)
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    total = ordered.sum()
    if not len(ordered) or total == 0:
        return 0.0
    rank = np.arange(1, len(ordered) + 1)
    return max(0.0, float(((2 * rank - len(ordered) - 1) * ordered).sum() / (len(ordered) * total)))


def amounts(frame: pd.DataFrame, column: str) -> FloatArray:
    """Return a column as numbers >= 0, missing ones as 0.

    Raises InvalidInputError with the row of anything else.

    >>> amounts(pd.DataFrame({"homes": [3, None]}), "homes").tolist()
    [3.0, 0.0]
    """
    texts = _column(frame, column, "areas")
    values = pd.to_numeric(texts, errors="coerce").to_numpy(float, na_value=np.nan)
    wrong = np.flatnonzero((np.isnan(values) & texts.notna()) | (values < 0) | np.isinf(values))
    if len(wrong):
        row = int(wrong[0]) + 1
        message = f"row {row}: {column} is {texts.iloc[row - 1]!r}, not a number from 0 up"
        raise InvalidInputError(message, row=row, field=column)
    return np.asarray(np.nan_to_num(values))


def _incident_hours(
    incidents: pd.DataFrame,
    category_column: str | None,
    hours_column: str | None,
    category_hours: Mapping[str, float],
    cost: WorkloadWeights,
) -> pd.Series:
    each = pd.Series(np.nan, index=incidents.index)
    if hours_column is not None:
        amounts(incidents, hours_column)
        each = pd.to_numeric(_column(incidents, hours_column, "incidents")).astype(float)
    if category_column is not None:
        kind = _column(incidents, category_column, "incidents")
        each = each.fillna(kind.astype(object).map(dict(category_hours)).astype(float))
    return each.fillna(cost.incident_h)


def _column(frame: pd.DataFrame, column: str, what: str) -> pd.Series:
    if column not in frame:
        raise InvalidInputError(f"the {what} have no column {column!r}", field=column)
    return frame[column]


def _by_code(values: pd.Series | None, codes: pd.Index) -> FloatArray:
    if values is None:
        return np.zeros(len(codes))
    return np.asarray(values.reindex(codes).fillna(0.0).to_numpy(float))


def _ratio(over: pd.Series, under: pd.Series) -> pd.Series:
    return (over / under.where(under > 0)).where(under > 0, np.where(over > 0, np.inf, 0.0))


def _tiers(areas: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for tier, group in areas.groupby(areas["tier"].astype(object), dropna=False, sort=True):
        load, officers = group["load_h"], group["officer_count"].sum()
        mean = float(load.mean())
        rows.append(
            {
                "tier": None if pd.isna(tier) else tier,
                "area_count": len(group),
                "load_h": float(load.sum()),
                "mean_h": mean,
                "max_h": float(load.max()),
                "max_to_mean": float(load.max() / mean) if mean else 0.0,
                "gini": gini(load.to_numpy()),
                "officer_count": float(officers),
                "officers_per_100_h": float(100 * officers / load.sum()) if mean else np.inf,
            }
        )
    return pd.DataFrame(rows)
