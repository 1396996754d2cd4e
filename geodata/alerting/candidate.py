"""What a rule found: a matter that may be new, or one that is known already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class Title(NamedTuple):
    """A headline in English and in Chinese."""

    en: str
    zh: str


@dataclass(frozen=True)
class Candidate:
    """One finding of a rule. ``wkt`` is its place in EPSG:4326; the window is half-open."""

    identity: str
    title: Title
    wkt: str
    observed: float
    expected: float | None = None
    p: float | None = None
    q: float | None = None
    recurrence_days: float | None = None
    area_id: int | None = None
    category_code: str | None = None
    window: tuple[datetime, datetime] | None = None
    incident_ids: Sequence[UUID] = ()
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Observed over expected; None where nothing was expected."""
        return self.observed / self.expected if self.expected else None
