"""The kinds of rules that a person may add: what each looks for and what it may be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geodata.alerting.parameters import Parameter, check
from geodata.errors import InvalidInputError


@dataclass(frozen=True)
class Kind:
    """One kind of rule."""

    name: str
    name_zh: str
    method: str
    parameters: tuple[Parameter, ...]


CATEGORIES = Parameter(
    "categories", "codes", None, "Only these categories and those below", "仅限这些类别（含下级）"
)
_MIN_COUNT = Parameter("min_count", "integer", 3, "Cases at least", "最少案件数", 1, 1e6)
_RATE = Parameter("rate", "number", 0.05, "False discovery rate", "错误发现率", 1e-6, 0.5)
_MOST = Parameter(
    "most_live", "integer", 50, "At most so many at a time", "同时最多提醒数", 1, 10_000
)
_RADIUS = Parameter("radius_m", "number", 20.0, "Radius in metres", "半径（米）", 0, 500)


def _days(default: int) -> Parameter:
    return Parameter("days", "integer", default, "Days looked at", "观察天数", 1, 366)


def _tier(default: int) -> Parameter:
    return Parameter("tier", "integer", default, "Tier of areas", "区域层级", 1, 6)


KINDS: dict[str, Kind] = {
    "own_year": Kind(
        "More than the place's own year explains",
        "高于本地近一年水平",
        "own 52 weeks x city factor, negative binomial, Benjamini-Hochberg; 1, 2, 4 weeks",
        (
            Parameter("cell_m", "integer", 500, "Side of a cell (m)", "网格边长（米）", 100, 5_000),
            _RATE,
            Parameter("min_count", "integer", 5, "Cases at least", "最少案件数", 1, 1e6),
            CATEGORIES,
        ),
    ),
    "scan": Kind(
        "Cluster in space and time",
        "时空聚集",
        "space-time permutation scan (Kulldorff 2005), Monte Carlo",
        (
            Parameter("cell_m", "integer", 250, "Side of a cell (m)", "网格边长（米）", 100, 5_000),
            Parameter("radius_m", "number", 2_000.0, "Largest radius (m)", "最大半径", 0, 1e4),
            Parameter("max_days", "integer", 28, "Longest window (days)", "最长时窗（天）", 1, 90),
            Parameter("history_days", "integer", 365, "Past (days)", "历史（天）", 28, 1_461),
            Parameter("shuffles", "integer", 999, "Shuffles", "置换次数", 99, 9_999),
            Parameter(
                "min_recurrence_days",
                "number",
                100.0,
                "Recurrence interval at least (days)",
                "最小重现期（天）",
                1,
                1e4,
            ),
            CATEGORIES,
        ),
    ),
    "repeat_address": Kind(
        "Repeats at one address",
        "同一地址反复发生",
        "cases within a radius, beside the year before at the same place",
        (_RADIUS, _days(30), _MIN_COUNT, _MOST, CATEGORIES),
    ),
    "repeat_parties": Kind(
        "Repeats between the same parties",
        "同一当事人反复纠纷",
        "cases that share two parties, known by keyed pseudonyms",
        (_days(180), Parameter("min_count", "integer", 2, "Cases at least", "最少案件数", 2, 1e6),
         CATEGORIES),
    ),
    "watched_place": Kind(
        "Repeats at a listed place",
        "名单地点反复发生",
        "cases within the radius of a listed place, beside the year before",
        (
            Parameter("list", "code", None, "Code of the list", "名单代码", required=True),
            _days(90),
            _MIN_COUNT,
            _MOST,
            CATEGORIES,
        ),
    ),
    "surge": Kind(
        "Surge of a category",
        "类别激增",
        "against the days before, negative binomial, Benjamini-Hochberg over areas and categories",
        (
            _tier(3),
            _days(7),
            Parameter("base_days", "integer", 28, "Days before", "基期天数", 7, 366),
            Parameter("min_count", "integer", 10, "Cases at least", "最少案件数", 1, 1e6),
            Parameter("min_ratio", "number", 2.0, "Ratio at least", "最小倍数", 1, 1e3),
            Parameter("rate", "number", 0.01, "False discovery rate", "错误发现率", 1e-6, 0.5),
            CATEGORIES,
        ),
    ),
    "overdue": Kind(
        "Cluster of overdue cases",
        "超期案件聚集",
        "overdue of the open cases against the city's share, binomial, Benjamini-Hochberg",
        (
            _tier(4),
            Parameter("min_count", "integer", 5, "Overdue cases at least", "最少超期数", 1, 1e6),
            Parameter("rate", "number", 0.01, "False discovery rate", "错误发现率", 1e-6, 0.5),
            CATEGORIES,
        ),
    ),
    "area_limit": Kind(
        "Area outside its limits",
        "辖区超出规模限值",
        "people or households of an area against a limit",
        (
            _tier(4),
            Parameter(
                "column", "choice", "population", "What is counted", "计量对象",
                choices=("population", "households"),
            ),
            Parameter("low", "number", None, "Not below", "下限", 0, 1e9),
            Parameter("high", "number", None, "Not above", "上限", 0, 1e9),
        ),
    ),
}  # fmt: skip


def check_rule(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full parameters of a rule; raises InvalidInputError for what cannot be.

    >>> check_rule("repeat_address", {"days": 14})["radius_m"]
    20.0
    """
    if kind not in KINDS:
        choice = ", ".join(KINDS)
        raise InvalidInputError(f"there is no kind {kind!r}; there are {choice}", field="kind")
    values = check(KINDS[kind].parameters, given)
    if kind == "area_limit":
        low, high = values["low"], values["high"]
        if low is None and high is None:
            raise InvalidInputError("give low or high", field="high")
        if low is not None and high is not None and low > high:
            raise InvalidInputError("low is above high", field="low")
    return values
