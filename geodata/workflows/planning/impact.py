"""What a plan would change for people, officers and cases, before it does."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from geodata.models import Plan
from geodata.queries import plan_impact

LOOK_BACK = timedelta(days=365)


def measure(session: Session, plan: Plan, now: datetime) -> dict[str, Any]:
    """Compare a plan with the boundaries of now.

    Returns ``totals`` and, per grid that changes, ``grids``: code, status (new, changed, ended),
    households before and after, households and addresses that come and go, open cases and the
    incidents of the last year in the units that come. A unit counts where it is wholly moved.
    """
    units = plan_impact.units(session, plan, now)
    moved = [row for row in units if row.before != row.after]
    counts = plan_impact.counts(session, [row.id for row in moved], now - LOOK_BACK)
    grids: dict[str, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(_COUNTED, 0))
    for row in units:
        for side in ("before", "after"):
            if getattr(row, side):
                grids[getattr(row, side)][f"households_{side}"] += row.households
    for row in moved:
        here = counts.get(row.id, {})
        for code, way in ((row.before, "gone"), (row.after, "come")):
            if code:
                grids[code][f"units_{way}"] += 1
                grids[code][f"households_{way}"] += row.households
                grids[code][f"addresses_{way}"] += here.get("addresses", 0)
        if row.after:
            grids[row.after]["open_cases_come"] += here.get("open_cases", 0)
            grids[row.after]["incidents_come"] += here.get("incidents", 0)
    before = {row.before for row in units}
    after = {row.after for row in units}
    changed = {code for row in moved for code in (row.before, row.after) if code}
    return {
        "totals": {
            "grids_before": len(before - {None}),
            "grids_after": len(after - {None}),
            "grids_untouched": len((before & after) - changed - {None}),
            "units_moved": len(moved),
            "households_moved": sum(row.households for row in moved),
            "households": sum(row.households for row in units),
            "addresses_moved": sum(row.get("addresses", 0) for row in counts.values()),
            "open_cases_moved": sum(row.get("open_cases", 0) for row in counts.values()),
            "incidents_moved": sum(row.get("incidents", 0) for row in counts.values()),
            "officers_touched": plan_impact.officers_touched(session, changed & before, now),
        },
        "grids": [
            {"code": code, "status": _status(code, before, after), **grids[code]}
            for code in sorted(changed)
        ],
    }


_COUNTED = (
    "households_before",
    "households_after",
    "units_gone",
    "units_come",
    "households_gone",
    "households_come",
    "addresses_gone",
    "addresses_come",
    "open_cases_come",
    "incidents_come",
)


def _status(code: str, before: set[str | None], after: set[str | None]) -> str:
    if code not in before:
        return "new"
    return "changed" if code in after else "ended"
