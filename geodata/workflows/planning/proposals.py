"""The engine's proposals for a draft: computed as a job, kept, and accepted as one edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import geopandas as gpd
import pandas as pd
from sqlalchemy.orm import Session

from geodata import crs
from geodata.errors import ConflictError, InvalidInputError, NotFoundError
from geodata.models import Plan, PlanProposal
from geodata.queries import backdrops, cities, plans
from geodata.queries.plans import Move
from geodata.workflows.planning.edits import NEW, Applied, Edit, Hand, apply, require_draft
from geodata.workflows.progress import Progress

# What the base map knows, as the engine takes it; of the roads only those that part people.
BARRIER_KINDS = ("water", "rail", "bridge", "road")
MAIN_ROADS = r"(?i)arterial|interstate|freeway|expressway|motorway|trunk|primary|secondary"


@dataclass(frozen=True)
class Wanted:
    """What the engine is asked: which variants, and which communities or grids (None: all)."""

    plan_id: int
    variants: tuple[str, ...]
    communities: tuple[str, ...] | None = None
    grids: tuple[str, ...] | None = None
    seed: int = 0


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Propose each variant for a draft and keep it; return the figures of the job."""
    wanted = Wanted(
        parameters["plan_id"],
        tuple(parameters["variants"]),
        tuple(parameters["communities"]) if parameters.get("communities") else None,
        tuple(parameters["grids"]) if parameters.get("grids") else None,
        parameters.get("seed", 0),
    )
    plan = plans.get(session, wanted.plan_id)
    require_draft(plan)
    progress(5, "units")
    units = _units(session, plan, wanted)
    figures: dict[str, Any] = {}
    for number, variant in enumerate(wanted.variants):
        progress(10 + 85 * number / len(wanted.variants), variant)
        moves, report = _propose(session, plan, units, wanted, variant)
        session.add(
            PlanProposal(
                plan_id=plan.id,
                run_id=run_id,
                version=plan.version,
                variant=variant,
                moves=moves,
                report=report,
            )
        )
        figures[variant] = {key: value for key, value in report.items() if key not in _LONG}
    session.flush()
    return {"n": len(units), "summary": figures}


_LONG = ("findings", "changes")


def accept(session: Session, hand: Hand, plan_id: int, proposal_id: int, version: int) -> Applied:
    """Make a proposal an edit of its draft. Raises NotFoundError, and what an edit raises."""
    proposal = session.get(PlanProposal, proposal_id)
    if proposal is None or proposal.plan_id != plan_id:
        raise NotFoundError(f"plan {plan_id} has no proposal {proposal_id}")
    if not proposal.moves:
        raise ConflictError("the proposal moves nothing; the plan stays as it is")
    moves: tuple[Move, ...] = tuple((unit, old, new) for unit, old, new in proposal.moves)
    edit = Edit(version, moves, action="accept", reason=proposal.variant)
    return apply(session, hand, plan_id, edit)


def halve(session: Session, plan: Plan, code: str) -> tuple[Move, ...]:
    """Return the moves that cut a grid into two connected ones of like households.

    Raises NotFoundError, InvalidInputError for a grid of one unit.
    """
    from geodata.analyses.zoning import propose  # noqa: PLC0415  slow to import, and rarely used

    units = crs.to_metric(plans.units(session, plan, {code[:12]}), cities.get(session).metric_epsg)
    own = units[units["grid_code"] == code]
    if own.empty:
        raise NotFoundError(f"plan {plan.name!r} has no units in grid {code!r}")
    if len(own) == 1:
        raise InvalidInputError(f"grid {code} is one unit, which moves whole", field="grid")
    total = float(own["households"].sum())
    found = propose(
        own,
        weight_column="households",
        min_weight=0,
        max_weight=max(total, 1),
        target_weight=total / 2,
        parent_column="community_code",
        zone_counts={code[:12]: 2},
    )
    halves = own.assign(half=found.assignment["grid_code"]).groupby("half")
    lighter = min(halves, key=lambda half: (half[1]["households"].sum(), half[0]))[1]
    return tuple((str(unit), code, f"{NEW}1") for unit in lighter["code"])


def _units(session: Session, plan: Plan, wanted: Wanted) -> gpd.GeoDataFrame:
    communities = set(wanted.communities or ())
    if wanted.grids:
        known = plans.grids(session, plan, wanted.grids)
        missing = sorted(set(wanted.grids) - set(known))
        if missing:
            raise InvalidInputError(f"plan {plan.name!r} has no grid {missing[0]!r}")
        communities |= {code[:12] for code in wanted.grids}
    units = plans.units(session, plan, communities or None)
    if units.empty:
        raise InvalidInputError("there are no units where the engine is to work")
    units["grid_code"] = units["grid_code"].fillna("")
    return crs.to_metric(units, cities.get(session).metric_epsg)


def _propose(
    session: Session, plan: Plan, units: gpd.GeoDataFrame, wanted: Wanted, variant: str
) -> tuple[list[Move], dict[str, Any]]:
    from geodata.analyses.zoning import propose  # noqa: PLC0415  slow to import, and rarely used

    found = propose(
        units,
        weight_column="households",
        min_weight=plan.least_households,
        max_weight=plan.most_households,
        target_weight=plan.target_households,
        parent_column="community_code",
        today_column="grid_code",
        locked=_held(session, plan, units, wanted),
        barriers=_barriers(session, units),
        variant=variant,
        seed=wanted.seed,
    )
    known = set(plans.grids(session, plan))
    moves = _moves(units, found.assignment["grid_code"], known)
    return moves, dict(found.report)


def _held(session: Session, plan: Plan, units: gpd.GeoDataFrame, wanted: Wanted) -> Collection[str]:
    """The grids that nothing may join or leave: the locked, and all but those that were named."""
    here = set(units["grid_code"]) - {""}
    locked = {code for code, row in plans.grids(session, plan).items() if row.is_locked}
    others = here - set(wanted.grids) if wanted.grids else set()
    return sorted(here & (locked | others))


def _moves(units: gpd.GeoDataFrame, after: pd.Series, known: Collection[str]) -> list[Move]:
    rows = zip(units["code"], units["grid_code"], after, strict=True)
    return [
        (str(unit), before or None, code if code in known else f"{NEW}{code}")
        for unit, before, code in rows
        if before != code
    ]


def _barriers(session: Session, units: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
    layers = []
    for kind in BARRIER_KINDS:
        frame = backdrops.frame(session, kind)
        if kind == "road":
            frame = frame[frame["feature_class"].astype(str).str.contains(MAIN_ROADS)]
        if not frame.empty:
            layers.append(frame.assign(kind=kind)[["kind", "geometry"]])
    if not layers:
        return None
    every = gpd.GeoDataFrame(pd.concat(layers, ignore_index=True), crs=crs.STORAGE_EPSG)
    metric = crs.to_metric(every, cities.get(session).metric_epsg)
    west, south, east, north = units.total_bounds
    return metric.cx[west:east, south:north]


def listing(rows: Collection[PlanProposal]) -> list[dict[str, Any]]:
    """Return proposals as plain values, their moves counted."""
    return [_told(row) for row in rows]


def _told(row: PlanProposal) -> dict[str, Any]:
    report: Mapping[str, Any] = row.report
    return {
        "id": row.id,
        "variant": row.variant,
        "version": row.version,
        "at": row.at,
        "moved_count": len(row.moves),
        "report": report,
    }
