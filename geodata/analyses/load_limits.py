"""Areas that are too large or too small, and when the next ones will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from geodata.errors import InvalidInputError

_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class LoadLimit:
    """A rule of one tier: ``column`` must be from ``low`` to ``high``; None leaves a side open."""

    key: str
    tier: int
    column: str
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        """Refuse a rule without a limit, or with the limits reversed."""
        if self.low is None and self.high is None:
            raise InvalidInputError(f"the rule {self.key!r} has no limit")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidInputError(f"the rule {self.key!r} has its limits reversed")


# Tianjin: a community above 30,000 people is to be reviewed, above 100,000 to be split, above
# 500,000 to become a sub-district; a sub-district near 1,000,000 is to be split. Haikou and others:
# 300-500 households per grid.
LIMITS = (
    LoadLimit("community_30k", 4, "population", high=30_000),
    LoadLimit("community_100k", 4, "population", high=100_000),
    LoadLimit("community_500k", 4, "population", high=500_000),
    LoadLimit("sub_district_1m", 3, "population", high=1_000_000),
    LoadLimit("grid_households", 5, "households", low=300, high=500),
)


def find(
    areas: pd.DataFrame,
    *,
    code_column: str,
    tier_column: str,
    name_column: str | None = None,
    limits: Sequence[LoadLimit] = LIMITS,
) -> pd.DataFrame:
    """List the areas that break a rule of their tier; an unknown figure breaks none.

    Returns
    -------
    DataFrame, one row per area and rule, in the order of the rules, the worst first: rule, tier,
    code, name, column, value, limit, side (above or below), ratio (value / limit).

    Raises
    ------
    InvalidInputError : a column that a rule of an existing tier needs is absent.

    >>> towns = pd.DataFrame({"code": ["C1", "C2"], "tier": 4, "population": [34_113, 29_000]})
    >>> found = find(towns, code_column="code", tier_column="tier")
    >>> found[["rule", "code", "value"]].values.tolist()
    [['community_30k', 'C1', 34113.0]]
    """
    for column in filter(None, (code_column, tier_column, name_column)):
        if column not in areas:
            raise InvalidInputError(f"the areas have no column {column!r}", field=column)
    found = []
    for limit in limits:
        group = areas[areas[tier_column] == limit.tier]
        if not len(group):
            continue
        if limit.column not in group:
            message = f"the rule {limit.key!r} needs the column {limit.column!r}"
            raise InvalidInputError(message, field=limit.column)
        value = pd.to_numeric(group[limit.column], errors="coerce").astype(float)
        for side, bound in (("above", limit.high), ("below", limit.low)):
            if bound is None:
                continue
            breaks = value > bound if side == "above" else value < bound
            rows = pd.DataFrame({"code": group[code_column].astype(str), "value": value})
            rows["name"] = "" if name_column is None else group[name_column].fillna("")
            rows = rows[breaks]
            rows = rows.assign(rule=limit.key, tier=limit.tier, column=limit.column)
            rows = rows.assign(limit=float(bound), side=side, ratio=rows["value"] / bound)
            worst = rows["value"] if side == "below" else -rows["value"]
            found.append(rows.iloc[np.lexsort((rows["code"], worst))])
    order = ["rule", "tier", "code", "name", "column", "value", "limit", "side", "ratio"]
    if not found:
        return pd.DataFrame(columns=order)
    return pd.concat(found)[order].reset_index(drop=True)


def forecast(
    history: pd.DataFrame,
    *,
    code_column: str,
    date_column: str,
    value_column: str,
    high: float,
    horizon_years: float = 20.0,
) -> pd.DataFrame:
    """Say when each area will pass ``high`` if it goes on as it did (least-squares line).

    ``history`` holds a row per area and date. An area needs two dates. Returns a row per area with
    two or more, by code: code, observation_count, latest, per_year, passes_on (date; the latest
    date when it is already above; None when it does not rise or not within the horizon).
    A straight line through few censuses is an indication, not a forecast of people.

    Raises InvalidInputError when a column is absent or a date cannot be read.

    >>> census = pd.DataFrame({"code": "C1", "day": ["2010-01-01", "2020-01-01"],
    ...                        "people": [20_000, 28_000]})
    >>> forecast(census, code_column="code", date_column="day", value_column="people",
    ...          high=30_000)["passes_on"].tolist()
    [datetime.date(2022, 7, 2)]
    """
    for column in (code_column, date_column, value_column):
        if column not in history:
            raise InvalidInputError(f"the history has no column {column!r}", field=column)
    try:
        days = pd.to_datetime(history[date_column]).dt.date
    except (TypeError, ValueError, AttributeError) as error:
        message = f"column {date_column!r} holds what is not a date: {error}"
        raise InvalidInputError(message, field=date_column) from error
    table = pd.DataFrame({"code": history[code_column].astype(str), "day": days})
    table["value"] = pd.to_numeric(history[value_column], errors="coerce").astype(float)
    rows = []
    for code, group in table.dropna().groupby("code", sort=True):
        if group["day"].nunique() < 2:
            continue
        ordered = group.sort_values("day", kind="stable")
        last = ordered["day"].iloc[-1]
        years = np.array([(day - last).days / _DAYS_PER_YEAR for day in ordered["day"]])
        per_year, level = np.polyfit(years, ordered["value"].to_numpy(), 1)
        latest = float(ordered["value"].iloc[-1])
        years_left = (high - level) / per_year if per_year > 0 else np.inf
        passes = last if latest > high else _after(last, max(0.0, years_left), horizon_years)
        row = {"code": code, "observation_count": len(ordered), "latest": latest}
        rows.append(row | {"per_year": float(per_year), "passes_on": passes})
    return pd.DataFrame(
        rows, columns=["code", "observation_count", "latest", "per_year", "passes_on"]
    )


def _after(last: date, years: float, horizon_years: float) -> date | None:
    return None if years > horizon_years else last + timedelta(days=round(years * _DAYS_PER_YEAR))
