"""Which column of a file is which field of an incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geodata.errors import InvalidInputError
from geodata.importers.refusal import listing

# Field of an incident -> names that columns have for it, the likeliest first, in any case.
NAMES: dict[str, tuple[str, ...]] = {
    "source_id": ("source_id", "request_id", "case_id", "id", "编号", "事件编号", "案件编号"),
    "category": ("category", "category_code", "service_code", "类别", "小类", "事件类别"),
    "lon": ("lon", "lng", "longitude", "经度", "x"),
    "lat": ("lat", "latitude", "纬度", "y"),
    "reported_at": ("reported_at", "opened", "created_at", "time", "上报时间", "时间"),
    "status": ("status", "状态"),
    "description": ("description", "描述", "内容"),
    "address": ("address", "地址"),
    "department": ("department", "department_code", "agency", "部门"),
    "due_at": ("due_at", "due", "截止时间"),
    "resolved_at": ("resolved_at", "resolved", "closed_at", "办结时间"),
}
REQUIRED = ("source_id", "category", "lon", "lat", "reported_at")


def choose(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each field: as given, else guessed by its name.

    Raises InvalidInputError for a field or column that is unknown, or required and missing.

    >>> choose(["编号", "小类", "经度", "纬度", "时间"], {})["category"]
    '小类'
    """
    for field, column in given.items():
        if field not in NAMES:
            raise InvalidInputError(f"unknown field {field!r}: use {', '.join(NAMES)}", field=field)
        if column not in columns:
            cause = f"there is no column {column!r}; the columns are: {listing(list(columns))}"
            raise InvalidInputError(cause, field=field)
    by_lower = {column.lower(): column for column in reversed(columns)}
    chosen = dict(given)
    for field, names in NAMES.items():
        found = next((by_lower[name] for name in names if name in by_lower), None)
        if field not in chosen and found is not None:
            chosen[field] = found
    for field in REQUIRED:
        if field not in chosen:
            cause = f"no column was found for {field}; the columns are: {listing(list(columns))}"
            raise InvalidInputError(cause, field=field)
    return chosen
