"""Write docs/early-warning.md: outbreaks put into Toronto and Chicago, and who notices them.

PYTHONPATH=. python docs/evidence/early_warning_scores.py FOLDER, where FOLDER holds toronto_mci and
chicago_311_sanitation. Takes about ten minutes of one processor.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
from click import echo
from open_incidents import City, collapsed, places, read
from scipy import sparse, special

from geodata.analyses import early_warning, neighbours, scan_discs, space_time_cube
from geodata.analyses import permutation_scan as scan
from geodata.analyses.significance import false_discovery

CELL_M, WEEKS, SEED = 500.0, 80, 2026
CASES, PER_WEEK, WINDOW_DAYS = 12, 6, 14
YEAR_WEEKS = early_warning.NEEDED_WEEKS
SHUFFLES = 199
# The settings of the shipped detector were chosen on the 80 weeks that end here.
CHOSEN_UNTIL = {"Toronto": np.datetime64("2020-01-01"), "Chicago": np.datetime64("2015-01-01")}
SHARES = (0.05, 0.10, 0.20, 0.30)
HEAD = """# Early warning: what it notices, and how often it cries

Into each of 80 real weeks of Toronto (crimes) and Chicago (complaints about sanitation) six
outbreaks are put, one at a time: 12 cases in a block of three by three cells of 500 m within two
weeks, at a random place that had a case in the year before, seed 2026. Repeated messages (same
place, day and category) are collapsed first. An outbreak is detected when something that alarms
covers at least six of its cases. A real week with an alarm may hold a real outbreak.

The weeks that are scored are the 80 before those on which the settings of the shipped detector were
chosen; nothing was changed after they were looked at. Detectors cry at different rates, so they are
compared at the same one: each gets the threshold at which it alarms in a given share of the real
weeks.

* *Poisson, own 52 weeks*: cell with its eight neighbours, 1, 2 and 4 weeks, E = 52 weeks before x
  city-wide factor (at least half a case), exact Poisson tail, false discovery rate 5 %.
* *shipped* (`geodata warn`, the rule `own_year`): the same windows and neighbours; the place's own
  rate is uncertain and comes in bursts (negative binomial), surroundings may have their own course,
  a busy day of a cell counts as its square root. False discovery rate 5 %.
* *scan* (`geodata scan`, the rule `scan`): space-time permutation scan, radius up to 2 km, up to
  28 days, {shuffles} shuffles, p at most 1 % (recurrence interval of 100 days). Shares of weeks are
  compared by a Gumbel law through the shuffles, which has no ties; an outbreak is judged by the
  shuffles of its week without it.

Made by `docs/evidence/early_warning_scores.py`.
"""


class Town(NamedTuple):
    """The lattice of a city, who neighbours whom, and every day of the weeks with their past."""

    cells: gpd.GeoDataFrame
    weights: sparse.csr_array
    daily: np.ndarray


def town(city: City, *, raw: bool = False) -> Town:
    """Count the cases of the scored weeks and of the year before them."""
    x, y, at = places(city.incidents if raw else collapsed(city.incidents))
    cells = city.cells(CELL_M)
    end = CHOSEN_UNTIL[city.name] - np.timedelta64(7 * WEEKS, "D")
    days = 7 * (YEAR_WEEKS + WEEKS)
    cube = space_time_cube.build(
        cells, x, y, at, cell_m=CELL_M, step_days=1, end=end, step_count=days
    )
    return Town(cells, neighbours.of_cells(cells["row"], cells["column"]), cube.counts)


def poisson(place: Town, daily: np.ndarray) -> np.ndarray:
    """Return p of the baseline, (windows, cells)."""
    weekly, _ = space_time_cube.weekly(daily)
    tails = []
    for weeks in early_warning.WINDOWS_WEEKS:
        now = weekly[:, -weeks:].sum(axis=1)
        base = weekly[:, -weeks - early_warning.BASE_WEEKS : -weeks].sum(axis=1)
        seen = place.weights @ now
        mean = now.sum() / base.sum() * np.maximum(place.weights @ base, 0.5)
        tails.append(np.where(seen > 0, special.gammainc(np.maximum(seen, 1), mean), 1.0))
    return np.array(tails)


def shipped(place: Town, daily: np.ndarray) -> np.ndarray:
    """Return p of the shipped detector, (windows, cells)."""
    weekly, damped = space_time_cube.weekly(daily)
    table = early_warning.judge(weekly, place.weights, damped=damped)
    return table["p"].to_numpy().reshape(len(early_warning.WINDOWS_WEEKS), -1)


class Score(NamedTuple):
    """Of one detector: per week the strongest p and whether it alarms by its own rule; the same of
    every outbreak, of what covers it."""

    weeks: np.ndarray
    alarms: np.ndarray
    outbreaks: np.ndarray
    detected: np.ndarray


def score_windows(place: Town, detector: Callable[[Town, np.ndarray], np.ndarray]) -> Score:
    """Run a detector of windows over all weeks and outbreaks."""
    random = np.random.default_rng(SEED)
    weeks, alarms, outbreaks, detected = [], [], [], []
    for daily in _weeks(place):
        p = detector(place, daily)
        weeks.append(p.min())
        alarms.append((false_discovery(p.ravel()) <= early_warning.RATE).any())
        for cell, day in _outbreaks(place, daily, random):
            covers = place.weights @ np.bincount(cell, minlength=len(daily)) >= CASES / 2
            p = detector(place, _with(daily, cell, day))
            q = false_discovery(p.ravel()).reshape(p.shape)
            outbreaks.append(p[:, covers].min())
            detected.append((q[:, covers] <= early_warning.RATE).any())
    return Score(*map(np.array, (weeks, alarms, outbreaks, detected)))


def score_scan(place: Town) -> Score:
    """Run the scan over all weeks and outbreaks."""
    random = np.random.default_rng(SEED)
    count = len(place.cells)
    weeks, alarms, outbreaks, detected = [], [], [], []
    for number, daily in enumerate(_weeks(place)):
        year = daily[:, -scan.HISTORY_DAYS :]
        events = _events(year)
        discs = _discs(place, events)
        chance = scan.maxima(
            events, discs, count, max_days=scan.MAX_DAYS, shuffles=SHUFFLES, seed=number
        )
        top = scan.scores(events, discs, count, scan.MAX_DAYS)["score"].max()
        weeks.append(_gumbel(chance, top))
        alarms.append(_rank_p(chance, top) <= 1 / scan.MIN_RECURRENCE_DAYS)
        for cell, day in _outbreaks(place, daily, random):
            events = _events(_with(daily, cell, day)[:, -scan.HISTORY_DAYS :])
            discs = _discs(place, events)
            table = scan.scores(events, discs, count, scan.MAX_DAYS)
            best = _best_covering(table, discs, cell)
            outbreaks.append(_gumbel(chance, best))
            detected.append(_rank_p(chance, best) <= 1 / scan.MIN_RECURRENCE_DAYS)
    return Score(*map(np.array, (weeks, alarms, outbreaks, detected)))


def _best_covering(table, discs: scan_discs.Discs, cell: np.ndarray) -> float:
    for row in table.itertuples():
        held = scan_discs.members(discs, int(row.centre), int(row.level))
        if np.isin(cell, held).sum() >= CASES / 2:
            return float(row.score)
    return 0.0


def _gumbel(chance: np.ndarray, value: float) -> float:
    """Chance of a score by a Gumbel law with the mean and spread of the shuffles."""
    scale = chance.std(ddof=1) * np.sqrt(6) / np.pi
    return float(-np.expm1(-np.exp(-(value - chance.mean()) / scale - np.euler_gamma)))


def _rank_p(chance: np.ndarray, value: float) -> float:
    return float((1 + (chance >= value).sum()) / (len(chance) + 1))


def _events(daily: np.ndarray) -> scan.Events:
    cell, day = np.nonzero(daily)
    times = daily[cell, day].astype(np.int64)
    age = daily.shape[1] - 1 - day
    return scan.Events(np.repeat(cell, times).astype(np.int64), np.repeat(age, times))


def _discs(place: Town, events: scan.Events) -> scan_discs.Discs:
    return scan_discs.build(place.cells, events.cell, cell_m=CELL_M, radius_m=scan.RADIUS_M)


def _weeks(place: Town):
    days = 7 * YEAR_WEEKS
    for week in range(1, WEEKS + 1):
        yield place.daily[:, 7 * week : 7 * week + days]


def _outbreaks(place: Town, daily: np.ndarray, random: np.random.Generator):
    """Cells and days of the cases of each outbreak; the same for every detector."""
    known = np.flatnonzero(place.weights @ daily[:, :-WINDOW_DAYS].sum(axis=1) > 0)
    for _ in range(PER_WEEK):
        block = place.weights[[random.choice(known)]].indices
        day = daily.shape[1] - WINDOW_DAYS + random.integers(0, WINDOW_DAYS, CASES)
        yield random.choice(block, CASES), day


def _with(daily: np.ndarray, cell: np.ndarray, day: np.ndarray) -> np.ndarray:
    changed = daily.copy()
    np.add.at(changed, (cell, day), 1.0)
    return changed


def at_share(score: Score, share: float) -> float:
    """Share of the outbreaks detected at the threshold that alarms in so many of the weeks."""
    threshold = np.quantile(score.weeks, share, method="lower")
    return float((score.outbreaks <= threshold).mean())


def table_of(city: City) -> list[str]:
    """Return the lines of one city's table."""
    place, untouched = town(city), town(city, raw=True)
    detectors = {"Poisson, own 52 weeks": poisson, "shipped": shipped}
    found = {}
    for name, detector in detectors.items():
        start = time.process_time()
        found[name] = score_windows(place, detector)
        took_s = (time.process_time() - start) / (WEEKS * (1 + PER_WEEK))
        raw = np.mean([
            (false_discovery(detector(untouched, daily).ravel()) <= early_warning.RATE).any()
            for daily in _weeks(untouched)
        ])  # fmt: skip
        found[name] = (found[name], f"{raw:.0%}", took_s)
    start = time.process_time()
    scanned = score_scan(place)
    took_s = (time.process_time() - start) / WEEKS
    found["scan"] = (scanned, "", took_s)
    bar = float(found["Poisson, own 52 weeks"][0].alarms.mean())
    shares = [*SHARES, bar]
    last = CHOSEN_UNTIL[city.name] - np.timedelta64(7 * WEEKS, "D")
    per_week = place.daily[:, 7 * YEAR_WEEKS :].sum() / WEEKS
    lines = [
        f"\n## {city.name}\n",
        f"{WEEKS} weeks until {last}, {per_week:,.0f} cases a week, {len(place.cells):,} cells.\n",
        "| detector | weeks with an alarm | of raw records | detected | "
        + " | ".join(f"at {share:.0%} of weeks" for share in shares)
        + " | s of processor |",
        "|---" * (5 + len(shares)) + "|",
    ]
    for name, (score, raw, took_s) in found.items():
        equal = " | ".join(f"{at_share(score, share):.0%}" for share in shares)
        lines.append(
            f"| {name} | {score.alarms.mean():.0%} | {raw} | {score.detected.mean():.0%} "
            f"| {equal} | {took_s:.2g} |"
        )
        echo(lines[-1])
    return lines


def main(folder: Path, target: Path) -> None:
    """Measure and write."""
    lines = [HEAD.format(shuffles=SHUFFLES)]
    for name in CHOSEN_UNTIL:
        lines += table_of(read(folder, name))
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "early-warning.md")
