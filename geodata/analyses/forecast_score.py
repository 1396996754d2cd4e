"""How good a forecast was: hit rate, PAI and PEI of the selected cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geodata.crs import FloatArray
from geodata.errors import InvalidInputError


class ForecastScore(NamedTuple):
    """hit_rate = n / N; pai = (n / N) / (a / A); pei = n / n*, n* the best equal choice."""

    hit_rate: float
    pai: float
    pei: float
    event_count: int
    hit_count: int


def measure(happened: FloatArray, selected: npt.NDArray[np.bool_]) -> ForecastScore:
    """Compare what happened with the cells that had been selected.

    n of N events lie in the selected a of A cells; prediction accuracy index after Chainey et al.
    (2008), prediction efficiency index after Hunt (2016), as in the challenge of the NIJ 2017.
    Compare PAI at equal areas only: it rises as the area falls.

    Parameters
    ----------
    happened : events per cell of the period that was forecast, (cells,), cells of equal area.
    selected : (cells,).

    Returns
    -------
    ForecastScore; NaN where nothing happened or nothing was selected.

    Raises
    ------
    InvalidInputError : the shapes differ.

    >>> measure(np.array([3.0, 1.0, 0.0, 0.0]), np.array([False, True, False, False]))[:3]
    (0.25, 1.0, 0.3333333333333333)
    """
    if happened.shape != selected.shape:
        raise InvalidInputError(f"{len(happened):,} cells, but {len(selected):,} were judged")
    return pooled([happened], [selected])


def pooled(happened: list[FloatArray], selected: list[npt.NDArray[np.bool_]]) -> ForecastScore:
    """Score several periods together: the sums of n, N, a, A and n*, so that each event weighs one.

    >>> one = np.array([2.0, 0.0]); choice = np.array([True, False])
    >>> pooled([one, one[::-1]], [choice, choice]).hit_rate
    0.5
    """
    hits = sum(
        float(events[chosen].sum()) for events, chosen in zip(happened, selected, strict=True)
    )
    events = sum(float(each.sum()) for each in happened)
    best = sum(
        float(np.sort(each)[::-1][: int(chosen.sum())].sum())
        for each, chosen in zip(happened, selected, strict=True)
    )
    area = sum(int(chosen.sum()) for chosen in selected)
    whole = sum(len(each) for each in happened)
    hit_rate = hits / events if events and area else float("nan")
    pai = hit_rate / (area / whole) if area else float("nan")
    return ForecastScore(
        hit_rate, pai, hits / best if best else float("nan"), int(events), int(hits)
    )
