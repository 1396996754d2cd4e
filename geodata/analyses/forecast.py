"""Where events will be next: recent counts and a narrow kernel of them, half and half."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.analyses import half_life, lattice
from geodata.analyses.decayed_density import blend, top
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

KERNEL_M = 125.0
SHARE = 0.01


def propose(
    cells: gpd.GeoDataFrame,
    x: FloatArray,
    y: FloatArray,
    at: npt.ArrayLike,
    *,
    until: str | np.datetime64,
    cell_m: float,
    horizon_days: float = 30.0,
    share: float = SHARE,
    half_life_days: float | None = None,
    kernel_m: float = KERNEL_M,
) -> gpd.GeoDataFrame:
    """Give each cell the rate of events to expect, and select the top share of the area.

    d = sum over past events of 2^(-age / half-life), r = d / 2 + (G * d) / 2 with G a Gaussian of
    ``kernel_m``. The rate is r, scaled so that all cells together expect as many events as the
    decayed past holds in ``horizon_days``.

    Parameters
    ----------
    cells : what ``lattice.cells`` returned for ``cell_m``, in a metric CRS.
    x, y, at : coordinates and naive times of past events; those from ``until`` on are left out.
    horizon_days : length of the period to forecast.
    share : of the cells, at least one; of equal rates the first cells are selected.
    half_life_days : None takes the one that would have forecast the latest periods best
        (``half_life.choose``), 365 where there is too little past to tell.

    Returns
    -------
    ``cells`` with rate (events expected in the horizon) and selected (bool);
    ``attrs["half_life_days"]`` and ``attrs["look_count"]`` tell how long the past counted and by
    how many rehearsals that was chosen.

    Raises
    ------
    InvalidInputError : a share outside (0, 1], or a horizon, half-life or kernel that is none.

    >>> import shapely
    >>> cells = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 1000, 100)], crs=26985), 100)
    >>> days = np.array(["2026-01-01", "2026-01-02", "2026-01-02"], "datetime64[s]")
    >>> found = propose(cells, np.array([250.0, 250.0, 750.0]), np.full(3, 50.0), days,
    ...     until="2026-01-03", cell_m=100, share=0.1)
    >>> found.loc[found["selected"], "column"].tolist()
    [2]
    """
    for name, value in (("horizon", horizon_days), ("half-life", half_life_days)):
        if value is not None and not (np.isfinite(value) and value > 0):
            raise InvalidInputError(f"a {name} of {value:g} days is none")
    if not 0 < share <= 1:
        raise InvalidInputError(f"a share of {share:g} is not above 0 and at most 1")
    if not (np.isfinite(kernel_m) and kernel_m >= 0):
        raise InvalidInputError(f"a kernel of {kernel_m:g} m is none")
    age_days, sigma_cells = ages(at, until), kernel_m / cell_m
    place = lattice.locate(cells, x, y, cell_m=cell_m)
    chosen = half_life.HalfLife(half_life_days or half_life.DEFAULT_DAYS, 0)
    if half_life_days is None:
        chosen = half_life.choose(
            cells,
            place,
            age_days,
            horizon_days=horizon_days,
            share=share,
            sigma_cells=sigma_cells,
        )
    rate = blend(cells, place, age_days, half_life_days=chosen.days, sigma_cells=sigma_cells)
    is_past = (age_days > 0) & (place >= 0)
    weight = float(np.exp2(-age_days[is_past] / chosen.days).sum())
    exposure_days = _exposure_days(age_days[age_days > 0], chosen.days)
    scale = horizon_days / exposure_days if exposure_days > 0 else 0.0
    if rate.sum() > 0:
        rate = rate * (scale * weight / rate.sum())
    found = cells.assign(rate=rate, selected=top(rate, share))
    found.attrs |= {"half_life_days": chosen.days, "look_count": chosen.look_count}
    return found


def ages(at: npt.ArrayLike, until: str | np.datetime64) -> FloatArray:
    """Return the ages of events in days at ``until``; 0 or less from then on and without a time.

    >>> ages(np.array(["2026-01-01T12", "NaT"], "datetime64[s]"), "2026-01-02").tolist()
    [0.5, 0.0]
    """
    times = pd.to_datetime(pd.Series(np.asarray(at))).to_numpy().astype("datetime64[s]")
    age = np.datetime64(until).astype("datetime64[s]") - times
    seconds = age.astype("timedelta64[s]").astype(np.float64)
    return np.where(np.isnat(times), 0.0, seconds / 86_400.0)


def _exposure_days(age_days: FloatArray, half_life_days: float) -> float:
    """Days that the past weighs: the decay summed over the days that the data cover."""
    if not len(age_days):
        return 0.0
    mean_days = half_life_days / np.log(2.0)
    return float(mean_days * (1.0 - np.exp(-np.ceil(age_days.max()) / mean_days)))
