"""From counts to believable stars: exact two-sided tails, false discovery rate, bins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from geodata.crs import FloatArray

# A zone is in the bin of the strictest of these rates that it passes: 90, 95 and 99 %.
BIN_RATES = (0.10, 0.05, 0.01)
# Poisson noise of a few hundred zones stays below this ratio of variance to mean.
OVERDISPERSED_FROM = 1.2
Law = Callable[[FloatArray, FloatArray], FloatArray]
_WORTH_PAIRING = 2_000
# Hotspots are a part of the city, not most of it.
MASKED_SHARE = 0.15


def count_p(observed: FloatArray, expected: FloatArray, dispersion: float) -> FloatArray:
    """Return the two-sided p of counts: twice the smaller exact tail, at most 1.

    Up to OVERDISPERSED_FROM the tail is Poisson, above it negative binomial with variance
    ``dispersion * expected``; sums of such counts are such counts again, so it suits
    neighbourhoods. The tails of a discrete law include the observed value, which keeps the test on
    the safe side; so does the wider law where pure noise looks overdispersed by chance.

    Parameters
    ----------
    observed : counts >= 0, shape (n,).
    expected : their means >= 0; where it is 0 nothing can be said and p is 1.
    dispersion : variance / mean of the counts, one number.

    >>> count_p(np.array([8.0, 2.0]), np.array([2.0, 2.0]), 1.0).round(4).tolist()
    [0.0022, 1.0]
    """
    if dispersion > OVERDISPERSED_FROM:
        p = _by_pair(partial(_negative_binomial_p, dispersion=dispersion), observed, expected)
    else:
        p = _by_pair(_poisson_p, observed, expected)
    return np.where(expected > 0, np.minimum(p, 1.0), 1.0)


def uneven_p(observed: FloatArray, expected: FloatArray, narrow: float, wide: float) -> FloatArray:
    """Return ``count_p`` with one dispersion for what is more and another for what is less.

    Hotspots raise the mean, so that ordinary places look cold beside it: what is less is judged by
    the dispersion of all counts (``wide``), what is more by that without hotspots (``narrow``).

    >>> one = np.array([8.0, 0.0])
    >>> uneven_p(one, np.array([2.0, 6.0]), 1.0, 9.0).round(4).tolist()
    [0.0022, 0.3849]
    """
    is_more = observed >= expected
    p = np.empty(len(observed))
    for rows, spread in ((is_more, narrow), (~is_more, max(narrow, wide))):
        p[rows] = count_p(observed[rows], expected[rows], spread)
    return p


def _by_pair(law: Law, observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Ask a law once for each pair that occurs: on a lattice there are few, and tails are dear."""
    if len(observed) < _WORTH_PAIRING:
        return law(observed, expected)
    code, means = pd.factorize(expected)
    count = observed.astype(np.intp)
    width = int(count.max()) + 1
    if len(means) * width > len(observed) or (count != observed).any():
        return law(observed, expected)
    pair = code * width + count
    table = np.zeros(len(means) * width)
    used = np.flatnonzero(np.bincount(pair, minlength=len(table)))
    table[used] = law((used % width).astype(np.float64), means[used // width])
    return np.asarray(table[pair])


def _poisson_p(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Twice the tail on the side of the observed value; the other one is above a half.

    For the median lies within ln 2 below and 1/3 above the mean, Choi (1994).
    """
    p = np.ones(len(observed))
    above = np.flatnonzero((observed >= expected) & (observed > 0))
    below = np.flatnonzero(observed < expected)
    p[above] = 2.0 * special.gammainc(observed[above], expected[above])
    p[below] = 2.0 * special.gammaincc(observed[below] + 1.0, expected[below])
    return p


def _negative_binomial_p(
    observed: FloatArray, expected: FloatArray, dispersion: float
) -> FloatArray:
    expected = np.where(expected > 0, expected, 1.0)
    size, chance = expected / (dispersion - 1.0), 1.0 / dispersion
    upper = special.betainc(np.maximum(observed, 1.0), size, 1.0 - chance)
    lower = special.betainc(size, observed + 1.0, chance)
    return np.asarray(2.0 * np.minimum(np.where(observed > 0, upper, 1.0), lower))


def dispersion(
    x: FloatArray, expected: FloatArray, local: FloatArray, local_expected: FloatArray
) -> float:
    """Return the variance over the mean of counts around what is expected, hotspots left aside.

    A hotspot is no part of the noise that it is judged by: on a small lattice it would widen the
    law until it masks itself. So what stands out by the Poisson law (false discovery rate 1 %, with
    neighbours) is left out, unless that is more than MASKED_SHARE of all: then the counts are
    uneven everywhere and all of them tell how much.

    Parameters
    ----------
    x, expected : counts and their means, shape (n,).
    local, local_expected : the same summed with the neighbours.

    Returns
    -------
    One number; 1 where it has no meaning.

    >>> x = np.ones(100); x[:4] = 30
    >>> expected = np.full(100, x.mean())
    >>> dispersion(x, expected, x, expected) < 1.2
    True
    """
    if len(x) < 3 or x.sum() <= 0:
        return 1.0
    p = _by_pair(_poisson_p, local, np.maximum(local_expected, 1e-300))
    stands_out = (p <= _called(p, BIN_RATES[-1])) & (local > local_expected)
    if stands_out.mean() > MASKED_SHARE:
        stands_out[:] = False
    kept, means = x[~stands_out], expected[~stands_out]
    total = means.sum()
    if len(kept) < 3 or total <= 0 or kept.sum() <= 0:
        return 1.0
    means = means * (kept.sum() / total)
    return float(len(kept) / (len(kept) - 1) * np.square(kept - means).sum() / means.sum())


def upper_tail(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Return P(S >= observed) of Poisson counts with means ``expected`` > 0.

    >>> upper_tail(np.array([3.0, 0.0]), np.array([1.0, 1.0])).round(4).tolist()
    [0.0803, 1.0]
    """
    tail = special.gammainc(np.maximum(observed, 1.0), expected)
    return np.where(observed > 0, tail, 1.0)


def _called(p: FloatArray, rate: float) -> float:
    """Return the largest p that Benjamini & Hochberg call at ``rate``; below 0 where none is."""
    few = np.sort(p[p <= rate])
    called = few[few <= rate * np.arange(1, len(few) + 1) / max(len(p), 1)]
    return float(called[-1]) if len(called) else -1.0


def normal_p(z: FloatArray) -> FloatArray:
    """Return the two-sided p of standard normal deviates.

    >>> normal_p(np.array([0.0, 1.959964])).round(6).tolist()
    [1.0, 0.05]
    """
    return np.asarray(special.erfc(np.abs(z) / np.sqrt(2.0)), dtype=np.float64)


def false_discovery(p: FloatArray) -> FloatArray:
    """Return q: the smallest rate of false discoveries at which each p would be called.

    Benjamini & Hochberg (1995): q_(k) = min over j >= k of p_(j) m / j, so that q <= alpha is the
    step-up rule "largest k with p_(k) <= k alpha / m".

    >>> false_discovery(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    order = np.argsort(p)
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(p)
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.minimum(q, 1.0)


def bins(q: FloatArray, excess: FloatArray) -> npt.NDArray[np.int8]:
    """Return 3, 2, 1 for hot at 99, 95, 90 %, the negative for cold, 0 for neither.

    ``excess`` gives the sign: observed minus expected.

    >>> bins(np.array([0.005, 0.03, 0.2]), np.array([4.0, -2.0, 9.0])).tolist()
    [3, -2, 0]
    """
    level = np.zeros(len(q), dtype=np.int8)
    for rate in BIN_RATES:
        level += (q <= rate).astype(np.int8)
    return np.asarray(level * np.sign(excess), dtype=np.int8)
