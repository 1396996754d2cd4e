"""Categories of Shenzhen's synthetic incidents, after the classes of GB/T 30428.2.

E are events (事件), C are components (部件); a class (大类) has two digits, a category (小类) four.
Classes E06 and E07 are extensions. Limits are ours, in the range that cities publish.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

DEPARTMENTS = (
    ("CGJ", "Urban Management and Law Enforcement", "城市管理和综合执法局"),
    ("GAJ", "Public Security", "公安局"),
    ("HBJ", "Ecology and Environment", "生态环境局"),
    ("JDB", "Sub-district Offices", "街道办事处"),
    ("JTJ", "Transport", "交通运输局"),
    ("SCJ", "Market Regulation", "市场监督管理局"),
    ("SFJ", "Justice", "司法局"),
    ("SWJ", "Water Affairs", "水务局"),
    ("YJJ", "Emergency Management", "应急管理局"),
    ("ZJJ", "Housing and Construction", "住房和建设局"),
)

CLASSES = (
    ("E01", "City appearance", "市容环境"),
    ("E02", "Posters and advertising", "宣传广告"),
    ("E03", "Construction sites", "施工管理"),
    ("E04", "Street order", "街面秩序"),
    ("E05", "Sudden events", "突发事件"),
    ("E06", "Disputes", "矛盾纠纷"),
    ("E07", "Market and food", "市场与食品"),
    ("C01", "Public utilities", "公用设施"),
    ("C02", "Road and traffic facilities", "道路交通设施"),
    ("C03", "Sanitation facilities", "市容环境设施"),
    ("C04", "Parks and trees", "园林绿化"),
    ("C05", "Other facilities", "其他设施"),
)


@dataclass(frozen=True)
class Kind:
    """A category, who handles it within which hours, how often and at what time it occurs."""

    code: str
    name: str
    name_zh: str
    department: str
    limit_h: float
    weight: float
    rhythm: str
    is_urgent: bool = False


KINDS = (
    Kind("E0101", "Unauthorized construction", "私搭乱建", "CGJ", 168, 3, "day"),
    Kind("E0102", "Exposed garbage", "暴露垃圾", "CGJ", 12, 16, "morning"),
    Kind("E0103", "Construction debris", "积存渣土", "CGJ", 24, 5, "day"),
    Kind("E0104", "Dirty road", "道路不洁", "CGJ", 8, 9, "morning"),
    Kind("E0105", "Littered green space", "绿地脏乱", "CGJ", 24, 4, "day"),
    Kind("E0106", "Burning of waste", "焚烧垃圾", "CGJ", 4, 1, "evening"),
    Kind("E0201", "Illegal posters", "非法张贴小广告", "CGJ", 24, 6, "day"),
    Kind("E0202", "Irregular outdoor advertising", "违规户外广告", "CGJ", 72, 2, "day"),
    Kind("E0301", "Dust from a site", "工地扬尘", "HBJ", 24, 3, "day"),
    Kind("E0302", "Construction noise at night", "夜间施工噪声", "HBJ", 12, 5, "night"),
    Kind("E0303", "Road works without permit", "违规占道施工", "ZJJ", 24, 2, "day"),
    Kind("E0401", "Unlicensed vending", "无照经营游商", "CGJ", 8, 8, "evening"),
    Kind("E0402", "Goods outside the shop", "店外经营", "CGJ", 8, 7, "evening"),
    Kind("E0403", "Motor vehicle parked irregularly", "机动车乱停放", "GAJ", 6, 12, "rush"),
    Kind("E0404", "Shared bicycles in the way", "共享单车乱停放", "JTJ", 8, 9, "rush"),
    Kind("E0501", "Flooded road", "道路积水", "SWJ", 6, 3, "storm", is_urgent=True),
    Kind("E0502", "Collapsed road surface", "路面塌陷", "JTJ", 24, 0.5, "any", is_urgent=True),
    Kind("E0503", "Fallen tree", "树木倒伏", "CGJ", 8, 2, "storm", is_urgent=True),
    Kind("E0504", "Fire or gas hazard", "消防燃气隐患", "YJJ", 12, 3, "any", is_urgent=True),
    Kind("E0601", "Dispute between neighbours", "邻里纠纷", "JDB", 72, 4, "evening"),
    Kind("E0602", "Property management dispute", "物业纠纷", "JDB", 120, 3, "day"),
    Kind("E0603", "Wage dispute", "劳资纠纷", "SFJ", 168, 1.5, "day"),
    Kind("E0604", "Noise from daily life", "社会生活噪声", "GAJ", 12, 7, "night"),
    Kind("E0701", "Food safety", "食品安全", "SCJ", 72, 2.5, "day"),
    Kind("E0702", "Consumer complaint", "消费投诉", "SCJ", 120, 3, "day"),
    Kind(
        "C0101",
        "Manhole cover missing or broken",
        "井盖缺失破损",
        "SWJ",
        6,
        3,
        "any",
        is_urgent=True,
    ),
    Kind("C0102", "Street lamp out", "路灯不亮", "CGJ", 24, 5, "evening"),
    Kind("C0103", "Fire hydrant damaged", "消火栓损坏", "SWJ", 48, 1, "day"),
    Kind("C0201", "Road surface damaged", "路面破损", "JTJ", 72, 4, "day"),
    Kind("C0202", "Pavement damaged", "人行道破损", "JTJ", 72, 5, "day"),
    Kind("C0203", "Guard rail damaged", "护栏损坏", "JTJ", 48, 2, "day"),
    Kind("C0204", "Traffic light faulty", "信号灯故障", "GAJ", 6, 1.5, "rush", is_urgent=True),
    Kind("C0301", "Litter bin damaged", "垃圾箱破损", "CGJ", 48, 3, "day"),
    Kind("C0302", "Public toilet faulty", "公厕设施损坏", "CGJ", 48, 1, "day"),
    Kind("C0401", "Street tree in poor state", "行道树养护", "CGJ", 120, 3, "day"),
    Kind("C0402", "Green space damaged", "绿地损坏", "CGJ", 120, 2, "day"),
    Kind("C0501", "River rail or sign damaged", "河道护栏标牌损坏", "SWJ", 72, 1, "day"),
    Kind("C0502", "Cables hanging loose", "线缆垂落", "JDB", 48, 2, "any"),
)


# Quarrels tell of the people who quarrel.
SENSITIVE = ("E06",)


def category_rows() -> list[dict[str, Any]]:
    """Return the classes and their categories as rows for city.json."""
    rows: list[dict[str, Any]] = []
    for code, name, name_zh in CLASSES:
        rows.append({"code": code, "parent": None, "name": name, "name_zh": name_zh})
        if code in SENSITIVE:
            rows[-1]["is_sensitive"] = True
        rows += [
            {"code": kind.code, "parent": code, "name": kind.name, "name_zh": kind.name_zh}
            for kind in KINDS
            if kind.code[:3] == code
        ]
    return rows
