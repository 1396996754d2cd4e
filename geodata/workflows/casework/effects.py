"""What each action does to a case beside its new state; one function per effect."""

from __future__ import annotations

from collections.abc import Callable

from geodata.errors import InvalidInputError
from geodata.models.incident import PRIORITIES
from geodata.queries import categories
from geodata.workflows.casework import clocks, owners, requests, routing, tasks
from geodata.workflows.casework.deed import Deed, Detail


def dispatch(deed: Deed) -> Detail:
    """Send it to the department, and ask others to assist."""
    code = str(deed.order.department_code)
    assists = dict.fromkeys(deed.order.assist_codes)
    if code in assists:
        raise InvalidInputError(f"{code} leads and cannot assist itself", field="assist_codes")
    deed.case.department_id = deed.department_id(code)
    deed.case.handler_id = None
    owners.to_department(deed.case)
    for assisting in assists:
        key = deed.department_id(assisting, "assist_codes")
        tasks.ask(deed, key, deed.order.note or "assist")
    return {"department": code, **({"assists": list(assists)} if assists else {})}


def claim(deed: Deed) -> Detail:
    """Take it as the one who handles it."""
    deed.case.handler_id = deed.actor.account_id
    return {}


def feedback(deed: Deed) -> Detail:
    """Say that it is handled: the desk answers for the check."""
    deed.case.resolved_at = deed.now
    owners.to_desk(deed.session, deed.case, deed.scene, deed.now)
    return {}


def back_to_department(deed: Deed) -> Detail:
    """Send it back for rework, to the department that handled it."""
    deed.case.resolved_at = None
    deed.case.closed_at = None
    deed.case.rework_count += 1
    owners.to_department(deed.case)
    return {}


def close(deed: Deed) -> Detail:
    """End it."""
    deed.case.closed_at = deed.now
    tasks.cancel_all(deed)
    requests.drop(deed)
    return {}


def close_on_spot(deed: Deed) -> Detail:
    """Report, handling and check in one by the officer (即办件); solved at the lowest level."""
    deed.case.level_tier = deed.scene.facts.lowest_tier
    deed.case.due_at = clocks.due_from(deed.session, deed.case, "handle", deed.case.reported_at)
    deed.case.resolved_at = deed.now
    owners.to_desk(deed.session, deed.case, deed.scene, deed.now)
    return close(deed)


def send_back(deed: Deed) -> Detail:
    """Return it to the desk; too many returns are decided one level above."""
    deed.case.return_count += 1
    department = deed.scene.facts.department_code
    return {"department": department, **_to_desk(deed)}


def recall(deed: Deed) -> Detail:
    """Take it back from the department before anybody claimed it."""
    return {"department": deed.scene.facts.department_code, **_to_desk(deed)}


def escalate(deed: Deed) -> Detail:
    """Move it a level up; a desk hands it over, a department keeps answering for it."""
    return _change_level(deed, -1)


def hand_down(deed: Deed) -> Detail:
    """Move it a level down."""
    return _change_level(deed, +1)


def rehome(deed: Deed) -> Detail:
    """Let its owner follow boundaries that were drawn anew; a department keeps it."""
    if deed.case.owner_department_id is None:
        owners.to_desk(deed.session, deed.case, deed.scene, deed.now)
    return {}


def supervise(deed: Deed) -> Detail:
    """Put it under supervision (督办)."""
    deed.case.supervise_count += 1
    return {}


def change_category(deed: Deed) -> Detail:
    """Correct what it is; the suggested department and the limits follow."""
    code = str(deed.order.category_code)
    category_id = categories.get_id(deed.session, code)
    if category_id == deed.case.category_id:
        raise InvalidInputError(f"it is of category {code} already", field="category_code")
    deed.case.category_id = category_id
    routing.suggest_for(deed.session, deed.case, deed.scene.tiers)
    clocks.limit_again(deed.session, deed.case)
    return {"category": code}


def prioritize(deed: Deed) -> Detail:
    """Change its condition; the limits follow."""
    wanted = str(deed.order.priority)
    if wanted not in PRIORITIES:
        known = ", ".join(PRIORITIES)
        raise InvalidInputError(f"priority {wanted!r} is not one of {known}", field="priority")
    before, deed.case.priority = deed.case.priority, wanted
    clocks.limit_again(deed.session, deed.case)
    return {"priority": wanted, "before": before}


def reopen(deed: Deed) -> Detail:
    """Take it up again because whoever reported it is not content."""
    deed.case.reopen_count += 1
    deed.case.resolved_at = None
    deed.case.closed_at = None
    deed.case.handler_id = None
    return _to_desk(deed)


EFFECTS: dict[str, Callable[[Deed], Detail]] = {
    "close_on_spot": close_on_spot,
    "dispatch": dispatch,
    "claim": claim,
    "feedback": feedback,
    "pass": close,
    "fail": back_to_department,
    "review_fail": back_to_department,
    "return": send_back,
    "recall": recall,
    "request_extension": requests.request,
    "extend": requests.extend,
    "refuse_extension": requests.refuse,
    "request_suspension": requests.request,
    "suspend": requests.suspend,
    "refuse_suspension": requests.refuse,
    "resume": requests.resume,
    "assist": tasks.assist,
    "finish_task": tasks.finish_task,
    "cancel_task": tasks.cancel_task,
    "escalate": escalate,
    "hand_down": hand_down,
    "rehome": rehome,
    "supervise": supervise,
    "change_category": change_category,
    "prioritize": prioritize,
    "reject": close,
    "withdraw": close,
    "reopen": reopen,
}


def _to_desk(deed: Deed) -> Detail:
    owners.to_desk(deed.session, deed.case, deed.scene, deed.now)
    deed.case.handler_id = None
    tasks.cancel_all(deed)
    return {}


def _change_level(deed: Deed, step: int) -> Detail:
    before, deed.case.level_tier = deed.case.level_tier, deed.case.level_tier + step
    if deed.case.owner_department_id is None:
        owners.to_desk(deed.session, deed.case, deed.scene, deed.now)
    return {"from_tier": before, "to_tier": deed.case.level_tier}
