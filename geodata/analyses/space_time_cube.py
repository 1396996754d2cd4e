"""Events counted by cell and by step of time."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.analyses import lattice
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

Days = npt.NDArray[np.datetime64]
MAX_BINS = 50_000_000


@dataclass(frozen=True)
class SpaceTimeCube:
    """``counts`` (cells, steps), oldest step first; ``starts`` (steps + 1,) are their bounds."""

    counts: FloatArray
    starts: Days

    @property
    def step_count(self) -> int:
        """How many steps there are."""
        return int(self.counts.shape[1])


def build(
    cells: gpd.GeoDataFrame,
    x: FloatArray,
    y: FloatArray,
    at: npt.ArrayLike,
    *,
    cell_m: float,
    step_days: float,
    end: str | np.datetime64 | None = None,
    step_count: int | None = None,
) -> SpaceTimeCube:
    """Count events in cells and in steps that end together at ``end``.

    The last step is always whole, for it is the one that people act on. The first step, where the
    data begin within it, is dropped when it holds less than half of what the others hold.

    Parameters
    ----------
    cells : what ``lattice.cells`` returned for ``cell_m``; also cells without events stay.
    x, y, at : m coordinates in the CRS of the cells and m times (naive datetimes, NaT left out).
    step_days : length of a step in days.
    end : the first moment that no longer counts; None is the midnight after the last event.
    step_count : how many steps; None is as many as hold events.

    Returns
    -------
    SpaceTimeCube with the rows in the order of ``cells``.

    Raises
    ------
    InvalidInputError : a step that is none, no events with place and time, or too many bins.

    >>> import shapely
    >>> cells = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 200, 100)], crs=26985), 100)
    >>> days = np.array(["2026-01-01", "2026-01-08", "2026-01-08"], dtype="datetime64[s]")
    >>> x, y = np.array([50.0, 50.0, 150.0]), np.full(3, 50.0)
    >>> build(cells, x, y, days, cell_m=100, step_days=7).counts.tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    if not (np.isfinite(step_days) and step_days > 0):
        raise InvalidInputError(f"a step of {step_days:g} days is no step")
    times = pd.to_datetime(pd.Series(np.asarray(at))).to_numpy().astype("datetime64[s]")
    is_known = ~np.isnat(times)
    if end is None:
        if not is_known.any():
            raise InvalidInputError("no event has a time")
        last = times[is_known].max().astype("datetime64[D]") + np.timedelta64(1, "D")
    else:
        last = np.datetime64(end)
    step = np.timedelta64(round(step_days * 86_400), "s")
    limit = last.astype("datetime64[s]")
    back = np.full(len(times), -1, dtype=np.int64)
    back[is_known] = (limit - times[is_known] - np.timedelta64(1, "s")) // step
    back[is_known & (times >= limit)] = -1
    steps = int(back.max(initial=-1)) + 1 if step_count is None else step_count
    if steps < 1:
        raise InvalidInputError("no event lies before the end")
    if steps * len(cells) > MAX_BINS:
        raise InvalidInputError(f"{steps * len(cells):,} bins of cell and step; too many")
    counts = _counts(cells, np.column_stack([x, y]), back, cell_m=cell_m, steps=steps)
    if step_count is None and _is_cut(counts, times[is_known].min(), limit - steps * step):
        counts = counts[:, 1:]
    starts = limit - step * np.arange(counts.shape[1], -1, -1)
    return SpaceTimeCube(counts, starts)


def weekly(daily: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sum days to weeks: as they are, and damped: a cell's n events of one day enter as sqrt(n).

    Many reports of one place and day are mostly one story (a burst main, an inspector's round);
    they shall weigh more than one report and less than as many stories.

    Parameters
    ----------
    daily : (cells, 7 weeks) counts, oldest day first.

    >>> counts, damped = weekly(np.array([[4.0, 0, 0, 1, 0, 0, 0]]))
    >>> counts.tolist(), damped.tolist()
    ([[5.0]], [[3.0]])
    """
    cells, days = daily.shape
    shape = (cells, days // 7, 7)
    return daily.reshape(shape).sum(axis=2), np.sqrt(daily).reshape(shape).sum(axis=2)


def _counts(
    cells: gpd.GeoDataFrame,
    places: FloatArray,
    back: npt.NDArray[np.int64],
    *,
    cell_m: float,
    steps: int,
) -> FloatArray:
    counts = np.zeros((len(cells), steps))
    order = np.argsort(back, kind="stable")
    bounds = np.searchsorted(back[order], np.arange(steps + 1))
    for step in range(steps):
        rows = order[bounds[step] : bounds[step + 1]]
        if len(rows):
            counts[:, steps - 1 - step] = lattice.count(cells, *places[rows].T, cell_m=cell_m)
    return counts


def _is_cut(counts: FloatArray, first: np.datetime64, start: np.datetime64) -> bool:
    """Whether the data begin so late in the first step that it would look quiet."""
    totals = counts.sum(axis=0)
    is_partly_covered = first.astype("datetime64[D]") > start
    return bool(
        len(totals) > 1 and is_partly_covered and totals[0] < 0.5 * float(totals[1:].mean())
    )
