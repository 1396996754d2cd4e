"""Areas where more of the open cases are overdue than in the rest of the city."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from geodata.alerting.candidate import Candidate
from geodata.analyses import surge as analysis
from geodata.queries import overdue_cases
from geodata.workflows.alerting import titles
from geodata.workflows.alerting.look import Look


def find(look: Look, parameters: dict[str, Any]) -> Sequence[Candidate]:
    """Judge the share of overdue cases of every area of a tier."""
    tier = int(parameters["tier"])
    rows = overdue_cases.by_area(look.session, tier, look.now, parameters["categories"])
    if not rows:
        return []
    hits = np.array([float(row.overdue_count) for row in rows])
    sizes = np.array([float(row.open_count) for row in rows])
    judged = analysis.shares(hits, sizes)
    shapes = look.tier(tier).set_index("id")
    found = []
    for row, figures in zip(rows, judged.itertuples(), strict=True):
        is_many = row.overdue_count >= parameters["min_count"] and not figures.ratio <= 1
        if not (is_many and figures.q <= parameters["rate"]) or row.area_id not in shapes.index:
            continue
        place = shapes.loc[row.area_id]
        found.append(
            Candidate(
                identity=str(place["code"]),
                wkt=place.geometry.wkt,
                title=titles.overdue(
                    row.overdue_count, row.open_count, place["name"], place["name_zh"]
                ),
                observed=float(row.overdue_count),
                expected=float(figures.expected),
                p=float(figures.p),
                q=float(figures.q),
                area_id=int(row.area_id),
                incident_ids=list(row.incident_ids),
                detail={"open_count": int(row.open_count)},
            )
        )
    return found
