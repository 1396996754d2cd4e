"""Washington's 48 service codes in nine groups, its six agencies, and its states.

The source has one flat list; the groups and all Chinese names are ours.
"""

from __future__ import annotations

from typing import Any

DEPARTMENTS = (
    ("DDOT", "Department of Transportation", "交通局"),
    ("DOEE", "Department of Energy and Environment", "能源与环境局"),
    ("DOH", "Department of Health", "卫生局"),
    ("DPW", "Department of Public Works", "公共工程局"),
    ("FEMS", "Fire and Emergency Medical Services", "消防与紧急医疗服务局"),
    ("OUC", "Office of Unified Communications", "统一通信办公室"),
)

# Group code, English, Chinese, and its services: code -> (English, Chinese). English is the
# source's name without the agency prefix and with its two spelling slips mended.
GROUPS: tuple[tuple[str, str, str, dict[str, tuple[str, str]]], ...] = (
    (
        "WASTE",
        "Waste collection",
        "垃圾清运",
        {
            "S0031": ("Bulk Collection", "大件垃圾收运"),
            "S0441": ("Trash Collection - Missed", "生活垃圾漏收"),
            "S0321": ("Recycling Collection - Missed", "可回收物漏收"),
            "S0476": ("Yard Waste - Missed", "庭院垃圾漏收"),
            "S0316": ("Recycling Cart Delivery", "回收桶配送"),
            "S0422": ("Supercan - Delivery", "大垃圾桶配送"),
            "S0423": ("Supercan - Repair", "大垃圾桶维修"),
            "CONTREMO": ("Container Removal", "垃圾容器移除"),
        },
    ),
    (
        "CLEAN",
        "Street and alley cleanliness",
        "市容环境",
        {
            "S0011": ("Alley Cleaning", "后巷保洁"),
            "S0391": ("Street Cleaning", "道路保洁"),
            "S0181": ("Illegal Dumping", "乱倒垃圾"),
            "GRAFF": ("Graffiti Removal", "涂鸦清除"),
            "11": ("Dead Animal Collection", "动物尸体清理"),
            "S0346": ("Sanitation Enforcement", "环境卫生执法"),
            "S0217": ("Public Space Litter Can - Collection", "果皮箱清掏"),
            "S0216": (
                "Public Space Litter Can - Installation/Removal/Repair",
                "果皮箱安装、移除、维修",
            ),
        },
    ),
    (
        "PARK",
        "Parking and vehicles",
        "停车与车辆",
        {
            "S0276": ("Parking Meter Repair", "停车计时器维修"),
            "S0261": ("Parking Enforcement", "违章停车执法"),
            "S0336": ("Out of State Parking Violation (ROSA)", "外州车辆违规停放"),
            "S0000": ("Abandoned Vehicle - On Public Property", "公共用地废弃车辆"),
            "S0003": ("Abandoned Vehicle - On Private Property", "私人用地废弃车辆"),
        },
    ),
    (
        "ROAD",
        "Roads and sidewalks",
        "道路设施",
        {
            "S0301": ("Pothole", "路面坑洞"),
            "S0361": ("Sidewalk Repair", "人行道维修"),
            "S0406": ("Street Repair", "道路维修"),
            "S0016": ("Alley Repair", "后巷维修"),
            "S0081": ("Curb and Gutter Repair", "路缘石与边沟维修"),
        },
    ),
    (
        "LIGHT",
        "Street lighting",
        "公共照明",
        {
            "S05SL": ("Streetlight Repair Investigation", "路灯报修"),
            "S05AL": ("Alleylight Repair", "后巷照明维修"),
        },
    ),
    (
        "SIGN",
        "Signals, signs and markings",
        "交通信号与标志标线",
        {
            "SIGTRAMA": ("Traffic Signal Maintenance", "交通信号灯维护"),
            "S0286": ("Sign Replacement", "标志牌更换"),
            "S0287": ("Sign Removal Investigation", "标志牌拆除核查"),
            "S0376": ("Sign New Investigation", "新增标志牌核查"),
            "SIGNMISS": ("Sign Missing Investigation", "标志牌缺失核查"),
            "SPSTDAMA": ("Traffic Calming", "交通稳静化"),
            "MARKINST": ("Marking Installation", "标线施划"),
            "MARKMAIN": ("Marking Maintenance", "标线维护"),
            "MARKMODI": ("Marking Modification", "标线调整"),
            "MARKREMO": ("Marking Removal", "标线清除"),
        },
    ),
    (
        "TREE",
        "Trees and vegetation",
        "园林绿化",
        {
            "S0457": ("Tree Inspection", "树木检查"),
            "PRUNING": ("Tree Pruning", "树木修剪"),
            "S0459": ("Tree Removal", "树木移除"),
            "S0166": ("Grass and Weeds Mowing", "杂草修剪"),
        },
    ),
    (
        "HEALTH",
        "Public health and environment",
        "公共卫生与环保",
        {
            "S0311": ("Rodent Inspection and Treatment", "鼠害检查与防治"),
            "DDENIDTI": ("Engine Idling Tips", "车辆怠速举报"),
            "DDOCONRU": ("Construction - Erosion Runoff", "工地水土流失"),
        },
    ),
    (
        "SAFE",
        "Safety and emergency",
        "公共安全",
        {
            "POWEOUTA": ("Wire Down/Power Outage", "电线坠落、停电"),
            "FESAADNU": ("Smoke Alarm Application", "烟雾报警器申请"),
            "FESPEDNU": ("Community Events", "社区活动消防服务"),
        },
    ),
)

# Source state -> state of the project. A request without a resolution date stays open: a
# duplicate whose original is still open waits with it (挂账).
STATUS = {
    "OPEN": "dispatched",
    "IN-PROGRESS": "processing",
    "IN PROGRESS": "processing",
    "DUPLICATE (OPENED)": "suspended",
    "CLOSED": "closed",
    "CLOSED - INCOMPLETE INFORMATION": "rejected",
    "DUPLICATE (CLOSED)": "rejected",
    "VOIDED": "rejected",
}


# Each of these names somebody's home.
SENSITIVE = ("S0311", "FESAADNU")


def category_rows() -> list[dict[str, Any]]:
    """Return the groups and their services as rows for city.json."""
    rows: list[dict[str, Any]] = []
    for group, name, name_zh, services in GROUPS:
        rows.append({"code": group, "parent": None, "name": name, "name_zh": name_zh})
        rows += [
            {"code": code, "parent": group, "name": names[0], "name_zh": names[1]}
            | ({"is_sensitive": True} if code in SENSITIVE else {})
            for code, names in services.items()
        ]
    return rows
