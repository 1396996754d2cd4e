"""Findings through all the runs that saw them, and what was decided about them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import Finding, FindingCase, FindingEvent, FindingSighting
from geodata.queries._rows import Rows


def sightings(session: Session, run_id: UUID) -> Rows:
    """Return what a run saw: id, kind, tier, area_codes, area_m2, lon, lat; in order of keys."""
    return session.execute(
        select(
            Finding.id,
            Finding.kind,
            Finding.tier,
            Finding.area_codes,
            Finding.area_m2,
            func.ST_X(Finding.at).label("lon"),
            func.ST_Y(Finding.at).label("lat"),
        )
        .where(Finding.run_id == run_id)
        .order_by(Finding.id)
    ).all()


def every(session: Session) -> list[FindingCase]:
    """Return all cases, locked until the transaction ends: one run settles at a time."""
    statement = select(FindingCase).order_by(FindingCase.id).with_for_update()
    return list(session.scalars(statement))


def of_finding(session: Session, finding_id: int) -> FindingCase:
    """Return the case of a finding, locked; raises NotFoundError."""
    found = session.scalar(
        select(FindingCase)
        .join(FindingSighting, FindingSighting.case_id == FindingCase.id)
        .where(FindingSighting.finding_id == finding_id)
        .with_for_update(of=FindingCase)
    )
    if found is None:
        raise NotFoundError(f"there is no finding {finding_id} that can be decided")
    return found


def change(session: Session, case: FindingCase, status: str, actor: str, reason: str) -> None:
    """Give a case and all that was seen of it a status, and append who did so and why."""
    before = case.status
    case.status = status
    session.add(
        FindingEvent(
            case_id=case.id, actor=actor, from_status=before, to_status=status, reason=reason
        )
    )
    seen = select(FindingSighting.finding_id).where(FindingSighting.case_id == case.id)
    session.execute(
        update(Finding)
        .where(Finding.id.in_(seen))
        .values(status=status)
        .execution_options(synchronize_session=False)
    )
    session.flush()


def history(session: Session, case_id: int) -> Rows:
    """Return what happened to a case, the first first."""
    return session.execute(
        select(
            FindingEvent.at,
            FindingEvent.actor,
            FindingEvent.from_status,
            FindingEvent.to_status,
            FindingEvent.reason,
        )
        .where(FindingEvent.case_id == case_id)
        .order_by(FindingEvent.id)
    ).all()


def mark(session: Session, finding_id: int, status: str) -> None:
    """Give one finding the status of its case."""
    session.execute(update(Finding).where(Finding.id == finding_id).values(status=status))
