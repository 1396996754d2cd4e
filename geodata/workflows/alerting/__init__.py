"""Raising alerts: one file per kind of rule, each ``find(look, parameters) -> candidates``.

``FINDERS`` is the list of them. A finder looks and returns; whether a person hears of it is
decided in ``settle``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from geodata.alerting.candidate import Candidate
from geodata.workflows.alerting import area_limits, overdue, own_year, repeats, scan, surge
from geodata.workflows.alerting.look import Look

Finder = Callable[[Look, dict[str, Any]], Sequence[Candidate]]

FINDERS: dict[str, Finder] = {
    "own_year": own_year.find,
    "scan": scan.find,
    "repeat_address": repeats.at_one_address,
    "repeat_parties": repeats.between_parties,
    "watched_place": repeats.at_listed_places,
    "surge": surge.find,
    "overdue": overdue.find,
    "area_limit": area_limits.find,
}
