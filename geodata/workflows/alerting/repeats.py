"""Again and again: at one address, at listed places, between the same parties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geodata import crs
from geodata.alerting.candidate import Candidate
from geodata.analyses import repeats as analysis
from geodata.analyses.significance import upper_tail
from geodata.errors import InvalidInputError
from geodata.queries import incident_parties, watched_places
from geodata.workflows.alerting import titles
from geodata.workflows.alerting.look import Look


def at_one_address(look: Look, parameters: dict[str, Any]) -> Sequence[Candidate]:
    """Return places with many cases within a few metres."""
    days = int(parameters["days"])
    age = np.where(look.chosen(parameters["categories"]), look.age_days, -1)
    x, y = look.places
    radius_m = float(parameters["radius_m"])
    table = analysis.find(
        x, y, age, radius_m=radius_m, days=days, min_count=int(parameters["min_count"])
    )
    found = []
    for row in table.itertuples():
        first = look.ids(row.members)[-1]
        found.append(
            Candidate(
                identity=str(first),
                wkt=look.in_degrees(shapely.Point(x[row.case], y[row.case])),
                title=titles.repeats(row.observed, days),
                observed=float(row.observed),
                expected=float(row.expected),
                p=_p(row.observed, row.expected),
                window=(look.days_before(days), look.day_end),
                incident_ids=look.ids(row.members),
                detail={"radius_m": radius_m},
            )
        )
    return sorted(found, key=_strength)


def at_listed_places(look: Look, parameters: dict[str, Any]) -> Sequence[Candidate]:
    """Return listed places with many cases; raises InvalidInputError while the list is empty."""
    listed = watched_places.frame(look.session, parameters["list"])
    if listed.empty:
        raise InvalidInputError(f"the list {parameters['list']!r} is empty")
    days = int(parameters["days"])
    age = np.where(look.chosen(parameters["categories"]), look.age_days, -1)
    metric = crs.to_metric(listed, look.city.metric_epsg).geometry
    table = analysis.at_places(
        *look.places,
        age,
        np.column_stack([metric.x, metric.y]),
        listed["radius_m"].to_numpy(dtype=float),
        days=days,
        min_count=int(parameters["min_count"]),
    )
    found = []
    for row in table.itertuples():
        place = listed.iloc[row.place]
        first = look.ids(row.members)[-1]
        found.append(
            Candidate(
                identity=f"{place['code']}:{first}",
                wkt=place.geometry.wkt,
                title=titles.at_listed_place(row.observed, days, place["name"]),
                observed=float(row.observed),
                expected=float(row.expected),
                p=_p(row.observed, row.expected),
                window=(look.days_before(days), look.day_end),
                incident_ids=look.ids(row.members),
                detail={"place_code": place["code"], "place_name": place["name"]},
            )
        )
    return sorted(found, key=_strength)


def between_parties(look: Look, parameters: dict[str, Any]) -> Sequence[Candidate]:
    """Return pairs of parties that met often; their pseudonyms are not told."""
    days = int(parameters["days"])
    chosen = look.cases[look.chosen(parameters["categories"])]
    rows = incident_parties.meetings(
        look.session,
        look.days_before(days),
        look.now,
        int(parameters["min_count"]),
        list(chosen["id"]),
    )
    points = chosen.set_index("id").geometry
    found = []
    for row in rows:
        last = points.loc[row.incident_ids[-1]]
        found.append(
            Candidate(
                identity=f"{row.one}:{row.other}",
                wkt=last.wkt,
                title=titles.meetings(row.meeting_count, days),
                observed=float(row.meeting_count),
                window=(look.days_before(days), look.day_end),
                incident_ids=list(reversed(row.incident_ids)),
            )
        )
    return found


def _strength(found: Candidate) -> tuple[float, float]:
    return (1.0 if found.p is None else found.p, -found.observed)


def _p(observed: int, expected: float) -> float:
    # Half a case of doubt, so that a first case is not called impossible.
    usual = np.array([max(expected, 0.5)])
    return float(upper_tail(np.array([float(observed)]), usual)[0])
