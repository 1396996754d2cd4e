"""What is usual at a place: its own past, steadied by its surroundings, and how it comes in bursts.

The number of events at a place in a window is taken as negative binomial. Its mean is the place's
own rate, which is itself only known from the events of the past; its spread has two parts: that
uncertainty, and the place's habit of coming in bursts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse, special

from geodata.crs import FloatArray

# Shape of the Gamma prior around the mean of the surroundings: it weighs as much as two events.
PRIOR_SHAPE = 2.0
# Degrees of freedom that the whole city's dispersion lends to each place's own.
SHARED_DF = 60.0
# Events of the past around a place from which on its surroundings' course outweighs the city's.
LOCAL_COUNT = 2_000.0
# Surroundings: neighbours of neighbours, so many steps away.
STEPS = 4
_LEAST_PRIOR = 0.25


class OwnLaw(NamedTuple):
    """Of each zone: posterior shape and rate of its past events, and variance over mean."""

    shape: FloatArray
    rate: FloatArray
    dispersion: FloatArray


def surroundings(weights: sparse.csr_array) -> sparse.csr_array:
    """Return (n, n) ones for all zones that are at most four steps of neighbours away.

    >>> row = sparse.csr_array(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]]))
    >>> surroundings(row).sum(axis=1).tolist()
    [3.0, 3.0, 3.0]
    """
    reached = weights
    for _ in range(STEPS - 1):
        reached = sparse.csr_array(reached @ weights)
        reached.data[:] = 1.0
    return reached


def learn(
    past: FloatArray, weights: sparse.csr_array, around: sparse.csr_array, weeks: int
) -> OwnLaw:
    """Learn each zone's law, with its neighbours, from its past.

    The prior of the rate is Gamma with shape 2 around the mean of the surroundings, so that a place
    with a quiet year is neither always nor never alarming. The dispersion is that of the counts of
    the past in blocks of ``weeks`` around the city's own course (chi-square over its degrees of
    freedom), shrunk towards the mean of all places; never below 1, the Poisson law.

    Parameters
    ----------
    past : (zones, base weeks) counts or damped counts.
    weights, around : who counts as one place, and its surroundings.
    weeks : length of the window to be judged.

    >>> alone = sparse.csr_array(np.eye(2))
    >>> learn(np.ones((2, 8)), alone, alone, 1).dispersion.tolist()
    [1.0, 1.0]
    """
    own = weights @ past
    base = own.sum(axis=1)
    shape = PRIOR_SHAPE + base
    rate = 1.0 + PRIOR_SHAPE / _prior_mean(past.sum(axis=1), base, weights, around)
    return OwnLaw(shape, rate, _dispersion(own, past.sum(axis=0), base, weeks))


def factor(
    now: FloatArray, base: FloatArray, weights: sparse.csr_array, around: sparse.csr_array
) -> FloatArray:
    """Return how a window compares with the past around each zone: the city's factor, bent.

    f = (LOCAL_COUNT F + now around) / (LOCAL_COUNT + base around), F = sum(now) / sum(base): where
    the surroundings, the zone's neighbourhood left out, hold many events, their own course counts.
    So a campaign in one quarter does not alarm at each of its corners.

    Parameters
    ----------
    now, base : events per zone in the window and in the past.
    weights, around : who counts as one place, and its surroundings.

    >>> alone = sparse.csr_array(np.eye(2))
    >>> factor(np.array([1.0, 3.0]), np.array([20.0, 20.0]), alone, alone).tolist()
    [0.1, 0.1]
    """
    city = float(now.sum() / base.sum())
    now_around, base_around = (around @ x - weights @ x for x in (now, base))
    return np.asarray((LOCAL_COUNT * city + now_around) / (LOCAL_COUNT + base_around))


def upper_tail(observed: FloatArray, law: OwnLaw, factor: float | FloatArray) -> FloatArray:
    """Return P(S >= observed) in a window that holds ``factor`` times the past.

    >>> law = OwnLaw(np.array([6.5]), np.array([1.0]), np.array([1.0]))
    >>> upper_tail(np.array([3.0]), law, 0.1).round(4).tolist()
    [0.0353]
    """
    mean = factor * law.shape / law.rate
    # The rate's own uncertainty widens the law by mean / shape.
    ratio = law.dispersion + mean / law.shape
    size = mean / np.maximum(ratio - 1.0, 1e-9)
    tail = special.betainc(np.maximum(observed, 1.0), size, 1.0 - 1.0 / ratio)
    return np.where(observed > 0, tail, 1.0)


def _prior_mean(
    total: FloatArray, base: FloatArray, weights: sparse.csr_array, around: sparse.csr_array
) -> FloatArray:
    size = np.asarray(weights.sum(axis=1), dtype=np.float64)
    others = np.asarray(around.sum(axis=1), dtype=np.float64) - size
    elsewhere = np.maximum(around @ total - base, 0.0) / np.maximum(others, 1.0)
    mean = np.where(others > 0, elsewhere, total.mean())
    return np.asarray(np.maximum(mean * size, _LEAST_PRIOR))


def _dispersion(own: FloatArray, course: FloatArray, base: FloatArray, weeks: int) -> FloatArray:
    blocks = own.shape[1] // weeks
    if blocks < 2:
        return np.ones(len(own))
    kept = blocks * weeks
    counts = own[:, -kept:].reshape(len(own), blocks, weeks).sum(axis=2)
    share = course[-kept:].reshape(blocks, weeks).sum(axis=1) / course.sum()
    expected = base[:, None] * share
    is_open = expected > 0
    square = np.where(is_open, np.square(counts - expected) / np.where(is_open, expected, 1.0), 0.0)
    chi, df, known = square.sum(axis=1), blocks - 1.0, base > 0
    shared = float((chi[known] / df).mean()) if known.any() else 1.0
    return np.asarray(np.maximum((chi + SHARED_DF * shared) / (df + SHARED_DF), 1.0))
