"""Rates and shares of small areas: drawn towards the whole as far as chance demands."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

# The prior of a share never weighs less than this many cases: one case proves nothing.
LEAST_PRIOR = 2.0
MOST_PRIOR = 1e6


class Shrunk(NamedTuple):
    """Of each area: raw figure (NaN without exposure), estimate and its standard deviation.

    ``prior`` is the weight of the whole, in units of the exposure: an area with as much exposure
    lies half way between its own figure and that of the whole.
    """

    raw: FloatArray
    estimate: FloatArray
    sd: FloatArray
    prior: float


def rates(counts: FloatArray, exposure: FloatArray) -> Shrunk:
    """Return counts per exposure, drawn towards the mean of all (empirical Bayes).

    Counts are Poisson with the area's own rate, the rates Gamma around the mean of all; mean and
    variance of the rates by moments, Marshall (1991), Applied Statistics 40, 283-294. Where the
    counts vary no more than chance, all rates are the mean.

    Parameters
    ----------
    counts : events >= 0, shape (n,).
    exposure : people, households or days at risk >= 0; where it is 0 the estimate is the mean.

    Returns
    -------
    Shrunk, each (n,); NaN where there is no exposure at all.

    Raises
    ------
    InvalidInputError : other shapes, or values below 0 or none.

    >>> found = rates(np.array([0.0, 30.0, 60.0]), np.array([1.0, 100.0, 100.0]))
    >>> found.raw.tolist()
    [0.0, 0.3, 0.6]
    >>> bool(0.3 < found.estimate[0] < 0.45), bool(found.estimate[1] < 0.35)
    (True, True)
    """
    _check(counts, exposure)
    total = exposure.sum()
    if total <= 0:
        nothing = np.full(len(counts), np.nan)
        return Shrunk(nothing, nothing, nothing, 0.0)
    is_open = exposure > 0
    raw = np.where(is_open, counts / np.where(is_open, exposure, 1.0), np.nan)
    mean = counts.sum() / total
    spread = float((exposure * np.square(np.where(is_open, raw, mean) - mean)).sum() / total)
    between = spread - mean / (total / max(int(is_open.sum()), 1))
    prior = mean / between if between > 0 else MOST_PRIOR * total
    shape, rate = prior * mean + counts, prior + exposure
    return Shrunk(raw, shape / rate, np.sqrt(shape) / rate, float(prior))


def shares(hits: FloatArray, sizes: FloatArray) -> Shrunk:
    """Return hits per size, drawn towards the share of all (empirical Bayes).

    Hits are binomial with the area's own share, the shares Beta around that of all; its weight by
    moments, between LEAST_PRIOR and MOST_PRIOR cases.

    Parameters
    ----------
    hits, sizes : 0 <= hits <= sizes, shape (n,).

    >>> found = shares(np.array([1.0, 80.0, 40.0]), np.array([1.0, 100.0, 100.0]))
    >>> found.raw.tolist(), found.estimate.round(2).tolist()
    ([1.0, 0.8, 0.4], [0.66, 0.79, 0.41])
    """
    _check(hits, sizes)
    if (hits > sizes).any():
        raise InvalidInputError("more hits than cases in an area")
    total = sizes.sum()
    if total <= 0:
        nothing = np.full(len(hits), np.nan)
        return Shrunk(nothing, nothing, nothing, 0.0)
    is_open = sizes > 0
    raw = np.where(is_open, hits / np.where(is_open, sizes, 1.0), np.nan)
    mean = float(hits.sum() / total)
    spread = float((sizes * np.square(np.where(is_open, raw, mean) - mean)).sum() / total)
    chance = mean * (1.0 - mean) * max(int(is_open.sum()), 1) / total
    between = spread - chance
    prior = mean * (1.0 - mean) / between - 1.0 if between > 0 else MOST_PRIOR
    prior = float(np.clip(prior, LEAST_PRIOR, MOST_PRIOR))
    # A share of all or none keeps a little doubt.
    one, other = prior * mean + hits, prior * (1.0 - mean) + sizes - hits
    estimate = one / (one + other)
    return Shrunk(raw, estimate, np.sqrt(estimate * (1.0 - estimate) / (one + other + 1.0)), prior)


def _check(counts: FloatArray, exposure: FloatArray) -> None:
    if counts.shape != exposure.shape:
        raise InvalidInputError("counts and exposure have other shapes")
    if not (np.isfinite(counts).all() and np.isfinite(exposure).all()):
        raise InvalidInputError("a count or an exposure is no number")
    if (counts < 0).any() or (exposure < 0).any():
        raise InvalidInputError("a count or an exposure is below 0")
