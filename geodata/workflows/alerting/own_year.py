"""More than the place's own year explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geodata.alerting.candidate import Candidate
from geodata.analyses import alarm_groups, early_warning, lattice, neighbours, space_time_cube
from geodata.errors import InvalidInputError
from geodata.workflows.alerting import titles
from geodata.workflows.alerting.look import Look


def find(look: Look, parameters: dict[str, Any]) -> Sequence[Candidate]:
    """Judge every cell with its neighbours; alarms side by side are one candidate."""
    chosen = look.chosen(parameters["categories"]) & (look.age_days >= 0)
    known_weeks = (int(look.age_days[chosen].max()) + 1) // 7 if chosen.any() else 0
    longest = max(early_warning.WINDOWS_WEEKS)
    base_weeks = min(early_warning.BASE_WEEKS, known_weeks - longest)
    if base_weeks < early_warning.MIN_BASE_WEEKS:
        needed = early_warning.MIN_BASE_WEEKS + longest
        raise InvalidInputError(f"{needed} weeks of cases are needed")
    days = 7 * (base_weeks + longest)
    cell_m = float(parameters["cell_m"])
    cells = look.cells(cell_m)
    place = lattice.locate(cells, *look.places, cell_m=cell_m)
    is_used = chosen & (place >= 0) & (look.age_days < days)
    daily = np.zeros((len(cells), days))
    np.add.at(daily, (place[is_used], days - 1 - look.age_days[is_used]), 1.0)
    weekly, damped = space_time_cube.weekly(daily)
    weights = neighbours.of_cells(cells["row"].to_numpy(), cells["column"].to_numpy())
    alarms = early_warning.find(
        weekly,
        weights,
        damped=damped,
        base_weeks=base_weeks,
        rate=parameters["rate"],
    )
    alarms = alarms[alarms["observed"] >= parameters["min_count"]]
    if alarms.empty:
        return []
    found = []
    for row in alarm_groups.group(alarms, weights).itertuples():
        block = weights[[row.zone]].indices
        window = int(row.window_days)
        members = np.flatnonzero(is_used & np.isin(place, block) & (look.age_days < window))
        found.append(
            Candidate(
                identity=f"{cells['cell'].iloc[row.zone]}:{look.days_before(window):%Y-%m-%d}",
                wkt=look.in_degrees(_shape(cells, block)),
                title=titles.more_than_usual(row.observed, row.expected, window),
                observed=float(row.observed),
                expected=float(row.expected),
                p=float(row.p),
                q=float(row.q),
                window=(look.days_before(window), look.day_end),
                incident_ids=look.ids(members),
                detail={
                    "cells": cells["cell"].iloc[row.zones].tolist(),
                    "cell_m": cell_m,
                    "base_weeks": base_weeks,
                },
            )
        )
    return found


def _shape(cells: gpd.GeoDataFrame, block: Any) -> shapely.Geometry:
    return shapely.union_all(cells.geometry.to_numpy()[block])
