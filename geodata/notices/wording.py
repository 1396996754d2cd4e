"""What a notice says, in Chinese or English, from facts alone: never a text that a person wrote."""

from __future__ import annotations

from typing import Any

from geodata.loop.transitions import ACTIONS

STATUS_NAMES: dict[str, tuple[str, str]] = {
    "reported": ("reported", "已上报"),
    "verified": ("verified", "已核实"),
    "filed": ("filed", "已立案"),
    "rejected": ("not taken up", "不予立案"),
    "dispatched": ("sent to the department", "已派遣"),
    "processing": ("being handled", "处置中"),
    "returned": ("back at the desk", "已退回"),
    "extended": ("given more time", "已延期"),
    "suspended": ("suspended", "已挂账"),
    "feedback": ("handled, to be checked", "已处置待核查"),
    "checking": ("being checked", "核查中"),
    "closed": ("closed", "已结案"),
    "rework": ("to be done again", "返工中"),
    "reviewed": ("reviewed", "已回头看"),
}
PLAN_ACTIONS: dict[str, tuple[str, str]] = {
    "submit": ("submitted for approval", "已提交审批"),
    "approve": ("approved", "已批准"),
    "send_back": ("sent back", "已退回"),
    "publish": ("published", "已发布"),
    "withdraw": ("withdrawn", "已撤回"),
}
ALERT_ACTIONS: dict[str, tuple[str, str]] = {
    "raised": ("Alert", "预警"),
    "grew": ("Alert grew", "预警加剧"),
    "raised_again": ("Alert came back", "预警再现"),
    "reopen": ("Alert reopened", "预警重开"),
    "assign": ("Alert assigned", "预警已指派"),
}
# Kind -> what stands before the case; the rest is told by its action.
_CASE: dict[str, tuple[str, str]] = {
    "case_overdue": ("{action}: case {number}, {category}", "{action}：事件{number}（{category}）"),
    "case_yours": (
        "Yours to act on: case {number}, {category} ({action})",
        "待您处理：事件{number}（{category}），{action}",
    ),
    "case_assist": (
        "Assistance: case {number}, {category} ({action})",
        "协办：事件{number}（{category}），{action}",
    ),
    "case_decision": (
        "Your decision: {action}, case {number}, {category}",
        "待您审批：{action}，事件{number}（{category}）",
    ),
    "case_near_due": (
        "Little time left: case {number}, {category}",
        "临期：事件{number}（{category}）",
    ),
    "case_new": ("New report: case {number}, {category}", "新上报：事件{number}（{category}）"),
    "case_progress": (
        "Case {number}, {category}: {status}",
        "事件{number}（{category}）：{status}",
    ),
}


def title(kind: str, facts: dict[str, Any], locale: str) -> str:
    """Return the one line of a notice; ``locale`` is zh or en.

    >>> facts = {"number": 7, "category": "Noise", "category_zh": "噪声", "action": "dispatch",
    ...          "status": "dispatched"}
    >>> title("case_yours", facts, "en")
    'Yours to act on: case 7, Noise (Dispatch)'
    >>> title("case_progress", facts, "zh")
    '事件7（噪声）：已派遣'
    """
    is_zh = locale == "zh"
    if kind in _CASE:
        return _CASE[kind][is_zh].format(
            number=facts.get("number", ""),
            category=_named(facts, "category", is_zh),
            action=_word(ACTIONS, facts.get("action"), is_zh),
            status=_word(STATUS_NAMES, facts.get("status"), is_zh),
        )
    if kind in ("plan_decision", "plan_published"):
        done = _word(PLAN_ACTIONS, facts.get("action"), is_zh)
        name = facts.get("name", "")
        return f"方案“{name}”{done}" if is_zh else f"Plan “{name}” {done}"
    if kind == "alert":
        done = _word(ALERT_ACTIONS, facts.get("action"), is_zh)
        name = _named(facts, "name", is_zh)
        return f"{done}：{name}" if is_zh else f"{done}: {name}"
    name = facts.get("name", "")
    if is_zh:
        return f"推送“{name}”持续失败，已停用"
    return f"Webhook “{name}” kept failing and was switched off"


def path(subject_kind: str, subject: str) -> str:
    """Return the address on this server at which the subject of a notice is looked at."""
    return {
        "incident": f"/cases/{subject}",
        "plan": f"/plan?id={subject}",
        "alert": f"/command?select=alert:{subject}",
        "webhook": f"/settings?webhook={subject}",
    }[subject_kind]


def _word(names: dict[str, tuple[str, str]], key: Any, is_zh: bool) -> str:
    return names[key][is_zh] if key in names else str(key or "")


def _named(facts: dict[str, Any], name: str, is_zh: bool) -> str:
    own, other = (f"{name}_zh", name) if is_zh else (name, f"{name}_zh")
    return str(facts.get(own) or facts.get(other) or "")
