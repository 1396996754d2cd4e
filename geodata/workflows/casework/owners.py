"""Who answers for a case: exactly one department, officer or desk at any time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from geodata.models import Incident
from geodata.queries import officers
from geodata.workflows.casework.scene import Scene

GRID_TIER = 5


def to_department(case: Incident) -> None:
    """Hand the case to the department that must act on it."""
    _own(case, department_id=case.department_id)


def to_desk(session: Session, case: Incident, scene: Scene, now: datetime) -> None:
    """Hand the case to the desk of its level; on the level of grids, to the grid's officer.

    A grid without an officer falls back on the desk of its own area, where the station sees it.
    """
    if case.level_tier == GRID_TIER and case.grid_id is not None:
        officer = officers.responsible_for(session, scene.areas[-1].code, now)
        if officer is not None:
            _own(case, officer_id=officer.id)
            return
    _own(case, area_id=scene.area_id(case.level_tier))


def _own(
    case: Incident,
    department_id: int | None = None,
    officer_id: int | None = None,
    area_id: int | None = None,
) -> None:
    case.owner_department_id = department_id
    case.owner_officer_id = officer_id
    case.owner_area_id = area_id
