"""Changing a draft: units move, grids are made, named and locked; each edit can be undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geodata.codes import number_grids
from geodata.errors import ConflictError, InvalidInputError
from geodata.models import Plan, PlanEvent, PlanGrid
from geodata.queries import plan_events, plans
from geodata.queries.plans import Move

# A grid that is made by the edit itself is called new:1, new:2 and so on.
NEW = "new:"
PROPERTIES = ("name", "name_zh", "grid_type", "is_locked")
GRID_TYPES = ("base", "dedicated")
MAX_TEXT = 100
GRID_DIGITS = 15


@dataclass(frozen=True)
class Hand:
    """Who does it, and when."""

    name: str
    now: datetime


@dataclass(frozen=True)
class Edit:
    """What is to change, and the version that was looked at.

    ``moves`` are (unit, grid before, grid after); ``grids`` are properties by code. In both a
    grid may be new.
    """

    version: int
    moves: tuple[Move, ...] = ()
    grids: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    action: str = "edit"
    reason: str | None = None
    undoes: int | None = None


@dataclass(frozen=True)
class Applied:
    """What became of an edit: the new version, codes of new grids, and which grids it touched."""

    version: int
    is_merged: bool
    codes: dict[str, str]
    touched: list[str]


def apply(session: Session, hand: Hand, plan_id: int, edit: Edit) -> Applied:
    """Change a draft; the caller commits. Nothing is written when anything is refused.

    An edit that looked at an older version is merged when every unit is still where it looked,
    and refused with ConflictError otherwise. Raises InvalidInputError for units and grids that
    are not the plan's, ConflictError for a locked grid or a plan that is no draft.
    """
    plan = plans.lock(session, plan_id)
    require_draft(plan)
    if edit.version > plan.version:
        raise InvalidInputError(f"version {edit.version} is yet to come", field="version")
    if not edit.moves and not edit.grids:
        raise InvalidInputError("nothing is to change: give moves or grids", field="moves")
    is_merged = edit.version < plan.version
    homes = _homes(session, plan, edit.moves)
    moves, codes = _with_codes(session, edit, homes)
    _check_current(session, plan, moves, homes)
    known = plans.grids(session, plan)
    _check_grids(plan, moves, homes, known, set(codes.values()), is_undo=edit.undoes is not None)
    changes = _change_grids(session, plan, edit, codes, known)
    plans.move(session, plan, moves)
    version = note(session, plan, hand, edit, {"moves": moves, "grids": changes})
    touched = {code for _, before, after in moves for code in (before, after) if code}
    return Applied(version, is_merged, codes, sorted(touched | {code for code, _, _ in changes}))


def require_draft(plan: Plan) -> None:
    """Raise ConflictError for a plan that may not be edited any more."""
    if plan.status != "draft":
        raise ConflictError(
            f"plan {plan.name!r} is {plan.status} and no draft; branch it to go on from it"
        )


def _homes(session: Session, plan: Plan, moves: Collection[Move]) -> dict[str, str]:
    wanted = [unit for unit, _, _ in moves]
    if len(set(wanted)) < len(wanted):
        raise InvalidInputError("a unit is moved twice in one edit", field="moves")
    homes = plans.communities_of_units(session, plan, wanted)
    missing = sorted(set(wanted) - set(homes))
    if missing:
        names = ", ".join(missing[:5])
        raise InvalidInputError(f"these units are not in the plan: {names}", field="moves")
    return homes


def _with_codes(
    session: Session, edit: Edit, homes: Mapping[str, str]
) -> tuple[list[Move], dict[str, str]]:
    """Give each new grid a code of its community that nobody ever had; its own if that is one."""
    wanted: dict[str, str] = {}
    for unit, _, after in edit.moves:
        if after and after.startswith(NEW):
            wanted.setdefault(after, homes[unit])
    codes: dict[str, str] = {}
    for community in sorted(set(wanted.values())):
        keys = [key for key, home in wanted.items() if home == community]
        used = plans.codes_ever_given(session, community)
        own = {key: code for key in keys if _is_free(code := key[len(NEW) :], community, used)}
        others = [key for key in keys if key not in own]
        used |= set(own.values())
        given = number_grids(community, range(len(others)), [0] * len(others), used)
        codes |= own | dict(zip(others, given, strict=True))
    moves = [(unit, before, codes.get(after or "", after)) for unit, before, after in edit.moves]
    return moves, codes


def _is_free(code: str, community: str, used: Collection[str]) -> bool:
    is_code = len(code) == GRID_DIGITS and code.isascii() and code.isdigit()
    return is_code and code.startswith(community) and code not in used


def _check_current(
    session: Session, plan: Plan, moves: Collection[Move], homes: Mapping[str, str]
) -> None:
    now = plans.grids_now(session, plan, set(homes.values())) if moves else {}
    elsewhere = [unit for unit, before, _ in moves if now[unit] != before]
    if elsewhere:
        names = ", ".join(f"{unit} (in {now[unit] or 'no grid'})" for unit in elsewhere[:5])
        raise ConflictError(
            f"somebody changed the plan meanwhile, it is at version {plan.version}: {names}"
        )


def _check_grids(
    plan: Plan,
    moves: Collection[Move],
    homes: Mapping[str, str],
    known: Mapping[str, PlanGrid],
    new: Collection[str],
    *,
    is_undo: bool,
) -> None:
    for unit, before, after in moves:
        if after is not None and after not in known and after not in new:
            raise InvalidInputError(f"plan {plan.name!r} has no grid {after!r}", field="moves")
        if after is not None and not after.startswith(homes[unit]):
            raise InvalidInputError(
                f"unit {unit} is in community {homes[unit]}, grid {after} is not", field="moves"
            )
        for code in (before, after):
            if code and code in known and known[code].is_locked and not is_undo:
                raise ConflictError(f"grid {code} is locked; unlock it first")


def _change_grids(
    session: Session,
    plan: Plan,
    edit: Edit,
    codes: Mapping[str, str],
    known: Mapping[str, PlanGrid],
) -> list[list[Any]]:
    changes: list[list[Any]] = []
    for key in {*edit.grids, *codes}:
        code = codes.get(key, key)
        wanted = _checked(edit.grids.get(key, {}))
        row = known.get(code)
        if row is None:
            if code not in codes.values():
                raise InvalidInputError(f"plan {plan.name!r} has no grid {code!r}", field="grids")
            number = int(code[12:])
            defaults = {"name": f"Grid {number}", "name_zh": f"第{number}网格"}
            row = PlanGrid(plan_id=plan.id, code=code, is_new=True, **{**defaults, **wanted})
            session.add(row)
            session.flush()
            changes.append([code, None, _properties(row)])
        elif wanted:
            before = _properties(row)
            for name, value in wanted.items():
                setattr(row, name, value)
            changes.append([code, before, _properties(row)])
    return sorted(changes, key=lambda change: str(change[0]))


def _checked(wanted: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in wanted.items():
        if name not in PROPERTIES:
            raise InvalidInputError(f"a grid has no {name!r} to set", field="grids")
        if name in ("name", "name_zh") and not (isinstance(value, str) and value.strip()):
            raise InvalidInputError(f"{name} is empty", field="grids")
        if name in ("name", "name_zh") and len(value) > MAX_TEXT:
            raise InvalidInputError(f"{name} has more than {MAX_TEXT} letters", field="grids")
        if name == "grid_type" and value not in GRID_TYPES:
            raise InvalidInputError(f"grid_type is one of {', '.join(GRID_TYPES)}", field="grids")
        if name == "is_locked" and not isinstance(value, bool):
            raise InvalidInputError("is_locked is true or false", field="grids")
    return dict(wanted)


def _properties(row: PlanGrid) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PROPERTIES}


def note(session: Session, plan: Plan, hand: Hand, edit: Edit, detail: dict[str, Any]) -> int:
    """Raise the version of a plan and append what was done; return the version."""
    version = plans.touch(session, plan, hand.now)
    event = PlanEvent(
        plan_id=plan.id,
        version=version,
        at=hand.now,
        actor=hand.name,
        action=edit.action,
        reason=edit.reason,
        undoes=edit.undoes,
        detail=detail,
    )
    plan_events.append(session, event)
    return version
