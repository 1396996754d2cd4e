"""Clusters in space and time from cases alone: the prospective space-time permutation scan."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.analyses import scan_discs
from geodata.analyses.compiled import compiled
from geodata.analyses.scan_discs import Discs
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

RADIUS_M = 2_000.0
MAX_DAYS = 28
HISTORY_DAYS = 365
SHUFFLES = 999
# One case beside another is no cluster yet.
MIN_COUNT = 3
# One false cluster in so many daily runs.
MIN_RECURRENCE_DAYS = 100.0

Ints = npt.NDArray[np.int64]


class Events(NamedTuple):
    """Positions of the cells of all events, and the age in days of each."""

    cell: Ints
    age_days: Ints


class Whole(NamedTuple):
    """What no permutation changes: cases per disc (cells, levels), per last days, and in all."""

    total: FloatArray
    until: Ints
    size: int


def find(
    cells: gpd.GeoDataFrame,
    place: npt.NDArray[np.intp],
    age_days: npt.NDArray[np.int64],
    *,
    cell_m: float,
    radius_m: float = RADIUS_M,
    max_days: int = MAX_DAYS,
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> pd.DataFrame:
    """Find the cylinders (disc of cells, last days) that hold more cases than place and time say.

    With C cases in all, c_s in the cells of a disc and c_t in the last days, a cylinder expects
    mu = c_s c_t / C. Its score, for c cases > mu, is

        c ln(c / mu) + (C - c) ln((C - c) / (C - mu))

    The highest score is compared with those of ``shuffles`` permutations of the times among the
    cases, so that p holds for all cylinders together; neither population nor season enters.
    Kulldorff, Heffernan, Hartman, Assuncao, Mostashari (2005).

    Parameters
    ----------
    cells : what ``lattice.cells`` returned for ``cell_m``.
    place : position of each event's cell, shape (n,); -1 is left out.
    age_days : whole days before the end of the last day, 0 for the last day; below 0 left out.
        The past that is compared with is all of what is given; a year is usual.
    radius_m, max_days : the largest disc and the longest cylinder.
    shuffles, seed : of the permutations; p is at least 1 / (shuffles + 1).

    Returns
    -------
    DataFrame of clusters that share no cell, highest score first: centre (position of a cell),
    radius_m, days, observed, expected, ratio, score, p, recurrence_days (1 / p: with one run a
    day, a cluster as strong comes by chance once in so many days). Only clusters whose p is at
    most a half.

    Raises
    ------
    InvalidInputError : another number of places than ages, or limits that are none.

    >>> import shapely
    >>> from geodata.analyses import lattice
    >>> town = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 2000, 2000)], crs=26985), 500)
    >>> place = np.r_[np.tile(np.arange(16), 20), np.full(8, 5)]
    >>> age = np.r_[np.repeat(np.arange(20) * 9, 16), np.zeros(8, dtype=int)]
    >>> found = find(town, place, age, cell_m=500, shuffles=99)
    >>> found[["centre", "days", "observed"]].values.tolist()
    [[5.0, 1.0, 9.0]]
    """
    _check(place, age_days, radius_m, max_days, shuffles)
    is_known = (place >= 0) & (age_days >= 0)
    events = Events(place[is_known].astype(np.int64), age_days[is_known].astype(np.int64))
    discs = scan_discs.build(cells, events.cell, cell_m=cell_m, radius_m=radius_m)
    found = scores(events, discs, len(cells), max_days)
    chance = maxima(events, discs, len(cells), max_days=max_days, shuffles=shuffles, seed=seed)
    table = _apart(found, discs)
    rank = (chance[:, None] >= table["score"].to_numpy()[None, :]).sum(axis=0)
    p = (1.0 + rank) / (shuffles + 1.0)
    table["p"], table["recurrence_days"] = p, 1.0 / p
    return table[p <= 0.5].reset_index(drop=True)


def scores(events: Events, discs: Discs, cell_count: int, max_days: int) -> pd.DataFrame:
    """Return the best cylinder around each cell that has one, highest score first.

    Columns: centre, level (position in ``discs.radius_m``), radius_m, days, observed, expected,
    ratio, score.
    """
    order = np.argsort(events.age_days, kind="stable")
    whole = _whole(events, discs, cell_count, max_days)
    best = np.zeros((cell_count, 4))
    _best_of_each(events.cell[order][: whole.until[-1]], whole, discs, best)
    rows = np.flatnonzero(best[:, 0] > 0)
    rows = rows[np.argsort(-best[rows, 0], kind="stable")]
    score, level, days, observed = best[rows].T
    level = level.astype(np.int64)
    last = np.searchsorted(events.age_days[order], days.astype(np.int64), side="left")
    expected = whole.total[rows, level] * last / whole.size
    return pd.DataFrame(
        {
            "centre": rows,
            "level": level,
            "radius_m": discs.radius_m[level],
            "days": days.astype(np.int64),
            "observed": observed,
            "expected": expected,
            "ratio": observed / np.where(expected > 0, expected, 1.0),
            "score": score,
        }
    )


def maxima(
    events: Events, discs: Discs, cell_count: int, *, max_days: int, shuffles: int, seed: int
) -> FloatArray:
    """Return the highest score of each permutation, shape (shuffles,)."""
    whole = _whole(events, discs, cell_count, max_days)
    recent = int(whole.until[-1])
    random = np.random.default_rng(seed)
    found = np.zeros(shuffles)
    work = np.zeros((cell_count, len(discs.radius_m), max_days))
    for i in range(shuffles):
        cell = events.cell.copy()
        _draw(cell, random.random(recent))
        found[i] = _highest(cell[:recent], whole, discs, work)
    return found


def _whole(events: Events, discs: Discs, cell_count: int, max_days: int) -> Whole:
    days = np.arange(1, max_days + 1)
    until = np.searchsorted(np.sort(events.age_days), days, side="left").astype(np.int64)
    total = scan_discs.sums(discs, events.cell, cell_count)
    # Nothing at all has no score, but must not divide by zero.
    return Whole(total, until, max(len(events.cell), 1))


def _apart(found: pd.DataFrame, discs: Discs) -> pd.DataFrame:
    """Leave out what shares a cell with something stronger."""
    taken: set[int] = set()
    kept = []
    for row in found.itertuples():
        members = set(scan_discs.members(discs, int(row.centre), int(row.level)).tolist())
        if not members & taken:
            kept.append(row.Index)
            taken |= members
    return found.loc[kept].reset_index(drop=True)


def _check(
    place: npt.NDArray[np.intp], age_days: Ints, radius_m: float, max_days: int, shuffles: int
) -> None:
    if place.shape != age_days.shape:
        raise InvalidInputError(f"{len(place):,} places, but {len(age_days):,} ages")
    if not (np.isfinite(radius_m) and radius_m >= 0):
        raise InvalidInputError(f"a radius of {radius_m:g} m is no radius")
    if max_days < 1 or shuffles < 1:
        raise InvalidInputError("a scan needs at least one day and one shuffle")


@compiled
def _draw(cell: Ints, chance: FloatArray) -> None:
    """Bring a random choice of the events to the front: the first steps of Fisher and Yates."""
    count = len(cell)
    for i in range(len(chance)):
        j = i + int(chance[i] * (count - i))
        cell[i], cell[j] = cell[j], cell[i]


@compiled
def _fill(cell: Ints, until: Ints, discs: Discs, work: FloatArray) -> None:
    """Count the events of every disc in the last 1, 2, .. days."""
    start, centre, level = discs.start, discs.centre, discs.level
    work[:] = 0.0
    levels, days = work.shape[1], work.shape[2]
    first = 0
    for day in range(days):
        for event in range(first, until[day]):
            for k in range(start[cell[event]], start[cell[event] + 1]):
                work[centre[k], level[k], day] += 1.0
        first = until[day]
    for i in range(work.shape[0]):
        for one in range(levels):
            for day in range(days):
                if one > 0:
                    work[i, one, day] += work[i, one - 1, day]
        for one in range(levels):
            for day in range(1, days):
                work[i, one, day] += work[i, one, day - 1]


@compiled
def _score(count: float, mean: float, whole: float) -> float:
    score = count * np.log(count / mean)
    if count < whole:
        score += (whole - count) * np.log((whole - count) / (whole - mean))
    return float(score)


@compiled
def _highest(cell: Ints, whole: Whole, discs: Discs, work: FloatArray) -> float:
    total, until, size = whole.total, whole.until, whole.size
    _fill(cell, until, discs, work)
    highest = 0.0
    for i in range(work.shape[0]):
        for one in range(work.shape[1]):
            if total[i, one] < MIN_COUNT:
                continue
            for day in range(work.shape[2]):
                count = work[i, one, day]
                mean = total[i, one] * until[day] / size
                if count < MIN_COUNT or count <= mean:
                    continue
                # The score is never above the left side: ln x <= x - 1.
                if size * (count - mean) ** 2 > highest * mean * (size - mean):
                    highest = max(highest, _score(count, mean, size))
    return highest


@compiled
def _best_of_each(cell: Ints, whole: Whole, discs: Discs, best: FloatArray) -> None:
    """Write score, level, days and count of the best cylinder around each cell."""
    total, until, size = whole.total, whole.until, whole.size
    work = np.zeros((best.shape[0], total.shape[1], len(until)))
    _fill(cell, until, discs, work)
    for i in range(work.shape[0]):
        for one in range(work.shape[1]):
            for day in range(work.shape[2]):
                count = work[i, one, day]
                mean = total[i, one] * until[day] / size
                if count >= MIN_COUNT and mean < count and mean < size:
                    score = _score(count, mean, size)
                    if score > best[i, 0]:
                        best[i, 0], best[i, 1] = score, one
                        best[i, 2], best[i, 3] = day + 1, count
