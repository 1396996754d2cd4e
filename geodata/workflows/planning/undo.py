"""Undo and redo without limit, and going back to any version; each is an edit of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from geodata.errors import ConflictError, InvalidInputError
from geodata.models import Plan, PlanEvent
from geodata.queries import plan_events, plans
from geodata.queries.plans import Move
from geodata.workflows.planning.edits import Applied, Edit, Hand, apply

# What can be undone: edits by hand, of the engine, of a file, and going back.
DRAWING = ("edit", "accept", "import", "restore")


def stacks(session: Session, plan_id: int) -> tuple[list[int], list[int]]:
    """Return the versions that can be undone and redone, the next one last."""
    done: list[int] = []
    undone: list[int] = []
    for event in plan_events.heads(session, plan_id):
        if event.action in DRAWING:
            done.append(event.version)
            undone.clear()
        elif event.action == "undo":
            undone.append(done.pop())
        elif event.action == "redo":
            done.append(undone.pop())
    return done, undone


def undo(session: Session, hand: Hand, plan_id: int, version: int) -> Applied:
    """Take the last edit back. Raises ConflictError when there is none or the version is old."""
    return _again(session, hand, plan_id, version, "undo")


def redo(session: Session, hand: Hand, plan_id: int, version: int) -> Applied:
    """Do again what was undone last. Raises ConflictError likewise."""
    return _again(session, hand, plan_id, version, "redo")


def restore(session: Session, hand: Hand, plan_id: int, version: int, to_version: int) -> Applied:
    """Bring a draft back to how it was at an earlier version; undoing this brings the later back.

    Raises InvalidInputError for a version that never was, ConflictError when nothing differs.
    """
    plan = plans.lock(session, plan_id)
    _require_current(plan.version, version)
    if to_version > plan.version or to_version < 1:
        raise InvalidInputError(f"plan has no version {to_version}", field="to_version")
    moves, grids = state_at(session, plan, to_version)
    if not moves and not grids:
        raise ConflictError(f"the plan is as it was at version {to_version} already")
    edit = Edit(version, tuple(moves), grids, action="restore", undoes=to_version)
    return apply(session, hand, plan_id, edit)


def state_at(
    session: Session, plan: Plan, version: int
) -> tuple[list[Move], dict[str, dict[str, Any]]]:
    """Return the moves and the properties of grids that bring a plan back to a version."""
    units: dict[str, tuple[str | None, str | None]] = {}
    grids: dict[str, dict[str, Any]] = {}
    for event in plan_events.after(session, plan.id, version):
        for unit, before, after in event.detail.get("moves", []):
            units[unit] = (before, units[unit][1] if unit in units else after)
        for code, old, _ in event.detail.get("grids", []):
            if old is not None:
                grids[code] = old
    moves = [(unit, now_in, then) for unit, (then, now_in) in units.items() if then != now_in]
    return moves, grids


def _again(session: Session, hand: Hand, plan_id: int, version: int, action: str) -> Applied:
    plan = plans.lock(session, plan_id)
    _require_current(plan.version, version)
    done, undone = stacks(session, plan_id)
    stack = done if action == "undo" else undone
    if not stack:
        raise ConflictError(f"there is nothing to {action}")
    event = plan_events.of_version(session, plan_id, stack[-1])
    moves = tuple(_inverse(event) if action == "undo" else _forward(event))
    side = 1 if action == "undo" else 2
    grids = {row[0]: row[side] for row in event.detail.get("grids", []) if row[side] is not None}
    if not moves and not grids:
        # A grid was made and nothing moved into it: there is nothing to see.
        grids = {row[0]: row[2] for row in event.detail["grids"]}
    edit = Edit(version, moves, grids, action=action, undoes=event.version)
    return apply(session, hand, plan_id, edit)


def _inverse(event: PlanEvent) -> list[Move]:
    return [(unit, after, before) for unit, before, after in event.detail.get("moves", [])]


def _forward(event: PlanEvent) -> list[Move]:
    return [(unit, before, after) for unit, before, after in event.detail.get("moves", [])]


def _require_current(current: int, version: int) -> None:
    if current != version:
        raise ConflictError(f"the plan is at version {current}, you looked at {version}")
