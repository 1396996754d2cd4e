"""Chinese and English names of Shenzhen's areas."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.demo.build.areas import AreaName
from geodata.demo.build.shenzhen_register import CITY_CODE, Register
from geodata.demo.build.shenzhen_tiers import PLACEHOLDER

CITY_NAMES = ("Shenzhen (Futian and Nanshan)", "深圳市（福田区、南山区）")
DISTRICT_NAMES = {
    "440304000000": AreaName("Futian District", "福田区"),
    "440305000000": AreaName("Nanshan District", "南山区"),
}
TIERS = (
    (1, "City", "市"),
    (2, "District", "区"),
    (3, "Sub-district", "街道"),
    (4, "Community", "社区"),
    (5, "Grid", "网格"),
)
ROMANIZED = Path(__file__).parent / "shenzhen_romanized.csv"


def name_all(
    register: Register, communities: gpd.GeoDataFrame, grid_codes: pd.Series
) -> dict[str, AreaName]:
    """Return the names of every area by code."""
    romanized = pd.read_csv(ROMANIZED).set_index("name")["romanized"]
    names = {CITY_CODE: AreaName(*CITY_NAMES), **DISTRICT_NAMES}
    for code, street in register.streets["name"].items():
        names[str(code)] = AreaName(f"{romanized[street]} Sub-district", street)
    short = {}
    for code, name, parent in zip(
        communities.index, communities["name"], communities["parent"], strict=True
    ):
        short[code] = _short(name, romanized, register.streets["name"][parent])
        names[code] = AreaName(f"{short[code]} Community", name)
    for code in sorted(set(grid_codes)):
        number, community = int(code[12:]), code[:12]
        names[code] = AreaName(
            f"Grid {short[community]}-{number:02d}",
            f"{names[community].name_zh}第{number:02d}网格",
        )
    return names


def _short(name: str, romanized: pd.Series, street: str) -> str:
    """Return the English name without its kind; a placeholder has its street's name."""
    if not name.startswith(PLACEHOLDER):
        return str(romanized[name])
    number = name.removeprefix(PLACEHOLDER)
    return f"Undivided {romanized[street]}" + (f" {number}" if number else "")
