"""From what a rule found to alerts: told once, told again when grown, ended when gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.alerting import settling
from geodata.alerting.actions import LIVE_STATES
from geodata.alerting.candidate import Candidate
from geodata.alerting.kinds import KINDS
from geodata.alerting.settling import Known
from geodata.models import Alert, AlertRule
from geodata.queries import alerts
from geodata.rights.actor import CLOCKWORK

# A matter that no run has seen for so long is over.
QUIET = timedelta(days=14)
_FIGURES = ("observed", "expected", "ratio", "p", "q", "recurrence_days")


def settle(
    session: Session,
    rule: AlertRule,
    candidates: Sequence[Candidate],
    *,
    run_id: UUID | None,
    now: datetime,
    most_live: int | None = None,
) -> Counter[str]:
    """Write the alerts of one rule; return how often each outcome was.

    The strongest candidates come first: new ones beyond ``most_live`` that somebody still has to
    do something about are only counted (left_out), so that a rule never floods a screen.
    """
    there = {alert.id: alert for alert in alerts.of_rule(session, rule.id)}
    known = [_known(alert) for alert in there.values()]
    told: Counter[str] = Counter()
    seen = set()
    live_count = sum(alert.state in LIVE_STATES for alert in there.values())
    for candidate, match in zip(candidates, settling.match(candidates, known), strict=True):
        outcome = settling.outcome(candidate, match)
        is_left_out = match is None and most_live is not None and live_count >= most_live
        told["left_out" if is_left_out else outcome] += 1
        if is_left_out:
            continue
        if match is None:
            live_count += 1
            alerts.add(session, _new(rule, candidate, run_id, now), actor=CLOCKWORK.name)
            continue
        seen.add(match.id)
        alert = there[match.id]
        _see(alert, candidate, run_id, now)
        if outcome != "seen":
            _tell_again(session, alert, candidate, outcome, now)
    for alert in there.values():
        if alert.id not in seen and _is_over(alert, now):
            told["ended"] += 1
            alerts.tell(session, alert, actor=CLOCKWORK.name, action="ended", to_state="resolved")
    return told


def _known(alert: Alert) -> Known:
    return Known(
        alert.id,
        alert.identity.partition("/")[2],
        alert.state,
        alert.category_code,
        alert.raised_observed,
        alerts.ids_of(alert),
    )


def _new(rule: AlertRule, found: Candidate, run_id: UUID | None, now: datetime) -> Alert:
    return Alert(
        identity=f"{rule.code}/{found.identity}",
        rule_id=rule.id,
        run_id=run_id,
        state="open",
        method=KINDS[rule.kind].method,
        category_code=found.category_code,
        geom=f"SRID=4326;{found.wkt}",
        raised_observed=found.observed,
        first_raised_at=now,
        last_raised_at=now,
        last_seen_at=now,
        incident_ids=list(found.incident_ids),
        **_values(found),
    )


def _see(alert: Alert, found: Candidate, run_id: UUID | None, now: datetime) -> None:
    for name, value in _values(found).items():
        setattr(alert, name, value)
    alert.geom = f"SRID=4326;{found.wkt}"
    alert.incident_ids = list(found.incident_ids)
    alert.run_id, alert.last_seen_at = run_id, now


def _tell_again(
    session: Session, alert: Alert, found: Candidate, outcome: str, now: datetime
) -> None:
    detail = {"before": alert.raised_observed, "now": found.observed}
    alert.raised_observed = found.observed
    alert.raised_count += 1
    alert.last_raised_at = now
    state = alert.state if outcome == "grew" else "open"
    alerts.tell(session, alert, actor=CLOCKWORK.name, action=outcome, to_state=state, detail=detail)


def _is_over(alert: Alert, now: datetime) -> bool:
    return alert.state in LIVE_STATES and alert.last_seen_at < now - QUIET


def _values(found: Candidate) -> dict[str, Any]:
    start, end = found.window or (None, None)
    return {name: getattr(found, name) for name in _FIGURES} | {
        "title": found.title.en,
        "title_zh": found.title.zh,
        "area_id": found.area_id,
        "window_start": start,
        "window_end": end,
        "detail": found.detail,
    }
