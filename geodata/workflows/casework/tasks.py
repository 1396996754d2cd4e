"""Tasks of assisting departments (协办)."""

from __future__ import annotations

from geodata.errors import InvalidInputError
from geodata.models import CaseTask
from geodata.queries import case_tasks
from geodata.workflows.casework.deed import Deed, Detail


def assist(deed: Deed) -> Detail:
    """Ask another department for a task of its own."""
    code = str(deed.order.department_code)
    department_id = deed.department_id(code)
    if department_id == deed.case.department_id:
        raise InvalidInputError(f"{code} leads and cannot assist itself", field="department_code")
    if code in deed.scene.facts.task_departments:
        raise InvalidInputError(f"{code} has an open task already", field="department_code")
    ask(deed, department_id, str(deed.order.note))
    return {"department": code}


def finish_task(deed: Deed) -> Detail:
    """Say that the assisting department's task is done."""
    code = str(deed.actor.department_code)
    _end_task(deed, deed.department_id(code), "done", deed.order.note)
    return {"department": code}


def cancel_task(deed: Deed) -> Detail:
    """Take an assisting department's task back."""
    code = str(deed.order.department_code)
    _end_task(deed, deed.department_id(code), "cancelled", deed.order.reason)
    return {"department": code}


def ask(deed: Deed, department_id: int, note: str) -> None:
    """Write the task."""
    deed.session.add(
        CaseTask(
            incident_id=deed.case.id,
            department_id=department_id,
            note=note,
            asked_by=deed.actor.name,
            asked_at=deed.now,
        )
    )
    deed.session.flush()


def _end_task(deed: Deed, department_id: int, state: str, result: str | None) -> None:
    ended = case_tasks.end(
        deed.session,
        deed.case.id,
        department_id,
        state=state,
        result=result,
        by=deed.actor.name,
        at=deed.now,
    )
    if not ended:
        raise InvalidInputError("that department has no open task", field="department_code")


def cancel_all(deed: Deed) -> None:
    """Take back what is still open, for the case left the department."""
    case_tasks.end(
        deed.session,
        deed.case.id,
        None,
        state="cancelled",
        result=None,
        by=deed.actor.name,
        at=deed.now,
    )
