"""Local Moran: is a zone like its neighbours, or alone among them?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import sparse

from geodata.analyses import neighbours
from geodata.analyses.significance import dispersion, false_discovery, uneven_p
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError

NOT_SIGNIFICANT = "not significant"
# (own value above what is expected, neighbours above): Anselin (1995).
CLASSES = {
    (True, True): "high-high",
    (False, False): "low-low",
    (True, False): "high-low",
    (False, True): "low-high",
}
RATE = 0.05


def find(
    zones: gpd.GeoDataFrame,
    *,
    count_column: str = "count",
    expected_column: str | None = None,
    weights: sparse.csr_array | None = None,
    rate: float = RATE,
) -> pd.DataFrame:
    """Class each zone by itself and its neighbours, itself left out.

    With z = (x - E) / sd and the mean of z over the neighbours, I = z mean(z), Anselin (1995),
    Geographical Analysis 27, 93-115. p is two-sided, from the exact tail of the neighbours' sum
    given the zone, as hotspots have it; q is the Benjamini-Hochberg rate. A high-low zone is an
    isolated hot one: it stands out among quiet neighbours. Where the neighbours' sum is not
    significant the class is "not significant".

    Parameters
    ----------
    zones : n areas or cells in a metric CRS with counts in ``count_column``, zeros included.
    expected_column : what is expected per zone (``hotspots.find`` gives it); None is the mean.
    weights : (n, n) from ``neighbours``, each zone beside itself; None looks at the geometries.

    Returns
    -------
    DataFrame with the index of ``zones``: moran_class, moran_i, moran_p, moran_q.

    Raises
    ------
    InvalidInputError : not metric, no such column, or counts below 0 or none.

    >>> import shapely
    >>> row = gpd.GeoDataFrame({"count": [4] * 20 + [30] * 3 + [4] * 20}, crs=26985,
    ...     geometry=[shapely.box(i, 0, i + 1, 1) for i in range(43)])
    >>> find(row)["moran_class"].tolist()[19:24]
    ['low-high', 'high-high', 'high-high', 'high-high', 'low-high']
    """
    require_metric(zones)
    x = _counts(zones, count_column)
    mean = float(x.mean()) if len(x) else 0.0
    expected = np.full(len(x), mean) if expected_column is None else _counts(zones, expected_column)
    if weights is None:
        weights = neighbours.of_areas(zones)
    local, local_expected = weights @ x, weights @ expected
    around, around_expected = local - x, local_expected - expected
    narrow = dispersion(x, expected, local, local_expected)
    total = expected.sum()
    wide = float(np.square(x - expected).sum() / total) if total > 0 else 1.0
    p = uneven_p(around, around_expected, narrow, wide)
    q = false_discovery(p) if len(p) else p
    sd = float(np.sqrt(np.square(x - expected).mean())) if len(x) else 0.0
    z = (x - expected) / sd if sd > 0 else np.zeros(len(x))
    degree = np.asarray(weights.sum(axis=1), dtype=np.float64) - 1.0
    lag = np.where(degree > 0, (weights @ z - z) / np.where(degree > 0, degree, 1.0), 0.0)
    names = np.array(
        [
            CLASSES[own, other] if is_significant else NOT_SIGNIFICANT
            for own, other, is_significant in zip(
                (x > expected).tolist(),
                (around > around_expected).tolist(),
                (q <= rate).tolist(),
                strict=True,
            )
        ],
        dtype=object,
    )
    columns = {"moran_class": names, "moran_i": z * lag, "moran_p": p, "moran_q": q}
    return pd.DataFrame(columns, index=zones.index)


def _counts(zones: gpd.GeoDataFrame, column: str) -> FloatArray:
    if column not in zones:
        raise InvalidInputError(f"the zones have no column {column!r}", field=column)
    values = pd.to_numeric(zones[column], errors="coerce").to_numpy(dtype=np.float64)
    if not np.isfinite(values).all() or (values < 0).any():
        raise InvalidInputError(f"column {column!r} holds what is no count", field=column)
    return np.asarray(values)
