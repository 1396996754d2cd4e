"""What somebody wants done to a case, and the check that what it needs is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from geodata.errors import InvalidInputError
from geodata.loop.transitions import Transition


@dataclass(frozen=True)
class Order:
    """An action and its values; ``version`` is the state of the case that was looked at.

    ``parts`` of a split are mappings of category_code and description. ``until`` is aware.
    """

    action: str
    version: int | None = None
    reason: str | None = None
    note: str | None = None
    department_code: str | None = None
    assist_codes: tuple[str, ...] = ()
    category_code: str | None = None
    priority: str | None = None
    until: datetime | None = None
    attachment_ids: tuple[UUID, ...] = ()
    into: UUID | None = None
    parts: tuple[dict[str, Any], ...] = ()


ALWAYS = {"action", "version", "reason", "note"}


def check(order: Order, row: Transition) -> None:
    """Raise InvalidInputError for a value that is missing, or that the action cannot use."""
    for name in row.needs:
        if not _is_given(order, name):
            raise InvalidInputError(f"{order.action!r} needs {name!r}", field=name)
    usable = ALWAYS | set(row.needs) | set(row.takes)
    for name in vars(order):
        if name not in usable and _is_given(order, name):
            raise InvalidInputError(f"{order.action!r} cannot use {name!r}", field=name)


def _is_given(order: Order, name: str) -> bool:
    value = getattr(order, name)
    return bool(value.strip() if isinstance(value, str) else value)
