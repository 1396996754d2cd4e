"""Every state, action and role: allowed or refused exactly as written down here, once more.

The list below is not read from the table under test: it is the loop as the city's rules tell it.
"""

from datetime import timedelta

import pytest

from geodata.errors import ConflictError, ForbiddenError
from geodata.loop import transitions
from geodata.models import CaseRequest, CaseTask
from geodata.rights.roles import ROLES
from geodata.workflows import casework
from tests.worlds import cases

DESK_STATES = "reported verified filed returned"
DEPARTMENT_STATES = "dispatched processing extended suspended rework"
IN_HAND = "processing extended rework"
OPEN = f"{DESK_STATES} {DEPARTMENT_STATES} feedback checking"
ALL = f"{OPEN} closed reviewed rejected"
REPORTERS = "citizen officer station_lead"
DESK = "dispatcher station_lead"
CHECKERS = "checker officer station_lead"
# Each action with its states and its roles.
RULES = {
    "report": ("", REPORTERS),
    "verify": ("reported", "officer station_lead"),
    "close_on_spot": (DESK_STATES, "officer station_lead"),
    "file": ("verified", DESK),
    "dispatch": ("filed returned", DESK),
    "claim": ("dispatched rework", "handler"),
    "feedback": ("processing extended", "handler"),
    "check": ("feedback", CHECKERS),
    "pass": ("checking", CHECKERS),
    "fail": ("checking", CHECKERS),
    "review": ("closed", CHECKERS),
    "review_fail": ("closed", CHECKERS),
    "return": (f"dispatched {IN_HAND}", "handler"),
    "recall": ("dispatched", DESK),
    "request_extension": (IN_HAND, "handler"),
    "extend": (IN_HAND, "approver"),
    "refuse_extension": (IN_HAND, "approver"),
    "request_suspension": (IN_HAND, "handler"),
    "suspend": (IN_HAND, "approver"),
    "refuse_suspension": (IN_HAND, "approver"),
    "resume": ("suspended", "approver"),
    "assist": (DEPARTMENT_STATES, f"{DESK} handler"),
    "finish_task": (DEPARTMENT_STATES, "handler"),
    "cancel_task": (DEPARTMENT_STATES, DESK),
    "escalate": (f"{DESK_STATES} {DEPARTMENT_STATES}", f"{DESK} approver"),
    "hand_down": (DESK_STATES, DESK),
    "warn": (OPEN, ""),
    "rehome": (OPEN, ""),
    "supervise": (OPEN, f"{DESK} approver auditor"),
    "change_category": (DESK_STATES, "officer station_lead dispatcher"),
    "prioritize": (f"{DESK_STATES} {DEPARTMENT_STATES}", DESK),
    "split": (DESK_STATES, DESK),
    "merge": (f"{DESK_STATES} {DEPARTMENT_STATES}", DESK),
    "reject": ("reported verified", DESK),
    "withdraw": ("reported verified", REPORTERS),
    "reopen": ("closed reviewed rejected", REPORTERS),
    "note": (ALL, "officer station_lead dispatcher checker handler approver auditor"),
}
OTHER = cases.UUID("6f0c1a52-1111-4000-8000-000000000002")
VALUES = {
    "department_code": "PARKS",
    "reason": "because",
    "note": "seen",
    "until": cases.MORNING + timedelta(days=60),
    "category_code": "0204",
    "priority": "urgent",
    "into": OTHER,
    "parts": ({"category_code": "0204"},),
    "attachment_ids": (cases.photo("before").id, cases.photo("after").id),
}


def values_of(action):
    """What the action needs; an assisting department is another one than the leading."""
    needs = {name for row in transitions.TRANSITIONS if row.action == action for name in row.needs}
    values = {name: VALUES[name] for name in needs & set(VALUES)}
    return values | ({"department_code": "ROADS"} if action in ("assist", "cancel_task") else {})


def prepare(session, roads, action):
    """Make the guards hold that are not about roles and states."""
    asked = {"asked_by": "somebody", "asked_at": cases.MORNING, "incident_id": cases.KEY}
    for kind, words in (("extension", "extend"), ("suspension", "suspend")):
        if action in (words, f"refuse_{kind}"):
            session.add(CaseRequest(kind=kind, reason="r", until=cases.LATER + cases.HOUR, **asked))
    if action in ("finish_task", "cancel_task"):
        session.add(CaseTask(department_id=roads.id, note="help", **asked))
    if action == "close_on_spot":
        session.add_all(cases.photo(kind) for kind in ("before", "after"))
    session.flush()


def answer(session, roads, state, action, role):
    """Try it and undo it; say how it was answered."""
    department = "ROADS" if action == "finish_task" else "PARKS"
    who = cases.actor(role, f"some {role}", department)
    order = casework.Order(action, **values_of(action))
    undo = session.begin_nested()
    try:
        prepare(session, roads, action)
        casework.act(session, who, cases.KEY, order, cases.MORNING, is_reporter=True)
    except ForbiddenError:
        return "forbidden"
    except ConflictError:
        return "conflict"
    finally:
        undo.rollback()
    return "done"


def expected(state, action, role):
    states, roles = (words.split() for words in RULES[action])
    if role not in roles:
        return "forbidden"
    if state not in states:
        return "conflict"
    return "done"


@pytest.mark.parametrize("state", transitions.STATES)
def test_every_action_of_every_role(session, town, state):
    roads = cases.write_matrix(session, town)
    cases.second_category(session, town)
    cases.report(session)
    cases.report(session, OTHER, lon=114.005)
    cases.bring_to(session, state)
    assert set(RULES) == set(transitions.ACTIONS)
    wrong = {
        (action, role): (found, wanted)
        for action in RULES
        for role in ROLES
        if (found := answer(session, roads, state, action, role))
        != (wanted := expected(state, action, role))
    }
    assert wrong == {}
