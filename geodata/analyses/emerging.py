"""Where clusters are new, growing, lasting or gone: Gi* in space and time, and its trend."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from geodata.analyses import mann_kendall
from geodata.analyses.emerging_classes import classify
from geodata.analyses.significance import dispersion, false_discovery, uneven_p
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

# With fewer steps a trend can hardly be told from chance.
ADVISED_STEPS = 10
RATE = 0.05


class CubeScores(NamedTuple):
    """Gi* of every bin, each (cells, steps)."""

    z: FloatArray
    p: FloatArray
    q: FloatArray
    sign: npt.NDArray[np.int8]


def find(counts: FloatArray, weights: sparse.csr_array, *, rate: float = RATE) -> pd.DataFrame:
    """Give each cell one of 17 classes by its history of hot and cold steps.

    Each bin is judged with its neighbours in the same and in the preceding step (Gi*, against mean
    and variance of the entire cube; p from the exact tail of the counts, false discovery rate over
    all bins). The trend is that of the cell's z, Mann-Kendall. The rules are in
    ``emerging_classes``; method after the Emerging Hot Spot Analysis of ArcGIS.

    Parameters
    ----------
    counts : (cells, steps), whole and >= 0, zeros included, oldest step first.
    weights : (cells, cells) from ``neighbours``, ones, each cell beside itself.
    rate : false discovery rate at which a bin is hot or cold, and the level of the trend.

    Returns
    -------
    DataFrame in the order of the cells: class (text), hot_share, cold_share (of steps), trend_z,
    trend_p, count (all steps), last_z, last_q.

    Raises
    ------
    InvalidInputError : the shapes do not match or a count is negative or none.

    >>> from geodata.analyses import neighbours
    >>> quiet = np.ones((100, 12)); quiet[44, -1] = 60
    >>> weights = neighbours.of_cells(np.arange(100) // 10, np.arange(100) % 10)
    >>> find(quiet, weights)["class"].value_counts().to_dict()
    {'no pattern': 91, 'new hot spot': 9}
    """
    scores = score(counts, weights, rate=rate)
    trend = mann_kendall.measure(scores.z)
    direction = np.where(trend.p <= rate, np.sign(trend.s), 0).astype(np.int8)
    steps = max(counts.shape[1], 1)
    return pd.DataFrame(
        {
            "class": classify(scores.sign, direction),
            "hot_share": (scores.sign > 0).sum(axis=1) / steps,
            "cold_share": (scores.sign < 0).sum(axis=1) / steps,
            "trend_z": trend.z,
            "trend_p": trend.p,
            "count": counts.sum(axis=1),
            "last_z": scores.z[:, -1],
            "last_q": scores.q[:, -1],
        }
    )


def score(counts: FloatArray, weights: sparse.csr_array, *, rate: float = RATE) -> CubeScores:
    """Judge every bin of a cube; ``sign`` is 1 where it is hot, -1 cold, 0 neither.

    Parameters, shapes and errors are those of ``find``.

    >>> cube = np.zeros((1, 3))
    >>> score(cube, sparse.csr_array(np.ones((1, 1)))).sign.tolist()
    [[0, 0, 0]]
    """
    _check(counts, weights)
    local = weights @ counts
    size = np.repeat(np.asarray(weights.sum(axis=1), dtype=np.float64)[:, None], local.shape[1], 1)
    # Neighbours in time: the step before, which the first step does not have.
    local[:, 1:] += local[:, :-1].copy()
    size[:, 1:] *= 2.0
    n, mean = counts.size, float(counts.mean())
    squares = float(np.square(counts - mean).sum())
    expected = mean * size
    is_open = size < n
    spread = np.sqrt(squares / n * np.where(is_open, (n * size - size**2) / (n - 1 or 1), 1.0))
    is_open &= spread > 0
    z = np.where(is_open, (local - expected) / np.where(is_open, spread, 1.0), 0.0)
    around = local.ravel(), expected.ravel()
    narrow = dispersion(counts.ravel(), np.full(n, mean), *around)
    wide = squares / ((n - 1 or 1) * mean) if mean > 0 else 1.0
    p = uneven_p(*around, narrow, wide).reshape(local.shape)
    p = np.where(is_open, p, 1.0)
    q = false_discovery(p.ravel()).reshape(p.shape)
    sign = np.where(q <= rate, np.sign(local - expected), 0).astype(np.int8)
    return CubeScores(z, p, q, sign)


def _check(counts: FloatArray, weights: sparse.csr_array) -> None:
    if counts.ndim != 2 or 0 in counts.shape:
        raise InvalidInputError("the cube has no cells or no steps")
    if weights.shape != (len(counts), len(counts)):
        raise InvalidInputError(
            f"weights for {weights.shape[0]:,} cells, but the cube has {len(counts):,}"
        )
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise InvalidInputError("a count of the cube is below 0 or no number")
