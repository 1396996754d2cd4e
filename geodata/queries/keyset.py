"""Paging from the last row seen: a deep page costs what the first one costs, and loses no row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_


def beyond(
    column: Any, value: Any, number: Any, last_number: int, *, is_descending: bool
) -> ColumnElement[bool]:
    """Return the test that a row comes after the one with ``value`` and ``last_number``.

    Rows are ordered by ``column``, those without a value last, and rows that are equal by the
    unique ``number``, ascending. ``value`` None: the last row seen had none.
    """
    same: ColumnElement[bool] = number > last_number
    if value is None:
        return and_(column.is_(None), same)
    later = column < value if is_descending else column > value
    return or_(later, and_(column == value, same), column.is_(None))
