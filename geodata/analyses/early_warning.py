"""Where there is more now than the same place's own past year leads one to expect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from geodata.analyses import own_rate
from geodata.analyses.significance import false_discovery
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

BASE_WEEKS = 52
# A young city is judged by what it has; with less there is no "usual".
MIN_BASE_WEEKS = 8
WINDOWS_WEEKS = (1, 2, 4)
RATE = 0.05
# Weeks that a cube must hold: the longest window and its year.
NEEDED_WEEKS = BASE_WEEKS + max(WINDOWS_WEEKS)


def find(
    weekly: FloatArray,
    weights: sparse.csr_array,
    *,
    damped: FloatArray | None = None,
    windows_weeks: Sequence[int] = WINDOWS_WEEKS,
    base_weeks: int = BASE_WEEKS,
    rate: float = RATE,
) -> pd.DataFrame:
    """Return the zones with more events in the last weeks than expected.

    For each window of w weeks and each zone with its neighbours: S = events in the window,
    B = events in the 52 weeks before it, f = the whole city's S / B, which takes out season and
    general surges. The expected count is E = f B. The judgment allows for four things that a
    Poisson law around f B leaves out (``own_rate``): that the zone's own rate is known from few
    events only, that some places always come in bursts, that a part of the city may have a course
    of its own, and (``damped``) that many reports of one cell and day are mostly one story.
    One-sided; Benjamini-Hochberg over all zones and windows.

    Parameters
    ----------
    weekly : (zones, weeks) counts, oldest first, at least 52 weeks and the longest window.
    weights : (zones, zones) from ``neighbours``, ones; the identity judges each zone alone.
    damped : the same with every day's count n of a cell entered as sqrt(n)
        (``space_time_cube.weekly``); None judges the counts themselves.
    windows_weeks : lengths of the windows, all ending with the last week.
    base_weeks : how many weeks before the window are its past.
    rate : false discovery rate of the rows returned.

    Returns
    -------
    DataFrame, a row per zone and window that alarms, smallest p first: zone (position), observed,
    expected, ratio (NaN where nothing was expected), p, q, window_days.

    Raises
    ------
    InvalidInputError : too few weeks, negative counts or weights of another shape.

    >>> weekly = np.full((30, 56), 2.0); weekly[7, -1] = 14
    >>> found = find(weekly, sparse.csr_array(np.eye(30)), windows_weeks=[1])
    >>> found[["zone", "observed", "window_days"]].values.tolist()
    [[7.0, 14.0, 7.0]]
    """
    table = judge(
        weekly, weights, damped=damped, windows_weeks=windows_weeks, base_weeks=base_weeks
    )
    alarming = table[table["q"] <= rate]
    return alarming.sort_values(["p", "zone", "window_days"], ignore_index=True)


def judge(
    weekly: FloatArray,
    weights: sparse.csr_array,
    *,
    damped: FloatArray | None = None,
    windows_weeks: Sequence[int] = WINDOWS_WEEKS,
    base_weeks: int = BASE_WEEKS,
) -> pd.DataFrame:
    """Return the rows of ``find`` for every zone and window, alarming or not.

    >>> judge(np.ones((2, 56)), sparse.csr_array(np.eye(2)))["window_days"].unique().tolist()
    [7, 14, 28]
    """
    _check(weekly, weights, windows_weeks, base_weeks)
    judged = weekly if damped is None else damped
    if judged.shape != weekly.shape:
        raise InvalidInputError("the damped counts have another shape than the counts")
    around = own_rate.surroundings(weights)
    parts = []
    for weeks in windows_weeks:
        table = _window(weekly, weights, weeks, base_weeks)
        p = _tail(judged, weights, around, weeks, base_weeks)
        # What is not more than usual in cases is no alarm, whatever the damped counts say.
        parts.append(table.assign(p=np.where(table["observed"] > table["expected"], p, 1.0)))
    table = pd.concat(parts, ignore_index=True)
    table["q"] = false_discovery(table["p"].to_numpy())
    return table[["zone", "observed", "expected", "ratio", "p", "q", "window_days"]]


def _window(
    weekly: FloatArray, weights: sparse.csr_array, weeks: int, base_weeks: int
) -> pd.DataFrame:
    now = weekly[:, -weeks:].sum(axis=1)
    base = weekly[:, -weeks - base_weeks : -weeks].sum(axis=1)
    observed, known = weights @ now, weights @ base
    expected = (now.sum() / base.sum() if base.sum() > 0 else 0.0) * known
    is_known = expected > 0
    ratio = np.where(is_known, observed / np.where(is_known, expected, 1.0), np.nan)
    zone = np.arange(len(weekly))
    columns = {"zone": zone, "observed": observed, "expected": expected, "ratio": ratio}
    return pd.DataFrame(columns | {"window_days": 7 * weeks})


def _tail(
    weekly: FloatArray,
    weights: sparse.csr_array,
    around: sparse.csr_array,
    weeks: int,
    base_weeks: int,
) -> FloatArray:
    now = weekly[:, -weeks:].sum(axis=1)
    past = weekly[:, -weeks - base_weeks : -weeks]
    if past.sum() <= 0 or now.sum() <= 0:
        return np.ones(len(weekly))
    law = own_rate.learn(past, weights, around, weeks)
    factor = own_rate.factor(now, past.sum(axis=1), weights, around)
    return own_rate.upper_tail(weights @ now, law, factor)


def _check(
    weekly: FloatArray, weights: sparse.csr_array, windows_weeks: Sequence[int], base_weeks: int
) -> None:
    if not windows_weeks or min(windows_weeks) < 1:
        raise InvalidInputError("a window has at least one week")
    if base_weeks < MIN_BASE_WEEKS:
        raise InvalidInputError(f"the past of a window has at least {MIN_BASE_WEEKS} weeks")
    needed = base_weeks + max(windows_weeks)
    if weekly.ndim != 2 or weekly.shape[1] < needed:
        raise InvalidInputError(f"{needed} weeks are needed: the window and the year before it")
    if weights.shape != (len(weekly), len(weekly)):
        raise InvalidInputError(
            f"weights for {weights.shape[0]:,} zones, but there are {len(weekly):,}"
        )
    if not np.isfinite(weekly).all() or (weekly < 0).any():
        raise InvalidInputError("a count is below 0 or no number")
