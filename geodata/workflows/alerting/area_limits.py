"""Areas whose people or households are outside of a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geodata.alerting.candidate import Candidate
from geodata.analyses import load_limits
from geodata.analyses.load_limits import LoadLimit
from geodata.workflows.alerting import titles
from geodata.workflows.alerting.look import Look


def find(look: Look, parameters: dict[str, Any]) -> Sequence[Candidate]:
    """Return the areas of a tier that break the limit; an unknown figure breaks none."""
    column = parameters["column"]
    tier = int(parameters["tier"])
    limit = LoadLimit("limit", tier, column, parameters["low"], parameters["high"])
    places = look.tier(tier)
    if places.empty:
        return []
    table = load_limits.find(places, code_column="code", tier_column="tier", limits=[limit])
    by_code = places.set_index("code")
    found = []
    for row in table.itertuples():
        place = by_code.loc[row.code]
        found.append(
            Candidate(
                identity=f"{row.code}:{row.side}",
                wkt=place.geometry.wkt,
                title=titles.limit(column, row.value, row.limit, place["name"], place["name_zh"]),
                observed=float(row.value),
                expected=float(row.limit),
                area_id=int(place["id"]),
                detail={"side": row.side, "column": column},
            )
        )
    return found
