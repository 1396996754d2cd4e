"""The beginning of a case: its suggested department and its first clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.loop.transitions import STAGE_OF
from geodata.queries import cases
from geodata.workflows.casework import clocks, routing


def begin(session: Session, incident_id: UUID, now: datetime) -> None:
    """Let the loop of an incident that was just written begin."""
    case = cases.lock(session, [incident_id])[incident_id]
    areas = cases.areas_around(session, case, now)
    routing.suggest_for(session, case, {area.code: area.tier for area in areas})
    clocks.enter_stage(session, case, STAGE_OF[case.status], now)
