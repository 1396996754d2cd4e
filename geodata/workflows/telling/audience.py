"""The accounts whom news concerns, each with the kind under which it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.loop.transitions import APPROVER, DESK
from geodata.models import Incident, Plan
from geodata.notices.kinds import foremost
from geodata.notices.news import News
from geodata.queries import alerts, areas, audiences, cases, plans
from geodata.rights.policy import RIGHTS


@dataclass
class Scene:
    """News and what must be read to find whom it concerns, each at most once."""

    session: Session
    news: News

    @cached_property
    def case(self) -> Incident:
        """The incident."""
        return cases.get(self.session, UUID(self.news.subject))

    @cached_property
    def plan(self) -> Plan:
        """The plan."""
        return plans.get(self.session, int(self.news.subject))

    @cached_property
    def chain(self) -> list[str]:
        """The codes of the areas around it, from the city down."""
        if self.news.source == "incident":
            rows = cases.areas_around(self.session, self.case, self.news.at)
            return [row.code for row in rows]
        if self.news.source == "plan":
            scope = plans.scope(self.session, self.plan)
            return [row.code for row in areas.chain(self.session, scope.id)]
        # Longer codes are of lower tiers; of equally long ones, the city's ends in most zeros.
        codes = alerts.area_codes(self.session, int(self.news.subject))
        return sorted(codes, key=lambda code: (len(code), len(code.rstrip("0"))))

    @cached_property
    def has_gone_on(self) -> bool:
        """Whether an incident is no longer in the state that the event left it in."""
        left_in = self.news.facts.get("status")
        return self.news.source == "incident" and left_in not in (None, self.case.status)


def whom(scene: Scene) -> dict[int, str]:
    """Return the kind of news by account, without whoever did it.

    A case that has gone on meanwhile is no longer anybody's to act on in that state: when a
    worker was away for an hour, nobody is sent through every step of it.
    """
    kinds: dict[int, list[str]] = {}
    for audience, kind in scene.news.rules:
        if audience in _OF_THE_MOMENT and scene.has_gone_on:
            continue
        for account_id in _AUDIENCES[audience](scene):
            kinds.setdefault(account_id, []).append(kind)
    for account_id in audiences.by_login(scene.session, [scene.news.actor]):
        kinds.pop(account_id, None)
    return {account_id: foremost(found) for account_id, found in kinds.items()}


_OF_THE_MOMENT = frozenset({"owner", "approvers"})


def _owner(scene: Scene) -> set[int]:
    case = scene.case
    if case.handler_id is not None and case.owner_department_id is not None:
        return {case.handler_id}
    if case.owner_department_id is not None:
        return audiences.of_department(scene.session, case.owner_department_id)
    if case.owner_officer_id is not None:
        return audiences.of_officer(scene.session, case.owner_officer_id)
    if case.owner_area_id is not None:
        rows = areas.chain(scene.session, case.owner_area_id)
        chain = [row.code for row in rows]
        return audiences.nearest(scene.session, DESK, chain, scene.news.at)
    return set()


def _grid_officer(scene: Scene) -> set[int]:
    if scene.case.grid_id is None:
        return set()
    return audiences.of_grid(scene.session, scene.case.grid_id, scene.news.at)


def _assists(scene: Scene) -> set[int]:
    return audiences.assisting(scene.session, scene.case)


def _supervisors(scene: Scene) -> set[int]:
    return audiences.nearest(scene.session, DESK, scene.chain, scene.news.at)


def _approvers(scene: Scene) -> set[int]:
    return audiences.nearest(scene.session, APPROVER, scene.chain, scene.news.at)


def _asker(scene: Scene) -> set[int]:
    return audiences.asker(scene.session, scene.case)


def _watchers(scene: Scene) -> set[int]:
    return audiences.followers(scene.session, scene.case)


def _planners(scene: Scene) -> set[int]:
    return audiences.editors(scene.session, scene.plan)


def _officers_of_plan(scene: Scene) -> set[int]:
    return audiences.officers_of_plan(scene.session, scene.plan, scene.news.at)


def _plan_approvers(scene: Scene) -> set[int]:
    roles = RIGHTS["plan.approve"]
    return audiences.nearest(scene.session, roles, scene.chain, scene.news.at)


def _operators(scene: Scene) -> set[int]:
    roles = RIGHTS["alert.decide"] & DESK
    return audiences.nearest(scene.session, roles, scene.chain, scene.news.at)


_AUDIENCES: dict[str, Callable[[Scene], set[int]]] = {
    "owner": _owner,
    "grid_officer": _grid_officer,
    "assists": _assists,
    "supervisors": _supervisors,
    "approvers": _approvers,
    "asker": _asker,
    "watchers": _watchers,
    "planners": _planners,
    "officers_of_plan": _officers_of_plan,
    "plan_approvers": _plan_approvers,
    "operators": _operators,
}
