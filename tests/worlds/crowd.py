"""A crowd in Market Town: enough reports of one week, at enough doors, to be counted in public."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid5

from sqlalchemy.orm import Session

from geodata.workflows import publishing
from tests.worlds import market

# Monday, 4 May 2026, begins at 16:00 UTC of the day before.
WEEK = datetime(2026, 5, 3, 16, tzinfo=UTC), datetime(2026, 5, 10, 16, tzinfo=UTC)


def report(session: Session, town: market.Town, count: int, **values: object) -> None:
    """Write reports at so many doors, a metre apart."""
    for number in range(count):
        place = 114.0051 + number * 1e-5, 22.5051
        key = uuid5(market.NAMESPACE, f"crowd {number} {sorted(values.items())}")
        session.add(market.complaint(town, *place, id=key, **values))
    session.flush()


def publish(session: Session) -> tuple[int, int]:
    """Freeze the week of the reports."""
    return publishing.freeze(session, *WEEK)
