"""How long the past counts: the half-life that would have forecast the latest periods best."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from geodata.analyses.decayed_density import blend, top
from geodata.crs import FloatArray

DEFAULT_DAYS = 365.0
# The default first: of equal candidates the first is taken.
CANDIDATES_DAYS = (365.0, 180.0, 270.0, 540.0, 730.0, 1460.0)
LOOKS = 24
# A rehearsal needs a past of its own, and a single one tells nothing.
MIN_HISTORY_DAYS = 365.0
MIN_LOOKS = 6


class HalfLife(NamedTuple):
    """The half-life chosen, and the rehearsals it was chosen by (0: the default was taken)."""

    days: float
    look_count: int


def choose(
    cells: gpd.GeoDataFrame,
    place: npt.NDArray[np.intp],
    age_days: FloatArray,
    *,
    horizon_days: float,
    share: float,
    sigma_cells: float,
) -> HalfLife:
    """Rehearse the last 24 horizons, each from what was known on its first day.

    The candidate whose top ``share`` of cells caught the most events in all of them is chosen; 365
    days where the past is too short to rehearse six times on a year of history. Nothing later than
    the forecast's own start is looked at.

    Parameters
    ----------
    cells, place, age_days, sigma_cells : as for ``decayed_density.blend``.
    horizon_days, share : of the forecast.

    >>> import shapely
    >>> from geodata.analyses import lattice
    >>> cells = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 300, 100)], crs=26985), 100)
    >>> choose(cells, np.zeros(3, int), np.arange(1.0, 4.0), horizon_days=7, share=0.3,
    ...     sigma_cells=1)
    HalfLife(days=365.0, look_count=0)
    """
    is_past = (age_days > 0) & (place >= 0)
    place, age_days = place[is_past], age_days[is_past]
    oldest = age_days.max(initial=0.0)
    looks = int(min(LOOKS, (oldest - MIN_HISTORY_DAYS) // horizon_days))
    if looks < MIN_LOOKS:
        return HalfLife(DEFAULT_DAYS, 0)
    hits = np.zeros(len(CANDIDATES_DAYS))
    for look in range(1, looks + 1):
        ages = age_days - look * horizon_days
        is_next = (ages <= 0) & (ages > -horizon_days)
        happened = np.bincount(place[is_next], minlength=len(cells))
        for at, days in enumerate(CANDIDATES_DAYS):
            rate = blend(cells, place, ages, half_life_days=days, sigma_cells=sigma_cells)
            hits[at] += happened[top(rate, share)].sum()
    return HalfLife(CANDIDATES_DAYS[int(np.argmax(hits))], looks)
