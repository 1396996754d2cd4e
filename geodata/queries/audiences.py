"""Accounts whom an event concerns. Every function returns keys of active accounts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from geodata.models import (
    Account,
    Area,
    CaseRequest,
    CaseTask,
    Follower,
    Incident,
    OfficerGrid,
    Plan,
    PlanEvent,
    RoleGrant,
)
from geodata.queries import plans
from geodata.queries._rows import AnySelect
from geodata.queries.areas import below


def of_department(session: Session, department_id: int) -> set[int]:
    """Return who works for a department."""
    return _keys(session, select(Account.id).where(Account.department_id == department_id))


def of_officer(session: Session, officer_id: int) -> set[int]:
    """Return the accounts of an officer."""
    return _keys(session, select(Account.id).where(Account.officer_id == officer_id))


def of_grid(session: Session, grid_id: int, at: datetime) -> set[int]:
    """Return the accounts of the officer who answers for a grid at a moment."""
    answers = func.tstzrange(OfficerGrid.valid_from, OfficerGrid.valid_to).op("@>")(at)
    officer = select(OfficerGrid.officer_id).where(OfficerGrid.grid_id == grid_id, answers)
    return _keys(session, select(Account.id).where(Account.officer_id.in_(officer)))


def assisting(session: Session, incident: Incident) -> set[int]:
    """Return who works for departments with an open task in a case."""
    asked = select(CaseTask.department_id).where(
        CaseTask.incident_id == incident.id, CaseTask.state == "open"
    )
    return _keys(session, select(Account.id).where(Account.department_id.in_(asked)))


def asker(session: Session, incident: Incident) -> set[int]:
    """Return who asked for what was decided last."""
    asked_by = (
        select(CaseRequest.asked_by)
        .where(CaseRequest.incident_id == incident.id, CaseRequest.decision.is_not(None))
        .order_by(CaseRequest.id.desc())
        .limit(1)
    )
    return by_login(session, asked_by)


def followers(session: Session, incident: Incident) -> set[int]:
    """Return who reported or follows a case, or one that was merged into it."""
    same = select(Incident.id).where(
        or_(Incident.id == incident.id, Incident.merged_into == incident.id)
    )
    following = select(Follower.account_id).where(Follower.incident_id.in_(same))
    reported = select(Incident.reporter_id).where(Incident.id.in_(same))
    either = or_(Account.id.in_(following), Account.id.in_(reported))
    return _keys(session, select(Account.id).where(either))


def by_login(session: Session, logins: AnySelect | Collection[str]) -> set[int]:
    """Return the accounts of logins."""
    return _keys(session, select(Account.id).where(Account.login.in_(logins)))


def editors(session: Session, plan: Plan) -> set[int]:
    """Return whoever had a hand in a plan."""
    return by_login(session, select(PlanEvent.actor).where(PlanEvent.plan_id == plan.id))


def officers_of_plan(session: Session, plan: Plan, at: datetime) -> set[int]:
    """Return the officers of grids within a plan's scope, old and new."""
    answers = func.tstzrange(OfficerGrid.valid_from, OfficerGrid.valid_to).op("@>")(at)
    code = plans.scope(session, plan).code
    inside = below(select(Area.id).where(Area.code == code))
    officers = select(OfficerGrid.officer_id).where(answers, OfficerGrid.grid_id.in_(inside))
    return _keys(session, select(Account.id).where(Account.officer_id.in_(officers)))


def with_roles(
    session: Session, roles: Collection[str], area_codes: Collection[str], at: datetime
) -> dict[str | None, set[int]]:
    """Return who holds one of ``roles`` by the area that it is granted on; None: the city."""
    rows = session.execute(
        select(Account.id, Area.code)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .outerjoin(Area, Area.id == RoleGrant.area_id)
        .where(
            Account.is_active,
            RoleGrant.role.in_(roles),
            func.tstzrange(RoleGrant.valid_from, RoleGrant.valid_to).op("@>")(at),
            or_(RoleGrant.area_id.is_(None), Area.code.in_(area_codes)),
        )
    )
    found: dict[str | None, set[int]] = {}
    for account_id, code in rows:
        found.setdefault(code, set()).add(account_id)
    return found


def nearest(
    session: Session, roles: Collection[str], chain: Sequence[str], at: datetime
) -> set[int]:
    """Return who holds one of ``roles`` at the lowest level of a chain that has somebody.

    ``chain``: codes of areas from the city down. Those of the whole city are asked last.
    """
    found = with_roles(session, roles, chain, at)
    for code in (*reversed(chain), None):
        if code in found:
            return found[code]
    return set()


def _keys(session: Session, statement: AnySelect) -> set[int]:
    return set(session.scalars(statement.where(Account.is_active)))
