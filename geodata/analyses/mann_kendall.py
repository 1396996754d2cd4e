"""Does a series rise or fall? The Mann-Kendall test, many series at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geodata.analyses.significance import normal_p
from geodata.crs import FloatArray


class Trend(NamedTuple):
    """S (pairs that rise minus pairs that fall), its standard score and two-sided p, each (n,)."""

    s: FloatArray
    z: FloatArray
    p: FloatArray


def measure(series: FloatArray) -> Trend:
    """Test each row of ``series`` for a monotonic trend.

    S = sum over i < j of sign(x_j - x_i),
    Var = (t (t - 1) (2 t + 5) - sum over groups of g equal values g (g - 1) (2 g + 5)) / 18,
    z = (S - sign(S)) / sqrt(Var); Mann (1945), Kendall (1975), with the correction for ties.

    Parameters
    ----------
    series : shape (n, t), one series per row, oldest first, no NaN.

    Returns
    -------
    Trend of three arrays in the order of the rows. Rows of equal values, or of fewer than two, have
    z 0 and p 1.

    >>> trend = measure(np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 2.0, 1.0, 1.0]]))
    >>> trend.s.tolist(), trend.z.round(3).tolist(), trend.p.round(3).tolist()
    ([10.0, -2.0], [2.205, -0.289], [0.027, 0.773])
    """
    count, length = series.shape
    s = np.zeros(count)
    for lag in range(1, length):
        s += np.sign(series[:, lag:] - series[:, :-lag]).sum(axis=1)
    variance = (length * (length - 1) * (2 * length + 5) - _tie_terms(series)) / 18.0
    z = np.where(variance > 0, (s - np.sign(s)) / np.sqrt(np.where(variance > 0, variance, 1)), 0.0)
    return Trend(s, z, normal_p(z))


def _tie_terms(series: FloatArray) -> FloatArray:
    """Sum g (g - 1) (2 g + 5) over the groups of equal values in each row."""
    count, length = series.shape
    if not count or not length:
        return np.zeros(count)
    ordered = np.sort(series, axis=1)
    is_first = np.ones(ordered.shape, dtype=np.bool_)
    is_first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    start = np.flatnonzero(is_first)
    size = np.diff(np.append(start, ordered.size)).astype(np.float64)
    terms = size * (size - 1.0) * (2.0 * size + 5.0)
    sums = np.bincount(start // length, weights=terms, minlength=count)
    return sums.astype(np.float64)
