"""The roles that a person can be granted, each on an area's subtree and for a period."""

from __future__ import annotations

# Role -> its names in English and Chinese.
ROLES: dict[str, tuple[str, str]] = {
    "citizen": ("Citizen", "市民"),
    "officer": ("Grid officer", "网格员"),
    "station_lead": ("Station lead", "站长"),
    "handler": ("Department handler", "部门处置员"),
    "dispatcher": ("Dispatcher", "派遣员"),
    "checker": ("Checker", "核查员"),
    "planner": ("Planner", "规划员"),
    "approver": ("Approver", "审批人"),
    "auditor": ("Auditor", "审计员"),
    "admin": ("Administrator", "管理员"),
}
# Everybody who works for the city.
STAFF = frozenset(ROLES) - {"citizen"}
