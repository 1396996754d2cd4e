"""Findings with a life of their own: recognised from run to run, decided by people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from geodata.analyses.recurring import Sighting, match
from geodata.errors import ConflictError, InvalidInputError
from geodata.models import FindingCase, FindingEvent, FindingSighting
from geodata.queries import finding_cases
from geodata.queries._rows import AnyRow
from geodata.rights import policy
from geodata.rights.actor import CLOCKWORK, Actor

# An accepted finding that has grown by more than this share must be looked at again.
GROWTH_SHARE = 0.25


def settle(session: Session, run_id: UUID) -> None:
    """Join what a run saw to the cases there are; new ones open, vanished ones are fixed."""
    seen = finding_cases.sightings(session, run_id)
    known = finding_cases.every(session)
    at = match([_sighting(row) for row in seen], [_sighting(case) for case in known])
    for row, position in zip(seen, at.tolist(), strict=True):
        case = known[position] if position >= 0 else _opened(session, row)
        session.add(FindingSighting(finding_id=row.id, case_id=case.id))
        session.flush()
        _seen_again(session, case, row)
    for position in set(range(len(known))) - set(at.tolist()):
        if known[position].status != "fixed":
            reason = "no longer there"
            finding_cases.change(session, known[position], "fixed", CLOCKWORK.name, reason)


def decide(session: Session, actor: Actor, finding_id: int, status: str, reason: str) -> int:
    """Accept, reopen or close the case of a finding; return the key of the case.

    The caller has asked for the right. Raises NotFoundError, ConflictError when the case has the
    status already, InvalidInputError without a reason.
    """
    case = finding_cases.of_finding(session, finding_id)
    policy.require(actor, "finding.decide")
    if not reason.strip():
        raise InvalidInputError("say why", field="reason")
    if case.status == status:
        raise ConflictError(f"the finding is {status} already")
    finding_cases.change(session, case, status, actor.name, reason.strip())
    return int(case.id)


def _sighting(row: AnyRow | FindingCase) -> Sighting:
    return Sighting(row.kind, row.tier, tuple(row.area_codes), row.lon, row.lat)


def _opened(session: Session, row: AnyRow) -> FindingCase:
    case = FindingCase(
        kind=row.kind,
        tier=row.tier,
        area_codes=list(row.area_codes),
        area_m2=row.area_m2 or 0.0,
        lon=row.lon,
        lat=row.lat,
        status="open",
    )
    session.add(case)
    session.flush()
    session.add(
        FindingEvent(case_id=case.id, actor=CLOCKWORK.name, to_status="open", reason="found")
    )
    return case


def _seen_again(session: Session, case: FindingCase, row: AnyRow) -> None:
    size_m2 = row.area_m2 or 0.0
    status, reason = case.status, "as before"
    if case.status == "fixed":
        status, reason = "open", "there again"
    elif case.status == "accepted" and size_m2 > case.area_m2 * (1 + GROWTH_SHARE):
        status, reason = "open", f"grew from {case.area_m2:,.0f} to {size_m2:,.0f} m²"
    if status != case.status:
        case.area_m2 = size_m2
        finding_cases.change(session, case, status, CLOCKWORK.name, reason)
    elif status == "accepted":
        # Measured against the size that was accepted, or slow growth would never be noticed.
        finding_cases.mark(session, row.id, status)
        return
    case.area_m2, case.lon, case.lat = size_m2, row.lon, row.lat
