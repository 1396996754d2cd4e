"""Where events cluster more, or less, than chance: Getis-Ord Gi* with exact tails and FDR."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import sparse

from geodata.analyses import neighbours, shrinkage
from geodata.analyses.significance import (
    OVERDISPERSED_FROM,
    bins,
    dispersion,
    false_discovery,
    normal_p,
    uneven_p,
)
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError

# With fewer zones there is no "elsewhere" to compare with.
MIN_ZONES = 3
# A rate of fewer people tells of single persons, and of chance.
LEAST_PEOPLE = 50
# Nor for a neighbourhood that is everything; the rest is rounding.
_EVERYTHING = 1.0 - 1e-12


def find(
    zones: gpd.GeoDataFrame,
    *,
    count_column: str = "count",
    population_column: str | None = None,
    weights: sparse.csr_array | None = None,
    is_count: bool | None = None,
) -> gpd.GeoDataFrame:
    """Judge each zone together with its neighbours against the whole.

    With x the values, a the share of each zone in what is exposed (1 / n, or its part of the
    population), E = a sum(x) what is expected, w binary weights that include the zone itself,
    S = w x, L = w E and A = w a:

        z = (S - L) / sqrt(v A (1 - A)),    v = n / (n - 1) sum (x - E)^2

    Without population this is Gi* exactly as Ord & Getis (1995) give it. z is for display: it
    would call noise significant on sparse counts. For counts p comes from the exact Poisson tail
    of S around L, two-sided, or from the negative binomial one where the ratio of variance to
    mean, hotspots left aside (``significance.dispersion``), is above 1.2. For other values p is
    that of z. q is the Benjamini-Hochberg rate over all zones.

    Parameters
    ----------
    zones : n areas or lattice cells in a metric CRS, zeros included, values in ``count_column``.
    population_column : people, households or addresses at risk per zone, >= 0; not for places where
        people come by day and do not live.
    weights : (n, n) from ``neighbours``; None means queen neighbours of the geometries.
    is_count : whether the values are counts of events; None looks whether they are whole and >= 0.

    Returns
    -------
    GeoDataFrame with the index and columns of ``zones`` and count, expected (E_i), local_count
    (S_i), local_expected (L_i), z, p, q, bin: 3, 2, 1 hot at 99, 95, 90 %, -3..-1 cold, 0 neither.
    With a population also rate (count / population, NaN where fewer than LEAST_PEOPLE live) and
    shrunk_rate (empirical Bayes, ``shrinkage.rates``): few people, little said.
    ``attrs["method"]`` tells how it was made. Fewer than three zones, equal values, or nothing
    expected: z 0, p 1.

    Raises
    ------
    InvalidInputError : not metric, no such column, a value missing or a population below 0.

    >>> import shapely
    >>> row = gpd.GeoDataFrame({"count": [0, 0, 9, 9, 9, 0, 0]}, crs=26985,
    ...     geometry=[shapely.box(i, 0, i + 1, 1) for i in range(7)])
    >>> find(row, is_count=True)["local_count"].tolist()
    [0.0, 9.0, 18.0, 27.0, 18.0, 9.0, 0.0]
    """
    require_metric(zones)
    x = _numbers(zones, count_column)
    if weights is None:
        weights = neighbours.of_areas(zones)
    exposure = None if population_column is None else _exposure(_numbers(zones, population_column))
    expected, local, local_expected, share, z = score(x, weights, exposure)
    spread = dispersion(x, expected, local, local_expected)
    wide = _spread_of_all(x, expected)
    if is_count is None:
        is_count = bool(np.all((x >= 0) & (x == np.round(x))))
    p = uneven_p(local, local_expected, spread, wide) if is_count else normal_p(z)
    p = np.where((share < _EVERYTHING) & (len(x) >= MIN_ZONES), p, 1.0)
    q = false_discovery(p)
    found = zones.assign(
        count=x,
        expected=expected,
        local_count=local,
        local_expected=local_expected,
        z=z,
        p=p,
        q=q,
        bin=bins(q, local - local_expected),
    )
    if population_column is not None:
        found = _with_rates(found, x, _numbers(zones, population_column))
    found.attrs["method"] = describe(len(x), spread, is_count, population_column)
    return found


class Scores(NamedTuple):
    """Of each zone: E_i; S_i, L_i and A_i with its neighbours; z."""

    expected: FloatArray
    local: FloatArray
    local_expected: FloatArray
    share: FloatArray
    z: FloatArray


def score(x: FloatArray, weights: sparse.csr_array, exposure: FloatArray | None = None) -> Scores:
    """Return the sums and z of ``find``, without judging them.

    Parameters
    ----------
    x : values, shape (n,).
    weights : (n, n) ones, each zone beside itself.
    exposure : share of each zone in what is exposed, adding up to 1; None is 1 / n each.

    >>> score(np.array([0.0, 3.0, 0.0]), sparse.csr_array(np.eye(3))).z.round(3).tolist()
    [-0.707, 1.414, -0.707]
    """
    if exposure is None:
        part = 1.0 / max(len(x), 1)
        expected = np.full(len(x), x.sum() * part)
        share = np.asarray(weights.sum(axis=1), dtype=np.float64) * part
    else:
        expected = x.sum() * exposure
        share = weights @ exposure
    local, local_expected = weights @ x, x.sum() * share
    return Scores(
        expected, local, local_expected, share, _z(local - local_expected, share, x - expected)
    )


def _with_rates(found: gpd.GeoDataFrame, x: FloatArray, population: FloatArray) -> gpd.GeoDataFrame:
    rates = shrinkage.rates(np.maximum(x, 0.0), population)
    is_told = population >= LEAST_PEOPLE
    return found.assign(rate=np.where(is_told, rates.raw, np.nan), shrunk_rate=rates.estimate)


def describe(
    count: int, spread: float, is_count: bool, population_column: str | None
) -> dict[str, str | int | float]:
    """Say how a result was made, for the people who read it.

    >>> describe(900, 1.04, True, None)["law"]
    'Poisson'
    """
    law = "Poisson" if spread <= OVERDISPERSED_FROM else "negative binomial"
    return {
        "statistic": "Getis-Ord Gi*, queen neighbours and self, binary",
        "law": law if is_count else "normal",
        "sides": "two-sided, twice the smaller exact tail" if is_count else "two-sided",
        "correction": "Benjamini-Hochberg over all zones",
        "expected": f"rate times {population_column}" if population_column else "mean",
        "dispersion": spread,
        "n": count,
    }


def _numbers(zones: gpd.GeoDataFrame, column: str) -> FloatArray:
    if column not in zones:
        raise InvalidInputError(f"the zones have no column {column!r}", field=column)
    try:
        values = pd.to_numeric(zones[column]).to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(f"column {column!r}: {error}", field=column) from error
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        row = int(wrong[0]) + 1
        message = f"row {row}: column {column!r} holds no number"
        raise InvalidInputError(message, row=row, field=column)
    return np.asarray(values)


def _exposure(population: FloatArray) -> FloatArray:
    """Share of each zone in the whole that events may happen to."""
    negative = np.flatnonzero(population < 0)
    if len(negative):
        row = int(negative[0]) + 1
        raise InvalidInputError(f"row {row}: the population is below 0", row=row)
    total = population.sum()
    return population / total if total > 0 else population


def _spread_of_all(x: FloatArray, expected: FloatArray) -> float:
    """Variance over mean around what is expected; 1 where that has no meaning."""
    if len(x) < MIN_ZONES or expected.sum() <= 0:
        return 1.0
    return float(len(x) / (len(x) - 1) * np.square(x - expected).sum() / expected.sum())


def _z(excess: FloatArray, share: FloatArray, deviation: FloatArray) -> FloatArray:
    count = len(excess)
    # Equal values leave only rounding.
    if count < MIN_ZONES or np.ptp(deviation) <= 1e-12 * np.abs(deviation).max():
        return np.zeros(count)
    variance = count / (count - 1) * np.square(deviation).sum() * share * (1.0 - share)
    is_open = (share > 0) & (share < _EVERYTHING)
    return np.where(is_open, excess / np.sqrt(np.where(is_open, variance, 1.0)), 0.0)
