"""Beginning a plan: from the boundaries of a date, or from another plan at a version."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geodata.codes import number_grids
from geodata.errors import ConflictError, InvalidInputError
from geodata.models import Plan, PlanGrid
from geodata.queries import areas, plan_beginnings, plans
from geodata.workflows.planning.edits import Edit, Hand, note
from geodata.workflows.planning.undo import state_at

LOWEST_SCOPE_TIER = 4


@dataclass(frozen=True)
class NewPlan:
    """What a plan begins with: its name, its scope, and what a grid should hold in households."""

    name: str
    area_code: str
    least: int = 300
    target: int = 400
    most: int = 500


def begin(session: Session, hand: Hand, new: NewPlan, at: datetime | None = None) -> Plan:
    """Write a draft of the boundaries at a moment (default: now).

    A grid that has ended since gets a new code, for codes are never given twice. Raises
    NotFoundError for an unknown area, InvalidInputError for one below the communities or one
    without units, and for bounds that do not rise.
    """
    plan = _write(session, hand, new)
    plan_beginnings.assign_today(session, plan, at or hand.now)
    if at is not None:
        _renew_ended(session, plan, hand.now)
    if not plan_beginnings.has_units(session, plan):
        raise InvalidInputError(
            f"{new.area_code} has no units to draw grids from; import units first", field="area"
        )
    detail = {"from": (at or hand.now).isoformat()}
    note(session, plan, hand, Edit(plan.version, action="create"), detail)
    return plan


def branch(
    session: Session, hand: Hand, source_id: int, name: str, version: int | None = None
) -> Plan:
    """Write a draft that goes on from another plan, at a version of it; locks stay behind."""
    source = plans.get(session, source_id)
    scope = plans.scope(session, source)
    bounds = (source.least_households, source.target_households, source.most_households)
    plan = _write(session, hand, NewPlan(name, scope.code, *bounds), scope_id=scope.id)
    plan.base_id = source.id
    plan_beginnings.copy_assignment(session, source, plan)
    if version is not None and version != source.version:
        moves, _ = state_at(session, source, version)
        plan_beginnings.add_missing_grids(
            session, source, plan, {then for _, _, then in moves if then}
        )
        plans.move(session, plan, moves)
    _renew_ended(session, plan, hand.now)
    detail = {"from_plan": source.id, "from_version": version or source.version}
    note(session, plan, hand, Edit(plan.version, action="create"), detail)
    return plan


def _write(session: Session, hand: Hand, new: NewPlan, scope_id: int | None = None) -> Plan:
    if not new.name.strip():
        raise InvalidInputError("a plan needs a name", field="name")
    if not 0 <= new.least <= new.target <= new.most or new.most == 0:
        raise InvalidInputError(
            f"least {new.least}, target {new.target} and most {new.most} must rise", field="least"
        )
    key = scope_id or areas.get_id(session, new.area_code, hand.now)
    plan = Plan(
        name=new.name.strip(),
        scope_id=key,
        author=hand.name,
        created_at=hand.now,
        changed_at=hand.now,
        least_households=new.least,
        target_households=new.target,
        most_households=new.most,
    )
    session.add(plan)
    session.flush()
    if plans.scope(session, plan).tier > LOWEST_SCOPE_TIER:
        raise InvalidInputError(
            f"{new.area_code} is a grid; a plan redraws a community or more", field="area"
        )
    return plan


def _renew_ended(session: Session, plan: Plan, now: datetime) -> None:
    """Give new codes to grids of the plan whose own codes have ended."""
    ended = plan_beginnings.ended_codes(session, plan, now)
    by_community: dict[str, list[str]] = defaultdict(list)
    for code in sorted(ended):
        by_community[code[:12]].append(code)
    for community, codes in by_community.items():
        used = plans.codes_ever_given(session, community)
        new = number_grids(community, range(len(codes)), [0] * len(codes), used)
        for old, code in zip(codes, new, strict=True):
            row = session.get(PlanGrid, (plan.id, old))
            if row is None:
                raise ConflictError(f"plan {plan.id} has no grid {old}")
            session.add(
                PlanGrid(
                    plan_id=plan.id,
                    code=code,
                    name=row.name,
                    name_zh=row.name_zh,
                    grid_type=row.grid_type,
                    is_new=True,
                )
            )
            session.flush()
            plan_beginnings.rename_grid(session, plan, old, code)
            session.delete(row)
    session.flush()
