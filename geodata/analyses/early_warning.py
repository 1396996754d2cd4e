"""Where there is more now than the same place's own past year leads one to expect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse, special

from geodata.analyses.significance import false_discovery
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

BASE_WEEKS = 52
WINDOWS_WEEKS = (1, 2, 4)
RATE = 0.05
# Weeks that a cube must hold: the longest window and its year.
NEEDED_WEEKS = BASE_WEEKS + max(WINDOWS_WEEKS)


def find(
    weekly: FloatArray,
    weights: sparse.csr_array,
    *,
    windows_weeks: Sequence[int] = WINDOWS_WEEKS,
    rate: float = RATE,
) -> pd.DataFrame:
    """Return the zones with more events in the last weeks than expected.

    For each window of w weeks and each zone with its neighbours: S = events in the window,
    B = events in the 52 weeks before it, f = the whole city's S / B, which takes out season and
    general surges. The expected count is E = f B. Where B is known, S is negative binomial

        P(S >= s) = I(s, B + 1/2; f / (1 + f)),

    the law that follows from a Poisson count whose own rate is known from a Poisson count only
    (Gamma prior 1/2, Jeffreys), so a place with a quiet year is neither always nor never alarming.
    One-sided; Benjamini-Hochberg over all zones and windows.

    Parameters
    ----------
    weekly : (zones, weeks) counts, oldest first, at least 52 weeks and the longest window.
    weights : (zones, zones) from ``neighbours``, ones; the identity judges each zone alone.
    windows_weeks : lengths of the windows, all ending with the last week.
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
    table = judge(weekly, weights, windows_weeks=windows_weeks)
    alarming = table[table["q"] <= rate]
    return alarming.sort_values(["p", "zone", "window_days"], ignore_index=True)


def judge(
    weekly: FloatArray,
    weights: sparse.csr_array,
    *,
    windows_weeks: Sequence[int] = WINDOWS_WEEKS,
) -> pd.DataFrame:
    """Return the rows of ``find`` for every zone and window, alarming or not.

    >>> judge(np.ones((2, 56)), sparse.csr_array(np.eye(2)))["window_days"].unique().tolist()
    [7, 14, 28]
    """
    _check(weekly, weights, windows_weeks)
    parts = [_window(weekly, weights, weeks) for weeks in windows_weeks]
    table = pd.concat(parts, ignore_index=True)
    table["q"] = false_discovery(table["p"].to_numpy())
    return table[["zone", "observed", "expected", "ratio", "p", "q", "window_days"]]


def _window(weekly: FloatArray, weights: sparse.csr_array, weeks: int) -> pd.DataFrame:
    now = weekly[:, -weeks:].sum(axis=1)
    base = weekly[:, -weeks - BASE_WEEKS : -weeks].sum(axis=1)
    observed, known = weights @ now, weights @ base
    factor = now.sum() / base.sum() if base.sum() > 0 else 0.0
    expected = factor * known
    is_known = expected > 0
    ratio = np.where(is_known, observed / np.where(is_known, expected, 1.0), np.nan)
    return pd.DataFrame(
        {
            "zone": np.arange(len(weekly)),
            "observed": observed,
            "expected": expected,
            "ratio": ratio,
            "p": upper_tail(observed, known, factor),
            "window_days": 7 * weeks,
        }
    )


def upper_tail(observed: FloatArray, base: FloatArray, factor: float) -> FloatArray:
    """Return P(S >= observed) when ``base`` events were seen in 1 / ``factor`` times the exposure.

    >>> upper_tail(np.array([0.0, 3.0]), np.array([4.0, 4.0]), 0.5).round(4).tolist()
    [1.0, 0.375]
    """
    if factor <= 0:
        return np.ones(len(observed))
    tail = special.betainc(np.maximum(observed, 1.0), base + 0.5, factor / (1.0 + factor))
    return np.where(observed > 0, tail, 1.0)


def _check(weekly: FloatArray, weights: sparse.csr_array, windows_weeks: Sequence[int]) -> None:
    needed = BASE_WEEKS + max(windows_weeks, default=0)
    if not windows_weeks or min(windows_weeks) < 1:
        raise InvalidInputError("a window has at least one week")
    if weekly.ndim != 2 or weekly.shape[1] < needed:
        raise InvalidInputError(f"{needed} weeks are needed: the window and the year before it")
    if weights.shape != (len(weekly), len(weekly)):
        raise InvalidInputError(
            f"weights for {weights.shape[0]:,} zones, but there are {len(weekly):,}"
        )
    if not np.isfinite(weekly).all() or (weekly < 0).any():
        raise InvalidInputError("a count is below 0 or no number")
