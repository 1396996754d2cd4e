"""Write docs/forecast.md: rolling monthly forecasts of Toronto and Chicago, each category.

PYTHONPATH=. python docs/evidence/forecast_scores.py FOLDER, where FOLDER holds toronto_mci and
chicago_311_sanitation. Every month is forecast from what was known on its first day.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from click import echo
from open_incidents import City, places, read

from geodata.analyses import decayed_density, forecast, forecast_score, lattice

CELL_M, SHARE = 200.0, 0.01
MONTHS = {"Toronto": ("2016-01", "2022-01"), "Chicago": (None, 30)}
# BL of the same protocol, measured on these data before the analysis was written.
BAR = {
    "Assault": 24.4, "Break and Enter": 16.1, "Auto Theft": 14.7, "Robbery": 24.6,
    "Theft Over": 19.5, "Garbage in yard": 11.6, "Garbage in alley": 11.0,
    "Dumpster not being emptied": 21.0, "Overflowing carts": 16.4, "Dog feces in yard": 17.8,
}  # fmt: skip
HEAD = """# Forecast: how good it has been

Each month of the period is forecast from what was known on its first day: 200 m cells, the top 1 %
of the area. PAI = share of the events that fall in the selected cells over their share of the
area; PEI = events caught over the most that as many cells could have caught; all months pooled.
The half-life is chosen anew each month, among 180 to 1,460 days, by the hits that each would have
had in the 24 months before; nothing later than the month's first day is looked at.
The naive rival ("last year") selects the cells with most events in the year before. "Bar" is the
PAI of the blend with a half-life of 365 days in an earlier measurement (Chicago: other months).
Made by `docs/evidence/forecast_scores.py`.

| city, category | months | a month | PAI | mean of months | bar | last year | PEI | hit rate |
|---|---|---|---|---|---|---|---|---|
"""


def months_of(city: City, events: gpd.GeoDataFrame) -> np.ndarray:
    """Return the months that are forecast."""
    first, last = MONTHS[city.name]
    if first is not None:
        return np.arange(first, last, dtype="datetime64[M]")
    end = events["at"].max().to_datetime64().astype("datetime64[M]")
    return np.arange(end - last, end)


def row(city: City, cells: gpd.GeoDataFrame, category: str) -> str:
    """Forecast every month of one category; return its line of the table."""
    events = city.incidents[city.incidents["category"] == category]
    x, y, at = places(events)
    happened, blend, naive = [], [], []
    months = months_of(city, events)
    for month in months:
        start, end = (m.astype("datetime64[s]") for m in (month, month + 1))
        is_now = (at >= start) & (at < end)
        happened.append(lattice.count(cells, x[is_now], y[is_now], cell_m=CELL_M))
        found = forecast.propose(cells, x, y, at, until=start, cell_m=CELL_M, share=SHARE)
        blend.append(found["selected"].to_numpy())
        is_year = (at < start) & (at >= start - np.timedelta64(365, "D"))
        year = lattice.count(cells, x[is_year], y[is_year], cell_m=CELL_M)
        naive.append(decayed_density.top(year, SHARE))
    score, rival = (forecast_score.pooled(happened, choice) for choice in (blend, naive))
    monthly = np.nanmean(
        [forecast_score.measure(*pair).pai for pair in zip(happened, blend, strict=True)]
    )
    return (
        f"| {city.name}, {category} | {len(months)} | {score.event_count / len(months):.0f} "
        f"| {score.pai:.1f} | {monthly:.1f} | {BAR.get(category, '')} | {rival.pai:.1f} "
        f"| {score.pei:.2f} | {score.hit_rate:.1%} |"
    )


def main(folder: Path, target: Path) -> None:
    """Measure and write."""
    lines = []
    for name in MONTHS:
        city = read(folder, name)
        cells = city.cells(CELL_M)
        counts = pd.Series(city.incidents["category"]).value_counts()
        for category in counts.index[:6]:
            lines.append(row(city, cells, category))
            echo(lines[-1])
    target.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[1] / "forecast.md")
