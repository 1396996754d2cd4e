"""Cases that a file brings and that still run: who answers for them and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.loop import clocks
from geodata.loop.transitions import STAGE_OF
from geodata.queries import case_limits, imported_cases
from geodata.queries.imported_cases import Timing
from geodata.workflows.casework.clocks import working_time
from geodata.workflows.imports.row_findings import RowFindings

PRIORITY = "standard"


def route(session: Session, findings: RowFindings) -> None:
    """Suggest departments for waiting rows; a case that nobody answers for goes to a desk."""
    imported_cases.suggest_departments(session)
    for row in imported_cases.without_department(session):
        findings.warn(row, "no_department", "no department answers for it: it goes to the desk")


def begin(session: Session, import_id: UUID, source: str, actor: str, now: datetime) -> None:
    """Let the cases that were just written run: owner, history, clock."""
    imported_cases.own_again(session)
    imported_cases.gather(session)
    imported_cases.tell_history(session, import_id, source, actor)
    imported_cases.stop_clocks(session, now)
    waiting = imported_cases.waiting_for_clocks(session)
    imported_cases.start_clocks(session, _timings(session, waiting, now), now)


def _timings(session: Session, waiting: list[tuple[int, str]], now: datetime) -> Iterator[Timing]:
    if not waiting:
        return
    times, share = working_time(session), case_limits.settings(session).get("near_due_share", 0.2)
    for category_id, status in waiting:
        stage = STAGE_OF[status]
        try:
            found = case_limits.find(session, category_id, PRIORITY, stage or "")
        except NotFoundError:
            # A city that has set no limits yet.
            continue
        limit = clocks.Limit(found.amount, found.unit)
        clock = clocks.start(times, limit, now, share)
        yield Timing(
            category_id,
            status,
            stage or "",
            limit.amount,
            limit.unit,
            clock.near_due_at,
            clock.due_at,
        )
