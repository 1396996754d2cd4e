"""The job: every active rule looks, and what it finds is settled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.alerting.kinds import check_rule
from geodata.errors import InvalidInputError
from geodata.queries import alert_rules, areas
from geodata.workflows import job_cases
from geodata.workflows.alerting import FINDERS
from geodata.workflows.alerting.look import look
from geodata.workflows.alerting.settle import settle
from geodata.workflows.progress import Progress

METHOD = "rules of alerts, each with its own method"


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Run all active rules, or the one named ``rule``; a rule that cannot look says why."""
    progress(5, "incidents")
    at = job_cases.moment(parameters.get("at")) or datetime.now(UTC)
    seen = look(session, at)
    rules = alert_rules.listing(session, active=True)
    if "rule" in parameters:
        rules = [alert_rules.get(session, parameters["rule"])]
    told, skipped = {}, {}
    for number, rule in enumerate(rules):
        progress(10 + 85 * number / len(rules), rule.code)
        values = check_rule(rule.kind, rule.parameters)
        try:
            candidates = FINDERS[rule.kind](seen, values)
        except InvalidInputError as error:
            skipped[rule.code] = str(error)
            continue
        outcomes = settle(
            session,
            rule,
            candidates,
            run_id=run_id,
            now=seen.now,
            most_live=values.get("most_live"),
        )
        told[rule.code] = {"found": len(candidates), **outcomes}
    return {
        "method": METHOD,
        "n": len(seen.cases),
        "period_start": seen.cases["reported_at"].min() if len(seen.cases) else None,
        "period_end": seen.now,
        "boundaries_at": areas.changed_at(session, seen.now),
        "data_at": seen.now,
        "summary": {
            "rules": told,
            "skipped": skipped,
            "reported_count": seen.reported_count,
            "duplicate_count": seen.duplicate_count,
        },
    }
