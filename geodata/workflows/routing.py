"""Suggesting who must act on a case."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from geodata.loop import routing
from geodata.queries import responsibilities


def suggest(
    session: Session, category_id: int, tiers: Mapping[str, int]
) -> routing.Responsibility | None:
    """Return the responsibility that covers a category around a place; None when none does.

    ``tiers`` are the tiers of the areas around the place by code.
    """
    rows = responsibilities.matching(session, category_id, tiers)
    assists = responsibilities.assists(session, [row.id for row in rows])
    return routing.choose(
        (
            routing.Responsibility(
                row.area_code,
                row.category_level,
                row.department_code,
                tuple(assists.get(row.id, ())),
            )
            for row in rows
        ),
        tiers,
    )
