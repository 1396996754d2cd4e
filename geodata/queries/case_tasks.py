"""Tasks of assisting departments (协办)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geodata.models import CaseTask, Department
from geodata.queries._rows import Rows


def of_case(session: Session, incident_id: UUID) -> Rows:
    """Return the tasks of a case, oldest first, with the department's code and names."""
    return session.execute(
        select(
            Department.code.label("department_code"),
            Department.name.label("department_name"),
            Department.name_zh.label("department_name_zh"),
            CaseTask.state,
            CaseTask.note,
            CaseTask.result,
            CaseTask.asked_by,
            CaseTask.asked_at,
            CaseTask.ended_by,
            CaseTask.ended_at,
        )
        .join(Department, Department.id == CaseTask.department_id)
        .where(CaseTask.incident_id == incident_id)
        .order_by(CaseTask.id)
    ).all()


def open_departments(session: Session, incident_id: UUID) -> frozenset[str]:
    """Return the codes of departments whose task in a case is open."""
    return frozenset(
        session.scalars(
            select(Department.code)
            .join(CaseTask, CaseTask.department_id == Department.id)
            .where(CaseTask.incident_id == incident_id, CaseTask.state == "open")
        )
    )


def end(
    session: Session,
    incident_id: UUID,
    department_id: int | None,
    *,
    state: str,
    result: str | None,
    by: str,
    at: datetime,
) -> int:
    """End the open task of a department, or of every one when it is None; return how many."""
    statement = update(CaseTask).where(
        CaseTask.incident_id == incident_id, CaseTask.state == "open"
    )
    if department_id is not None:
        statement = statement.where(CaseTask.department_id == department_id)
    ended = session.scalars(
        statement.values(state=state, result=result, ended_by=by, ended_at=at).returning(
            CaseTask.id
        )
    )
    return len(ended.all())
