"""Suggesting who must act on a case."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from geodata.loop import routing
from geodata.models import Incident
from geodata.queries import departments, responsibilities


def suggest_for(session: Session, case: Incident, tiers: Mapping[str, int]) -> None:
    """Write the suggested department into a case that is at a desk; None when nobody covers it."""
    found = suggest(session, case.category_id, tiers)
    code = found.department_code if found else None
    case.department_id = departments.id_of(session, code) if code else None


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
