"""Clusters in space and time, by the permutation scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geodata.alerting.candidate import Candidate
from geodata.analyses import lattice, permutation_scan
from geodata.errors import InvalidInputError
from geodata.workflows.alerting import titles
from geodata.workflows.alerting.look import Look

# A scan within a past as short as its window compares the window with itself.
LEAST_HISTORY = 1.5


def find(look: Look, parameters: dict[str, Any]) -> Sequence[Candidate]:
    """Return the clusters whose recurrence interval is long enough."""
    cell_m, history = float(parameters["cell_m"]), int(parameters["history_days"])
    is_used = look.chosen(parameters["categories"]) & (look.age_days >= 0)
    is_used &= look.age_days < history
    if not is_used.any():
        return []
    known_days = int(look.age_days[is_used].max()) + 1
    max_days = min(int(parameters["max_days"]), int(known_days / LEAST_HISTORY))
    if max_days < 1:
        raise InvalidInputError("two days of cases are needed")
    cells = look.cells(cell_m)
    place = lattice.locate(cells, *look.places, cell_m=cell_m)
    table = permutation_scan.find(
        cells,
        np.where(is_used, place, -1),
        look.age_days,
        cell_m=cell_m,
        radius_m=float(parameters["radius_m"]),
        max_days=max_days,
        shuffles=int(parameters["shuffles"]),
        # The same night gives the same answer, and two nights other shuffles.
        seed=look.day_end.toordinal(),
    )
    strong = table[table["recurrence_days"] >= parameters["min_recurrence_days"]]
    middle = np.column_stack([cells["column"], cells["row"]])
    found = []
    for row in strong.itertuples():
        far = np.hypot(*(middle - middle[row.centre]).T) * cell_m
        disc = np.flatnonzero(far <= row.radius_m + 1e-6)
        days = int(row.days)
        members = np.flatnonzero(is_used & np.isin(place, disc) & (look.age_days < days))
        shape = shapely.union_all(cells.geometry.to_numpy()[disc])
        start = look.days_before(days)
        found.append(
            Candidate(
                identity=f"{cells['cell'].iloc[row.centre]}:{row.radius_m:g}:{start:%Y-%m-%d}",
                wkt=look.in_degrees(shape),
                title=titles.more_than_usual(row.observed, row.expected, days),
                observed=float(row.observed),
                expected=float(row.expected),
                p=float(row.p),
                recurrence_days=float(row.recurrence_days),
                window=(start, look.day_end),
                incident_ids=look.ids(members),
                detail={
                    "radius_m": float(row.radius_m),
                    "score": float(row.score),
                    "shuffles": int(parameters["shuffles"]),
                    "history_days": min(history, known_days),
                },
            )
        )
    return found
