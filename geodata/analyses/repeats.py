"""The same place again and again: cases within a few metres, and cases at listed places."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import cKDTree

from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

YEAR_DAYS = 365


def find(
    x: FloatArray,
    y: FloatArray,
    age_days: npt.NDArray[np.int64],
    *,
    radius_m: float,
    days: int,
    min_count: int,
) -> pd.DataFrame:
    """Find places with at least ``min_count`` cases within a radius in the last days.

    The place with most cases comes first and takes its cases away from the others; ties go to the
    earlier row. What is usual there is told by the year before the window, or by as much of it as
    is known: from the oldest case on.

    Parameters
    ----------
    x, y : n coordinates in metres; NaN is left out.
    age_days : whole days before the end of the last day, 0 for the last day; below 0 left out.

    Returns
    -------
    DataFrame, most cases first: case (position of the case in the middle), observed, expected
    (cases before the window times days over the days before), members (positions of the cases).

    Raises
    ------
    InvalidInputError : another number of places than ages, or days below 1.

    >>> x, age = np.array([0.0, 5.0, 9.0, 900.0]), np.array([0, 1, 2, 0])
    >>> find(x, np.zeros(4), age, radius_m=10, days=7, min_count=3)["members"].tolist()
    [[0, 1, 2]]
    """
    _check(x, age_days, days)
    is_placed = np.isfinite(x) & np.isfinite(y)
    recent = np.flatnonzero(is_placed & (age_days >= 0) & (age_days < days))
    past_days = _past_days(age_days, days)
    past = np.flatnonzero(is_placed & (age_days >= days) & (age_days < days + past_days))
    places = np.column_stack([x, y])
    beside: list[list[int]] = []
    if len(recent):
        beside = cKDTree(places[recent]).query_ball_point(places[recent], radius_m).tolist()
    order = sorted(range(len(recent)), key=lambda i: (-len(beside[i]), recent[i]))
    free = np.ones(len(recent), dtype=np.bool_)
    rows: list[tuple[int, list[int]]] = []
    for i in order:
        if len(beside[i]) < min_count:
            break
        members = [j for j in sorted(beside[i]) if free[j]]
        if free[i] and len(members) >= min_count:
            free[members] = False
            rows.append((int(recent[i]), [int(recent[j]) for j in members]))
    before = _counts_near(places, past, [case for case, _ in rows], radius_m)
    usual = [count * days / past_days for count in before]
    told = [(case, len(members), usual[k], members) for k, (case, members) in enumerate(rows)]
    table = pd.DataFrame(told, columns=["case", "observed", "expected", "members"])
    return table.sort_values("observed", ascending=False, kind="stable", ignore_index=True)


def at_places(
    x: FloatArray,
    y: FloatArray,
    age_days: npt.NDArray[np.int64],
    places: FloatArray,
    radius_m: FloatArray,
    *,
    days: int,
    min_count: int,
) -> pd.DataFrame:
    """Find the listed places with at least ``min_count`` cases within their radius.

    ``places`` (m, 2) in metres with ``radius_m`` (m,); the rest as in ``find``. Returns most cases
    first: place (position), observed, expected, members.

    >>> at_places(np.array([1.0, 2.0]), np.zeros(2), np.zeros(2, dtype=int), np.zeros((1, 2)),
    ...           np.array([5.0]), days=7, min_count=2)[["place", "observed"]].values.tolist()
    [[0, 2]]
    """
    _check(x, age_days, days)
    is_placed = np.isfinite(x) & np.isfinite(y) & (age_days >= 0)
    past_days = _past_days(age_days, days)
    known = np.flatnonzero(is_placed & (age_days < days + past_days))
    rows = []
    if len(known) and len(places):
        tree = cKDTree(np.column_stack([x, y])[known])
        for place, inside in enumerate(tree.query_ball_point(places, radius_m)):
            near = known[sorted(inside)]
            members = near[age_days[near] < days].tolist()
            if len(members) >= min_count:
                usual = (len(near) - len(members)) * days / past_days
                rows.append((place, len(members), usual, members))
    table = pd.DataFrame(rows, columns=["place", "observed", "expected", "members"])
    return table.sort_values("observed", ascending=False, kind="stable", ignore_index=True)


def _past_days(age_days: npt.NDArray[np.int64], days: int) -> int:
    """How many days before the window are known, at most a year and at least one."""
    oldest = int(age_days.max(initial=0))
    return int(np.clip(oldest + 1 - days, 1, YEAR_DAYS))


def _counts_near(
    places: FloatArray, past: npt.NDArray[np.intp], cases: list[int], radius_m: float
) -> list[float]:
    if not len(past) or not cases:
        return [0.0] * len(cases)
    inside = cKDTree(places[past]).query_ball_point(places[cases], radius_m, return_length=True)
    return [float(count) for count in np.atleast_1d(inside)]


def _check(x: FloatArray, age_days: npt.NDArray[np.int64], days: int) -> None:
    if len(x) != len(age_days):
        raise InvalidInputError(f"{len(x):,} places, but {len(age_days):,} ages")
    if days < 1:
        raise InvalidInputError("a window has at least one day")
