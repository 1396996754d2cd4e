"""The kinds of news that a person can choose, and what holds for who never chose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ways:
    """By which ways a kind of news reaches an account."""

    in_app: bool = True
    email: bool = False
    webhook: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of news; an urgent one is pushed in quiet hours, too."""

    name: str
    name_zh: str
    ways: Ways = Ways()
    is_urgent: bool = False


BY_MAIL = Ways(email=True)

# The order is that of the page of choices. Where one event concerns somebody twice, the kind
# that stands first is told.
KINDS: dict[str, Kind] = {
    "case_overdue": Kind("Overdue or escalated", "超期与上报", BY_MAIL, is_urgent=True),
    "case_yours": Kind("A case is yours to act on", "待我处理", BY_MAIL),
    "case_assist": Kind("Your assistance is asked for", "请求协办", BY_MAIL),
    "case_decision": Kind("A request waits for your decision", "待我审批", BY_MAIL),
    "case_near_due": Kind("Time runs out", "临期"),
    "case_new": Kind("New report in your area", "辖区新上报"),
    "case_progress": Kind("News of what you follow or reported", "关注与上报进展", BY_MAIL),
    "plan_decision": Kind("A plan waits for approval", "方案待审批", BY_MAIL),
    "plan_published": Kind("New grids", "网格调整发布", BY_MAIL),
    "alert": Kind("Alerts", "预警"),
    "webhook": Kind("Your webhook fails", "推送失败", BY_MAIL),
}
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


def foremost(kinds: list[str]) -> str:
    """Return the kind under which an event is told to somebody whom it concerns as all of them.

    >>> foremost(["case_progress", "case_yours"])
    'case_yours'
    """
    return min(kinds, key=_RANK.__getitem__)
