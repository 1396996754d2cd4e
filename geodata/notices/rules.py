"""The table of who is told of what: action of an event -> who, under which kind."""

from __future__ import annotations

# Whom an event can concern. ``owner`` is who answers for the case afterwards: the people of the
# department, the officer, or the desk of the area (of the nearest level that has somebody).
AUDIENCES = (
    "owner",
    "grid_officer",
    "assists",
    "supervisors",
    "approvers",
    "asker",
    "watchers",
    "planners",
    "officers_of_plan",
    "plan_approvers",
    "operators",
)

Rule = tuple[str, str]

_MOVED: tuple[Rule, ...] = (("owner", "case_yours"), ("watchers", "case_progress"))
_TOLD: tuple[Rule, ...] = (("watchers", "case_progress"),)
_LATE: tuple[Rule, ...] = (("owner", "case_overdue"), ("supervisors", "case_overdue"))
_ASKED: tuple[Rule, ...] = (("approvers", "case_decision"),)
_DECIDED: tuple[Rule, ...] = (("owner", "case_yours"), ("asker", "case_yours"))

OF_INCIDENTS: dict[str, tuple[Rule, ...]] = {
    "report": (("owner", "case_new"), ("grid_officer", "case_new")),
    "verify": (("owner", "case_yours"), *_TOLD),
    "file": (("owner", "case_yours"), *_TOLD),
    "dispatch": (*_MOVED, ("assists", "case_assist")),
    "assist": (("assists", "case_assist"),),
    "claim": _TOLD,
    "feedback": _MOVED,
    "fail": _MOVED,
    "review_fail": _MOVED,
    "return": (("owner", "case_yours"),),
    "recall": (("owner", "case_yours"),),
    "reopen": _MOVED,
    "pass": _TOLD,
    "close_on_spot": _TOLD,
    "review": _TOLD,
    "reject": _TOLD,
    "withdraw": (("owner", "case_yours"), *_TOLD),
    "merge": _TOLD,
    "split": _TOLD,
    "request_extension": _ASKED,
    "request_suspension": _ASKED,
    "extend": (*_DECIDED, *_TOLD),
    "refuse_extension": _DECIDED,
    "suspend": (*_DECIDED, *_TOLD),
    "refuse_suspension": _DECIDED,
    "resume": _MOVED,
    "finish_task": (("owner", "case_yours"),),
    "cancel_task": (("assists", "case_assist"),),
    "warn": (("owner", "case_near_due"), ("supervisors", "case_near_due")),
    "supervise": _LATE,
    "escalate": _LATE,
    "hand_down": (("owner", "case_yours"),),
    "rehome": (("owner", "case_yours"),),
    "change_category": (("owner", "case_yours"),),
    "prioritize": (("owner", "case_yours"),),
    "note": (("owner", "case_yours"),),
}
OF_PLANS: dict[str, tuple[Rule, ...]] = {
    "submit": (("plan_approvers", "plan_decision"),),
    "approve": (("planners", "plan_decision"),),
    "send_back": (("planners", "plan_decision"),),
    "publish": (("planners", "plan_published"), ("officers_of_plan", "plan_published")),
    "withdraw": (("planners", "plan_decision"),),
}
# Of alerts, what begins or grows; what an operator did with one, the others see in the list.
OF_ALERTS: dict[str, tuple[Rule, ...]] = {
    "raised": (("operators", "alert"),),
    "grew": (("operators", "alert"),),
    "raised_again": (("operators", "alert"),),
    "reopen": (("operators", "alert"),),
    "assign": (("operators", "alert"),),
}
RULES: dict[str, dict[str, tuple[Rule, ...]]] = {
    "incident": OF_INCIDENTS,
    "plan": OF_PLANS,
    "alert": OF_ALERTS,
}
# What a follower or reporter outside of the house hears of by e-mail.
MILESTONES = frozenset(
    {"file", "reject", "dispatch", "feedback", "pass", "close_on_spot", "reopen", "suspend"}
    | {"merge", "fail", "review_fail"}
)
