"""What the guards need to know of a case, gathered from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from geodata.loop.guards import Facts
from geodata.models import CaseRequest, Incident
from geodata.queries import attachments, case_limits, case_tasks, cases
from geodata.queries._rows import Rows
from geodata.rights.actor import Actor


@dataclass(frozen=True)
class Scene:
    """A case at one moment: the areas around it (city first), its open request, and the facts."""

    areas: Rows
    request: CaseRequest | None
    facts: Facts

    @property
    def tiers(self) -> dict[str, int]:
        """Return the tiers of the areas around the case by code."""
        return {area.code: area.tier for area in self.areas}

    def area_id(self, tier: int) -> int:
        """Return the area of a tier around the case, or the nearest one above it."""
        return int(max((area for area in self.areas if area.tier <= tier), key=lambda a: a.tier).id)


def gather(
    session: Session,
    actor: Actor,
    case: Incident,
    now: datetime,
    *,
    is_reporter: bool = False,
) -> Scene:
    """Return the scene of a case for an actor.

    ``is_reporter``: the actor proved it by other means than an account (a tracking code).
    """
    areas = cases.areas_around(session, case, now)
    request = cases.undecided(session, case.id)
    facts = Facts(
        now=now,
        roles=actor.roles({area.code for area in areas}),
        department_code=cases.department_code(session, case.department_id),
        task_departments=case_tasks.open_departments(session, case.id),
        handlers=cases.handlers(session, case.id),
        is_reporter=is_reporter or _is_account_of(actor, case.reporter_id),
        is_merged=case.merged_into is not None,
        reopen_until=_reopen_until(session, case),
        request=request.kind if request else None,
        asker=request.asked_by if request else None,
        photos=attachments.kinds(session, case.id),
        level_tier=case.level_tier,
        lowest_tier=max(area.tier for area in areas),
    )
    return Scene(areas, request, facts)


def _is_account_of(actor: Actor, account_id: int | None) -> bool:
    return actor.account_id is not None and actor.account_id == account_id


def _reopen_until(session: Session, case: Incident) -> datetime | None:
    if case.closed_at is None:
        return None
    days = case_limits.settings(session)["reopen_days"]
    return case.closed_at + timedelta(days=days)
