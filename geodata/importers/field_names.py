"""Which column of a file is which field of what is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geodata.errors import InvalidInputError
from geodata.importers.refusal import listing


@dataclass(frozen=True)
class FieldNames:
    """``names``: field -> names that columns have for it, the likeliest first, in any case."""

    names: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]


_NAME = ("name", "name_en", "名称英文")
_NAME_ZH = ("name_zh", "name", "名称", "中文名称")
_HOUSEHOLDS = ("households", "户数")
_POPULATION = ("population", "人口", "常住人口", "总人口")

FIELDS: dict[str, FieldNames] = {
    "areas": FieldNames(
        {
            "code": ("code", "编码", "代码", "区划代码", "网格编码", "adcode"),
            "tier": ("tier", "level", "层级", "级别"),
            "parent_code": ("parent_code", "上级代码", "上级编码", "parent"),
            "name": _NAME,
            "name_zh": _NAME_ZH,
            "local_id": ("local_id", "本地编号"),
            "grid_type": ("grid_type", "网格类型"),
            "households": _HOUSEHOLDS,
            "population": _POPULATION,
        },
        ("code",),
    ),
    "units": FieldNames(
        {
            "code": ("code", "编码", "单元编码", "id"),
            "community_code": ("community_code", "社区代码", "社区编码"),
            "households": _HOUSEHOLDS,
            "population": _POPULATION,
        },
        ("code", "households", "population"),
    ),
    "backdrop": FieldNames(
        {
            "source_id": ("source_id", "id", "编号", "osm_id", "objectid"),
            "kind": ("kind", "种类"),
            "feature_class": ("feature_class", "class", "类型", "highway"),
            "name": ("name", "名称", "name_zh"),
        },
        ("source_id", "kind"),
    ),
    "addresses": FieldNames(
        {
            "source_id": ("source_id", "id", "编号", "地址编码", "code"),
            "text": ("text", "address", "标准地址", "地址", "full_address"),
            "district": ("district", "区", "行政区"),
            "township": ("township", "街道", "镇街"),
            "community": ("community", "社区"),
            "road": ("road", "street", "道路", "路名"),
            "number_text": ("number_text", "number", "门牌号", "house_number"),
            "compound": ("compound", "小区", "院落"),
            "building": ("building", "楼栋", "栋"),
            "room": ("room", "房号", "室"),
            "lon": ("lon", "lng", "longitude", "经度"),
            "lat": ("lat", "latitude", "纬度"),
        },
        ("source_id", "text"),
    ),
    "registers": FieldNames(
        {
            "area_code": ("area_code", "grid_code", "网格编码", "code", "编码"),
            "counted_on": ("counted_on", "date", "统计日期", "日期"),
            "households": _HOUSEHOLDS,
            "registered_population": ("registered_population", "户籍人口", "户籍"),
            "resident_population": ("resident_population", "常住人口", "常住"),
            "rental_homes": ("rental_homes", "出租屋", "出租房屋"),
            "enterprises": ("enterprises", "企业数", "企业"),
            "facilities": ("facilities", "设施数", "设施"),
        },
        ("area_code", "counted_on"),
    ),
    "incidents": FieldNames(
        {
            "source_id": (
                *("source_id", "request_id", "case_id", "id"),
                *("编号", "事件编号", "案件编号", "工单编号"),
            ),
            "category": (
                *("category", "category_code", "service_code"),
                *("类别", "小类", "事件类别"),
            ),
            "lon": ("lon", "lng", "longitude", "经度", "x"),
            "lat": ("lat", "latitude", "纬度", "y"),
            "reported_at": ("reported_at", "opened", "created_at", "time", "上报时间", "时间"),
            "status": ("status", "状态"),
            "description": ("description", "描述", "内容"),
            "address": ("address", "地址"),
            "department": ("department", "department_code", "agency", "部门"),
            "due_at": ("due_at", "due", "截止时间"),
            "resolved_at": ("resolved_at", "resolved", "closed_at", "办结时间"),
        },
        ("source_id", "category", "lon", "lat", "reported_at"),
    ),
}


def guess(kind: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each field whose name says what it is; others are left out.

    >>> guess("incidents", ["编号", "小类"])
    {'source_id': '编号', 'category': '小类'}
    """
    by_lower = {column.lower(): column for column in reversed(columns)}
    chosen: dict[str, str] = {}
    for field, names in FIELDS[kind].names.items():
        found = next((by_lower[name] for name in names if name in by_lower), None)
        if found is not None:
            chosen[field] = found
    return chosen


def choose(
    kind: str,
    columns: Sequence[str],
    given: Mapping[str, str],
    constants: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the column of each field: as given, else guessed by its name.

    A field given as "" has no column. ``constants`` are fields with one value for all rows.
    Raises InvalidInputError for a field or column that is unknown, or required and missing.

    >>> choose("incidents", ["编号", "小类", "经度", "纬度", "时间"], {})["category"]
    '小类'
    """
    fields = FIELDS[kind]
    constants = constants or {}
    for field in (*given, *constants):
        if field not in fields.names:
            known = ", ".join(fields.names)
            raise InvalidInputError(f"unknown field {field!r}: use {known}", field=field)
    for field, column in given.items():
        if column and column not in columns:
            cause = f"there is no column {column!r}; the columns are: {listing(list(columns))}"
            raise InvalidInputError(cause, field=field)
    chosen = {**guess(kind, columns), **given}
    chosen = {name: column for name, column in chosen.items() if column and name not in constants}
    for field in fields.required:
        if field not in chosen and field not in constants:
            cause = f"no column was found for {field}; the columns are: {listing(list(columns))}"
            raise InvalidInputError(cause, field=field)
    return chosen
