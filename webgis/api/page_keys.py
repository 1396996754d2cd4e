"""The key of the last row of a page, as it stands in an address: its sorted value and number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError

from geodata.models.incident import STATUSES
from geodata.queries._rows import AnyRow

MAX_NUMBER = 2**62


def write(row: AnyRow, sort: str) -> str:
    """Return the key of a row; a missing value is empty."""
    value = getattr(row, sort.removeprefix("-"))
    if isinstance(value, datetime):
        value = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return f"{'' if value is None else value},{row.number}"


def read(text: str, sort: str) -> tuple[Any, int]:
    """Return the sorted value and the number; raises ValidationError."""
    value, _, number = text.rpartition(",")
    try:
        return _value(value, sort.removeprefix("-")) if value else None, _number(number)
    except ValueError as error:
        raise ValidationError("not a key that an answer's 'next' gave", "after") from error


def _value(text: str, column: str) -> Any:
    if column == "status":
        return STATUSES[STATUSES.index(text)]
    if column == "number":
        return _number(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1900 <= moment.year < 2200:
        raise ValueError(text)
    return moment


def _number(text: str) -> int:
    number = int(text)
    if not 0 <= number <= MAX_NUMBER:
        raise ValueError(text)
    return number
