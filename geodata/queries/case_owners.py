"""Who answers for a case now, beside its other columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func
from sqlalchemy.orm import aliased

from geodata.models import Area, CaseClock, Department, Incident, Officer
from geodata.queries._rows import AnySelect
from geodata.queries.case_queues import state

OwnerDepartment = aliased(Department, name="owner_department")
OwnerOfficer = aliased(Officer, name="owner_officer")
OwnerArea = aliased(Area, name="owner_area")
Running = aliased(CaseClock, name="running")


def columns() -> tuple[ColumnElement[Any], ...]:
    """Return the owner's kind, code and names, and the running clock's stage, due_at and state."""
    kind = case(
        (Incident.owner_department_id.is_not(None), "department"),
        (Incident.owner_officer_id.is_not(None), "officer"),
        (Incident.owner_area_id.is_not(None), "area"),
    )
    codes = (OwnerDepartment.code, OwnerOfficer.code, OwnerArea.code)
    names = (OwnerDepartment.name, OwnerOfficer.name, OwnerArea.name)
    names_zh = (OwnerDepartment.name_zh, OwnerOfficer.name, OwnerArea.name_zh)
    return (
        kind.label("owner_kind"),
        func.coalesce(*codes).label("owner_code"),
        func.coalesce(*names).label("owner_name"),
        func.coalesce(*names_zh).label("owner_name_zh"),
        Running.stage.label("clock_stage"),
        Running.due_at.label("clock_due_at"),
        state(Running).label("clock_state"),
    )


def joined(statement: AnySelect) -> AnySelect:
    """Join what :func:`columns` reads to a selection of incidents."""
    running = and_(Running.incident_id == Incident.id, Running.stopped_at.is_(None))
    return (
        statement.outerjoin(OwnerDepartment, OwnerDepartment.id == Incident.owner_department_id)
        .outerjoin(OwnerOfficer, OwnerOfficer.id == Incident.owner_officer_id)
        .outerjoin(OwnerArea, OwnerArea.id == Incident.owner_area_id)
        .outerjoin(Running, running)
    )
