"""How good the latest forecasts would have been, beside the naive one."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from geodata.analyses import decayed_density, forecast, forecast_score, lattice
from geodata.crs import FloatArray

# A forecast is only tried where at least so much lies before it.
MIN_HISTORY_DAYS = 28.0


def measure(
    cells: gpd.GeoDataFrame,
    x: FloatArray,
    y: FloatArray,
    at: npt.ArrayLike,
    *,
    until: np.datetime64,
    cell_m: float,
    horizon_days: float,
    share: float,
    periods: int,
) -> dict[str, float | int | None]:
    """Forecast the last ``periods`` horizons, each from what was known on its first day.

    The naive rival selects the cells with the most events of the 365 days before. Parameters are
    those of ``forecast.propose``.

    Returns
    -------
    period_count, event_count, and hit_rate, pai, pei of the forecast and naive_hit_rate, naive_pai,
    naive_pei of the rival, all periods pooled; None where nothing could be measured.

    >>> import shapely
    >>> cells = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 1000, 100)], crs=26985), 100)
    >>> days = np.arange("2026-01-01", "2026-03-01", dtype="datetime64[D]")
    >>> record = measure(cells, np.full(59, 250.0), np.full(59, 50.0), days,
    ...     until=np.datetime64("2026-03-01"), cell_m=100, horizon_days=7, share=0.1, periods=3)
    >>> record["period_count"], record["pai"], record["naive_pai"]
    (3, 10.0, 10.0)
    """
    age_days = forecast.ages(at, until)
    place = lattice.locate(cells, x, y, cell_m=cell_m)
    oldest = float(age_days.max(initial=0.0))
    count = int(max(0.0, min(periods, (oldest - MIN_HISTORY_DAYS) // horizon_days)))
    happened, blended, naive = [], [], []
    for period in range(1, count + 1):
        ages = age_days - period * horizon_days
        is_next = (ages <= 0) & (ages > -horizon_days) & (place >= 0)
        happened.append(np.bincount(place[is_next], minlength=len(cells)).astype(np.float64))
        start = until.astype("datetime64[s]") - np.timedelta64(
            round(period * horizon_days * 86_400), "s"
        )
        found = forecast.propose(
            cells, x, y, at, until=start, cell_m=cell_m, horizon_days=horizon_days, share=share
        )
        blended.append(found["selected"].to_numpy())
        is_year = (ages > 0) & (ages <= 365) & (place >= 0)
        year = np.bincount(place[is_year], minlength=len(cells)).astype(np.float64)
        naive.append(decayed_density.top(year, share))
    score, rival = (forecast_score.pooled(happened, choice) for choice in (blended, naive))
    return {
        "period_count": count,
        "event_count": score.event_count,
        "hit_rate": _told(score.hit_rate),
        "pai": _told(score.pai),
        "pei": _told(score.pei),
        "naive_hit_rate": _told(rival.hit_rate),
        "naive_pai": _told(rival.pai),
        "naive_pei": _told(rival.pei),
    }


def _told(value: float) -> float | None:
    return value if math.isfinite(value) else None
