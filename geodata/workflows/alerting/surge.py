"""A category that has become frequent in an area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from geodata.alerting.candidate import Candidate
from geodata.analyses import surge as analysis
from geodata.errors import InvalidInputError
from geodata.queries import categories
from geodata.workflows.alerting import titles
from geodata.workflows.alerting.look import Look


def find(look: Look, parameters: dict[str, Any]) -> Sequence[Candidate]:
    """Compare the last days of every area and category with the days before."""
    days, base_days = int(parameters["days"]), int(parameters["base_days"])
    chosen = look.chosen(parameters["categories"]) & (look.age_days >= 0)
    # The first day of the data is rarely whole.
    known_days = int(look.age_days[chosen].max()) - days if chosen.any() else 0
    base_days = min(base_days, known_days)
    if base_days < days:
        raise InvalidInputError(f"{2 * days} days of cases are needed")
    table = pd.DataFrame(
        {
            "area": look.area_of(int(parameters["tier"])),
            "category": look.cases["category_code"],
            "is_now": look.age_days < days,
            "row": np.arange(len(look.cases)),
        }
    )
    table = table[chosen & (look.age_days < days + base_days)].dropna(subset=["area"])
    groups = table.groupby(["area", "category"])["is_now"].agg(["sum", "count"])
    if groups.empty:
        return []
    now = groups["sum"].to_numpy(dtype=float)
    before = groups["count"].to_numpy(dtype=float) - now
    judged = analysis.find(now, before, window_share=days / base_days)
    judged.index = groups.index
    is_surge = (judged["q"] <= parameters["rate"]) & (judged["observed"] >= parameters["min_count"])
    is_surge &= ~(judged["ratio"] < parameters["min_ratio"])
    shapes = look.tier(int(parameters["tier"])).set_index("id")
    names = {row.code: (row.name, row.name_zh) for row in categories.listing(look.session)}
    found = []
    for (area, category), row in judged[is_surge].sort_values("p").iterrows():
        if area not in shapes.index:
            continue
        place = shapes.loc[area]
        members = table[(table["area"] == area) & (table["category"] == category)]
        kind, kind_zh = names[category]
        told = (place["name"], kind, place["name_zh"], kind_zh)
        start = look.days_before(days)
        found.append(
            Candidate(
                identity=f"{place['code']}:{category}:{start:%Y-%m-%d}",
                wkt=place.geometry.wkt,
                title=titles.surge(row["observed"], row["expected"], days, told),
                observed=float(row["observed"]),
                expected=float(row["expected"]),
                p=float(row["p"]),
                q=float(row["q"]),
                area_id=int(area),
                category_code=str(category),
                window=(start, look.day_end),
                incident_ids=look.ids(members.loc[members["is_now"], "row"].to_list()),
                detail={"base_days": base_days},
            )
        )
    return found
