"""The one table of what may be done to a case in which state, by whom, and where that leads.

Nothing else changes a state. A row is read: in one of ``sources``, somebody who holds one of
``roles`` around the place may do ``action``; it needs ``needs``, every guard of ``guards`` must
hold, and the case is then in ``target`` (or stays as it is). The diagram in docs/case-states.md
is drawn from here.
"""

from __future__ import annotations

from dataclasses import dataclass

# What a state means for the clocks: which stage is running. None: nobody owes anything.
STAGE_OF: dict[str, str | None] = {
    "reported": "verify",
    "verified": "dispatch",
    "filed": "dispatch",
    "dispatched": "handle",
    "processing": "handle",
    "returned": "dispatch",
    "extended": "handle",
    "suspended": "handle",
    "feedback": "check",
    "checking": "check",
    "rework": "handle",
    "closed": None,
    "reviewed": None,
    "rejected": None,
}
STATES = tuple(STAGE_OF)
OPEN = tuple(state for state, stage in STAGE_OF.items() if stage)
# A desk owns the case: it is looked at, filed or sent, not handled.
AT_A_DESK = ("reported", "verified", "filed", "returned")
WITH_A_DEPARTMENT = ("dispatched", "processing", "extended", "suspended", "rework")
IN_HAND = ("processing", "extended", "rework")

REPORTERS = frozenset({"citizen", "officer", "station_lead"})
FIELD = frozenset({"officer", "station_lead"})
DESK = frozenset({"dispatcher", "station_lead"})
CHECKERS = frozenset({"checker", "officer", "station_lead"})
HANDLER = frozenset({"handler"})
APPROVER = frozenset({"approver"})
# The clockwork: supervision, escalation and what else happens by the clock alone.
MACHINE = frozenset({"clockwork"})
ANY_STAFF = FIELD | DESK | CHECKERS | HANDLER | APPROVER | {"auditor"}


@dataclass(frozen=True)
class Transition:
    """One row of the table; ``target`` None leaves the state as it is."""

    action: str
    sources: tuple[str, ...]
    target: str | None
    roles: frozenset[str]
    needs: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


# Action -> its names. The order is that in which a page offers them.
ACTIONS: dict[str, tuple[str, str]] = {
    "report": ("Report", "上报"),
    "verify": ("Verify", "核实"),
    "close_on_spot": ("Close on the spot", "即办办结"),
    "file": ("File", "立案"),
    "dispatch": ("Dispatch", "派遣"),
    "claim": ("Claim", "接单"),
    "feedback": ("Report as handled", "处置反馈"),
    "check": ("Start the check", "开始核查"),
    "pass": ("Pass the check and close", "核查通过结案"),
    "fail": ("Fail the check", "核查不通过返工"),
    "review": ("Review", "回头看"),
    "review_fail": ("Review finds it undone", "回头看不合格"),
    "return": ("Return", "退回"),
    "recall": ("Recall", "撤回派遣"),
    "request_extension": ("Ask for more time", "申请延期"),
    "extend": ("Approve the extension", "批准延期"),
    "refuse_extension": ("Refuse the extension", "不予延期"),
    "request_suspension": ("Ask for suspension", "申请挂账"),
    "suspend": ("Approve the suspension", "批准挂账"),
    "refuse_suspension": ("Refuse the suspension", "不予挂账"),
    "resume": ("Resume", "恢复处置"),
    "assist": ("Ask for assistance", "请求协办"),
    "finish_task": ("Finish the assisting task", "协办完成"),
    "cancel_task": ("Cancel an assisting task", "取消协办"),
    "escalate": ("Escalate a tier up", "上报上级"),
    "hand_down": ("Hand a tier down", "下派下级"),
    "warn": ("Warn that time runs out", "临期提醒"),
    "rehome": ("Follow the new boundaries", "随网格调整"),
    "supervise": ("Supervise", "督办"),
    "change_category": ("Change the category", "变更类别"),
    "prioritize": ("Change the priority", "变更优先级"),
    "split": ("Split", "拆分"),
    "merge": ("Merge", "合并"),
    "reject": ("Reject", "不予立案"),
    "withdraw": ("Withdraw", "撤销上报"),
    "reopen": ("Reopen", "申请重办"),
    "note": ("Note", "备注"),
}

TRANSITIONS: tuple[Transition, ...] = (
    Transition("report", (), "reported", REPORTERS),
    Transition("verify", ("reported",), "verified", FIELD, takes=("attachment_ids",)),
    Transition(
        "close_on_spot",
        AT_A_DESK,
        "closed",
        FIELD,
        ("attachment_ids",),
        ("before_and_after",),
    ),
    Transition("file", ("verified",), "filed", DESK),
    Transition(
        "dispatch",
        ("filed", "returned"),
        "dispatched",
        DESK,
        ("department_code",),
        takes=("assist_codes",),
    ),
    Transition("claim", ("dispatched", "rework"), "processing", HANDLER, (), ("own_department",)),
    Transition(
        "feedback",
        ("processing", "extended"),
        "feedback",
        HANDLER,
        ("note",),
        ("own_department", "tasks_done"),
        ("attachment_ids",),
    ),
    Transition("check", ("feedback",), "checking", CHECKERS, (), ("not_a_handler",)),
    Transition(
        "pass",
        ("checking",),
        "closed",
        CHECKERS,
        (),
        ("not_a_handler",),
        ("attachment_ids",),
    ),
    Transition(
        "fail",
        ("checking",),
        "rework",
        CHECKERS,
        ("reason",),
        ("not_a_handler",),
        ("attachment_ids",),
    ),
    Transition(
        "review",
        ("closed",),
        "reviewed",
        CHECKERS,
        ("note",),
        ("not_a_handler", "not_merged"),
        ("attachment_ids",),
    ),
    Transition(
        "review_fail",
        ("closed",),
        "rework",
        CHECKERS,
        ("reason",),
        ("not_a_handler", "not_merged", "has_department"),
        ("attachment_ids",),
    ),
    Transition(
        "return",
        ("dispatched", *IN_HAND),
        "returned",
        HANDLER,
        ("reason",),
        ("own_department", "no_request"),
    ),
    Transition("recall", ("dispatched",), "filed", DESK, ("reason",)),
    Transition(
        "request_extension",
        IN_HAND,
        None,
        HANDLER,
        ("reason", "until"),
        ("own_department", "no_request"),
    ),
    Transition("extend", IN_HAND, "extended", APPROVER, (), ("extension_asked", "not_the_asker")),
    Transition(
        "refuse_extension",
        IN_HAND,
        None,
        APPROVER,
        ("reason",),
        ("extension_asked", "not_the_asker"),
    ),
    Transition(
        "request_suspension",
        IN_HAND,
        None,
        HANDLER,
        ("reason",),
        ("own_department", "no_request"),
        ("until",),
    ),
    Transition(
        "suspend", IN_HAND, "suspended", APPROVER, (), ("suspension_asked", "not_the_asker")
    ),
    Transition(
        "refuse_suspension",
        IN_HAND,
        None,
        APPROVER,
        ("reason",),
        ("suspension_asked", "not_the_asker"),
    ),
    Transition("resume", ("suspended",), "processing", APPROVER | MACHINE, ("reason",)),
    Transition(
        "assist",
        WITH_A_DEPARTMENT,
        None,
        DESK | HANDLER,
        ("department_code", "note"),
        ("own_department_or_desk",),
    ),
    Transition(
        "finish_task", WITH_A_DEPARTMENT, None, HANDLER, ("note",), ("assisting_department",)
    ),
    Transition("cancel_task", WITH_A_DEPARTMENT, None, DESK, ("department_code", "reason")),
    Transition(
        "escalate",
        (*AT_A_DESK, *WITH_A_DEPARTMENT),
        None,
        DESK | APPROVER | MACHINE,
        ("reason",),
        ("has_tier_above",),
    ),
    Transition("hand_down", AT_A_DESK, None, DESK, ("reason",), ("has_tier_below",)),
    Transition("warn", OPEN, None, MACHINE, ("reason",)),
    Transition("rehome", OPEN, None, MACHINE, ("reason",)),
    Transition("supervise", OPEN, None, DESK | APPROVER | MACHINE | {"auditor"}, ("reason",)),
    Transition("change_category", AT_A_DESK, None, FIELD | DESK, ("category_code", "reason")),
    Transition(
        "prioritize",
        (*AT_A_DESK, *WITH_A_DEPARTMENT),
        None,
        DESK,
        ("priority", "reason"),
    ),
    Transition("split", AT_A_DESK, None, DESK, ("parts", "reason")),
    Transition("merge", AT_A_DESK, "rejected", DESK, ("into", "reason")),
    Transition("merge", WITH_A_DEPARTMENT, "closed", DESK, ("into", "reason")),
    Transition("reject", ("reported", "verified"), "rejected", DESK, ("reason",)),
    Transition("withdraw", ("reported", "verified"), "rejected", REPORTERS, (), ("is_reporter",)),
    Transition(
        "reopen",
        ("closed", "reviewed"),
        "filed",
        REPORTERS,
        ("reason",),
        ("is_reporter", "not_merged", "within_reopen_period"),
        ("attachment_ids",),
    ),
    Transition(
        "reopen",
        ("rejected",),
        "reported",
        REPORTERS,
        ("reason",),
        ("is_reporter", "not_merged", "within_reopen_period"),
        ("attachment_ids",),
    ),
    Transition("note", STATES, None, ANY_STAFF, ("note",), (), ("attachment_ids",)),
)

# State and action -> the row.
TABLE = {(state, row.action): row for row in TRANSITIONS for state in row.sources}


def find(state: str, action: str) -> Transition | None:
    """Return the row for an action in a state, None when the table has none.

    >>> find("feedback", "check").target
    'checking'
    >>> find("closed", "dispatch") is None
    True
    """
    return TABLE.get((state, action))


def possible(state: str) -> list[Transition]:
    """Return the rows that start in a state, in the order of ACTIONS.

    >>> [row.action for row in possible("rejected")]
    ['reopen', 'note']
    """
    return [row for action in ACTIONS if (row := find(state, action))]


def roles_of(action: str) -> frozenset[str]:
    """Return the roles that may do an action in one state or another.

    >>> sorted(roles_of("extend"))
    ['approver']
    """
    if action not in ACTIONS:
        raise KeyError(action)
    return frozenset().union(*(row.roles for row in TRANSITIONS if row.action == action))


def sources_of(action: str) -> list[str]:
    """Return the states from which an action starts, in the order of STATES.

    >>> sources_of("dispatch")
    ['filed', 'returned']
    """
    return [state for state in STATES if find(state, action)]
