"""Groups of cases that have become many: a category in an area, or what is overdue there."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from geodata.analyses.significance import false_discovery
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

# One case of doubt: a group without a past is neither impossible nor usual.
PRIOR_COUNT = 0.5


def find(now: FloatArray, before: FloatArray, *, window_share: float) -> pd.DataFrame:
    """Judge counts of a window by those of the days before, group by group.

    The mean of a group is known from its past only: with B cases before and a window that is
    ``window_share`` times as long, S is negative binomial (a Poisson law whose mean is Gamma,
    B + 1/2). Its spread is widened by the ratio of variance to mean that most groups show, so that
    a noisy city does not alarm every week. Expected is B times ``window_share``.

    Parameters
    ----------
    now, before : counts >= 0 per group, shape (n,).
    window_share : length of the window over that of the days before.

    Returns
    -------
    DataFrame in the order of the groups: observed, expected, ratio (NaN where nothing was
    expected), p (one-sided), q (Benjamini-Hochberg over all groups).

    Raises
    ------
    InvalidInputError : other shapes, or a window without a past.

    >>> found = find(np.array([20.0, 5.0]), np.array([20.0, 20.0]), window_share=0.25)
    >>> found["expected"].tolist(), (found["q"] < 0.01).tolist()
    ([5.0, 5.0], [True, False])
    """
    if now.shape != before.shape or now.ndim != 1:
        raise InvalidInputError("the window and the days before count other groups")
    if not (np.isfinite(window_share) and window_share > 0):
        raise InvalidInputError("the days before must be at least one")
    expected = before * window_share
    mean = (before + PRIOR_COUNT) * window_share
    spread = _spread(now, mean, window_share)
    size = mean / (spread - 1.0)
    p = np.where(now > 0, special.betainc(np.maximum(now, 1.0), size, 1.0 - 1.0 / spread), 1.0)
    ratio = np.where(expected > 0, now / np.where(expected > 0, expected, 1.0), np.nan)
    return pd.DataFrame(
        {"observed": now, "expected": expected, "ratio": ratio, "p": p, "q": false_discovery(p)}
    )


def shares(hits: FloatArray, sizes: FloatArray) -> pd.DataFrame:
    """Judge how many of each group's cases are hit (overdue) by the share of all groups.

    Exact binomial upper tail around the share of the other groups. Returns observed, expected,
    ratio, p, q as ``find``.

    >>> found = shares(np.array([9.0, 1.0, 1.0]), np.array([10.0, 50.0, 50.0]))
    >>> found["expected"].round(2).tolist(), (found["q"] < 0.01).tolist()
    ([0.2, 8.33, 8.33], [True, False, False])
    """
    if hits.shape != sizes.shape or (hits > sizes).any():
        raise InvalidInputError("more hits than cases in a group")
    others = np.maximum(sizes.sum() - sizes, 1.0)
    # One hit more among the others: a city where nothing else is overdue is no certainty.
    share = np.minimum((hits.sum() - hits + PRIOR_COUNT) / (others + 1.0), 1.0)
    expected = (hits.sum() - hits) / others * sizes
    p = np.where(hits > 0, special.betainc(np.maximum(hits, 1.0), sizes - hits + 1.0, share), 1.0)
    ratio = np.where(expected > 0, hits / np.where(expected > 0, expected, 1.0), np.nan)
    return pd.DataFrame(
        {"observed": hits, "expected": expected, "ratio": ratio, "p": p, "q": false_discovery(p)}
    )


def _spread(now: FloatArray, mean: FloatArray, window_share: float) -> FloatArray:
    """Variance over mean of each group: what its past leaves open, times the city's own noise."""
    own = 1.0 + window_share
    square = np.square(now - mean) / (mean * own)
    # The middle of the groups, not their mean: a surge must not widen its own yardstick.
    common = float(np.median(square) / 0.455) if len(square) >= 10 else 1.0
    return np.full(len(now), own * max(1.0, common))
