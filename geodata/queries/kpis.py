"""Cases tallied for the figures of the loop: per area, department or officer, or all together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from geodata.models import Area, Department, Incident, IncidentEvent, Officer, OfficerGrid
from geodata.models.incident import OPEN_STATUSES
from geodata.queries import areas
from geodata.queries._rows import AnySelect, Rows

BEFORE_FILING = ("reported", "verified", "rejected")
BEFORE_DISPATCH = (*BEFORE_FILING, "filed")
CLOSED = ("closed", "reviewed")
# Who closed an imported case is not known, nor on which level.
CLOSING = ("pass", "close_on_spot")
COMMUNITY_TIER, TOWNSHIP_TIER = 4, 3
GROUPS = ("total", "area", "department", "officer")


@dataclass(frozen=True)
class Scope:
    """Which cases: a half-open period, boundaries of a date (None: those when reported), where."""

    start: datetime
    end: datetime
    at: datetime | None = None
    conditions: Sequence[ColumnElement[bool]] = ()


def tally(session: Session, scope: Scope, by: str, tier: int) -> Rows:
    """Return code, name, name_zh and the counts of geodata.loop.kpis.COUNTS, plus medians.

    One row per group that has a case. ``median_s`` and ``p90_s`` are seconds from the report to
    the resolution, ``first_action_s`` the median to the first thing that was done.
    """
    case = _cases(scope).subquery()
    code, name, name_zh, source = _group(case, scope, by, tier)
    named = (code.label("code"), name.label("name"), name_zh.label("name_zh"))
    statement = select(*named, *_counts(case)).select_from(source)
    if by != "total":
        statement = statement.group_by(code, name, name_zh).order_by(code)
    return session.execute(statement).all()


def _cases(scope: Scope) -> AnySelect:
    """One row per case that was reported or due in the period, with what its history says."""
    event = IncidentEvent
    past = (
        select(
            func.bool_or(event.to_status.not_in(("reported", "rejected"))).label("verified"),
            func.bool_or(event.to_status.not_in(BEFORE_FILING)).label("filed"),
            func.bool_or(event.to_status.not_in(BEFORE_DISPATCH)).label("dispatched"),
            func.bool_or(event.to_status == "extended").label("extended"),
            func.bool_or(event.to_status == "suspended").label("suspended"),
            func.count().filter(event.to_status == "returned").label("return_count"),
            func.bool_or(event.to_status == "rework").label("reworked"),
            func.bool_or(event.action == "reopen").label("reopened"),
            func.bool_or(event.action.in_(CLOSING)).label("closed_in_loop"),
            func.min(event.at).filter(event.sequence > 1).label("first_action_at"),
        )
        .where(event.incident_id == Incident.id, event.at < scope.end)
        .lateral("past")
    )
    in_period = and_(Incident.reported_at >= scope.start, Incident.reported_at < scope.end)
    is_due = and_(Incident.due_at >= scope.start, Incident.due_at < scope.end)
    resolved = func.coalesce(Incident.resolved_at < scope.end, False)
    return (
        select(
            Incident.id,
            Incident.geom,
            Incident.grid_id,
            Incident.department_id,
            Incident.reported_at,
            Incident.resolved_at,
            in_period.label("received"),
            and_(is_due, past.c.filed, Incident.status != "suspended").label("due"),
            resolved.label("resolved"),
            (Incident.resolved_at <= Incident.due_at).label("on_time"),
            (Incident.resolved_at > Incident.due_at).label("late"),
            Incident.status.in_(CLOSED).label("closed"),
            Incident.level_tier,
            Incident.status,
            past,
        )
        .join(past, literal(True))
        .where(or_(in_period, is_due), *scope.conditions)
    )


def _counts(case: Any) -> list[ColumnElement[Any]]:
    c, received = case.c, case.c.received
    closed = and_(received, c.closed)
    solved = and_(closed, c.closed_in_loop)
    wanted = {
        "received": received,
        "verified": and_(received, c.verified),
        "filed": and_(received, c.filed),
        "dispatched": and_(received, c.dispatched),
        "due": c.due,
        "closed_of_due": and_(c.due, c.resolved),
        "on_time_of_due": and_(c.due, c.resolved, c.on_time),
        "late": and_(received, c.late),
        "unresolved": and_(received, c.resolved_at.is_(None), c.status.in_(OPEN_STATUSES)),
        "closed": closed,
        "reworked": and_(received, c.filed, c.reworked),
        "extended": and_(received, c.filed, c.extended),
        "suspended": and_(received, c.filed, c.suspended),
        "returned": and_(received, c.dispatched, c.return_count > 0),
        "ping_pong": and_(received, c.dispatched, c.return_count > 1),
        "solved_in_loop": solved,
        "solved_in_community": and_(solved, c.level_tier >= COMMUNITY_TIER),
        "solved_in_township": and_(solved, c.level_tier >= TOWNSHIP_TIER),
        "reopened": and_(received, c.reopened),
    }
    counts: list[ColumnElement[Any]] = [
        func.count().filter(test).label(name) for name, test in wanted.items()
    ]
    took_s = func.extract("epoch", c.resolved_at - c.reported_at)
    waited_s = func.extract("epoch", c.first_action_at - c.reported_at)
    counts += [
        func.percentile_cont(share).within_group(seconds).filter(received).label(name)
        for name, share, seconds in (
            ("median_s", 0.5, took_s),
            ("p90_s", 0.9, took_s),
            ("first_action_s", 0.5, waited_s),
        )
    ]
    return counts


def _group(case: Any, scope: Scope, by: str, tier: int) -> tuple[Any, Any, Any, Any]:
    if by == "total":
        return literal("total"), literal("Total"), literal("合计"), case
    if by == "department":
        source = case.join(Department, Department.id == case.c.department_id)
        return Department.code, Department.name, Department.name_zh, source
    if by == "officer":
        source = case.join(
            OfficerGrid,
            and_(
                OfficerGrid.grid_id == case.c.grid_id,
                func.tstzrange(OfficerGrid.valid_from, OfficerGrid.valid_to).op("@>")(
                    case.c.reported_at
                ),
            ),
        ).join(Officer, Officer.id == OfficerGrid.officer_id)
        return Officer.code, Officer.name, Officer.name, source
    chain = areas.chains()
    # The grid when the case was reported, or the one that holds its place at another date.
    grid_id = case.c.grid_id if scope.at is None else func.grid_at(case.c.geom, scope.at)
    source = case.join(chain, chain.c.grid_id == grid_id).join(
        Area, and_(Area.id == chain.c.id, Area.tier == tier)
    )
    return Area.code, Area.name, Area.name_zh, source
