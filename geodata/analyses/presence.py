"""Is every grid in somebody's hands, now and in the coming weeks?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from geodata.errors import InvalidInputError

_COLUMNS = ("area_code", "officer_code", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Presence:
    """What ``find`` returns.

    ``vacancies``: area_code, since, until (both within the window), days, kind: ``now`` (nobody at
    the start of the window), ``hand_over`` (between two officers), ``ahead`` (from a day in the
    window to its end).
    ``overloaded``: officer_code, area_count, area_codes: most grids held at one time.
    """

    vacancies: pd.DataFrame
    overloaded: pd.DataFrame


def find(
    assignments: pd.DataFrame,
    areas: Iterable[str],
    *,
    at: pd.Timestamp,
    days: int = 14,
    max_areas: int = 2,
) -> Presence:
    """Find the grids without an officer in [at, at + days) and the officers with too many.

    Parameters
    ----------
    assignments : area_code, officer_code (a code, never a name), valid_from, valid_to (half-open,
        empty for no end), aware times. A leave is an interval that is not in the table.
    areas : the codes of all grids that need an officer.
    at : an aware time.

    Returns
    -------
    Presence, vacancies by grid and time, officers by the number of their grids.

    Raises
    ------
    InvalidInputError : a column absent, a time that is not aware, an interval that ends before it
        begins.

    >>> day = pd.Timestamp("2026-03-01", tz="Asia/Shanghai")
    >>> held = pd.DataFrame({"area_code": ["G1"], "officer_code": ["O1"],
    ...                      "valid_from": [day - pd.Timedelta(days=9)],
    ...                      "valid_to": [day + pd.Timedelta(days=4)]})
    >>> find(held, ["G1", "G2"], at=day).vacancies[["area_code", "kind", "days"]].values.tolist()
    [['G1', 'ahead', 10.0], ['G2', 'now', 14.0]]
    """
    if at.tzinfo is None:
        raise InvalidInputError("the time must say its zone", field="at")
    until = at + pd.Timedelta(days=days)
    table = _read(assignments)
    table = table[(table["valid_from"] < until) & (table["valid_to"] > at)]
    held = dict(tuple(table.groupby("area_code")))
    gaps = []
    for code in sorted({str(area) for area in areas}):
        for since, end in _gaps(held.get(code), at, until):
            kind = "now" if since == at else "ahead" if end == until else "hand_over"
            length = (end - since) / pd.Timedelta(days=1)
            gaps.append((code, since, end, length, kind))
    vacancies = pd.DataFrame(gaps, columns=["area_code", "since", "until", "days", "kind"])
    return Presence(vacancies, _overloaded(table, max_areas))


def _read(assignments: pd.DataFrame) -> pd.DataFrame:
    missing = [column for column in _COLUMNS if column not in assignments]
    if missing:
        raise InvalidInputError(f"the assignments have no column {missing[0]!r}", field=missing[0])
    table = assignments[list(_COLUMNS)].copy()
    for column in ("valid_from", "valid_to"):
        try:
            times = pd.to_datetime(table[column])
        except (TypeError, ValueError) as error:
            raise InvalidInputError(f"column {column!r}: {error}", field=column) from error
        if times.notna().any() and getattr(times.dt, "tz", None) is None:
            raise InvalidInputError(f"the times in {column!r} must say their zone", field=column)
        table[column] = pd.to_datetime(times, utc=True)
    table["valid_from"] = table["valid_from"].fillna(pd.Timestamp("1900-01-01", tz="UTC"))
    table["valid_to"] = table["valid_to"].fillna(pd.Timestamp("2200-01-01", tz="UTC"))
    wrong = (table["valid_to"] < table["valid_from"]).to_numpy()
    if wrong.any():
        row = int(wrong.argmax()) + 1
        raise InvalidInputError(f"row {row}: the interval ends before it begins", row=row)
    return table.astype({"area_code": str, "officer_code": str})


def _gaps(
    held: pd.DataFrame | None, at: pd.Timestamp, until: pd.Timestamp
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    free_from, gaps = at, []
    if held is None:
        return [(at, until)]
    for row in held.sort_values("valid_from").itertuples():
        if row.valid_from > free_from:
            gaps.append((free_from, row.valid_from.tz_convert(at.tz)))
        free_from = max(free_from, row.valid_to.tz_convert(at.tz))
    return [*gaps, (free_from, until)] if free_from < until else gaps


def _overloaded(table: pd.DataFrame, max_areas: int) -> pd.DataFrame:
    rows = []
    for officer, own in table.groupby("officer_code"):
        # The most are held at the moment when one of the intervals begins.
        at_once = (
            sorted(set(own[(own["valid_from"] <= t) & (own["valid_to"] > t)]["area_code"]))
            for t in own["valid_from"]
        )
        most = max(at_once, key=len)
        if len(most) > max_areas:
            rows.append((officer, len(most), most))
    frame = pd.DataFrame(rows, columns=["officer_code", "area_count", "area_codes"])
    order = ["area_count", "officer_code"]
    return frame.sort_values(order, ascending=[False, True], ignore_index=True)
