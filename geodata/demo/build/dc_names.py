"""Codes and names of Washington's areas on the project's 12-digit pattern.

The digits are 2 state (FIPS 11) + 2 zeros + 2 ward + 3 ANC letter (A = 001) + 3 SMD number:
SMD 3G04 is 11 00 03 007 004. The 11 is the FIPS number of the District and has nothing to do with
Beijing's 11; no real statistics code is meant.
"""

from __future__ import annotations

import re

CITY_CODE = "110000000000"
CITY_NAMES = ("Washington, D.C.", "华盛顿哥伦比亚特区")
TIERS = (
    (1, "City", "市"),
    (2, "Ward", "区"),
    (3, "ANC", "邻里咨询委员会"),
    (4, "SMD", "单一议员选区"),
    (5, "Grid", "网格"),
)


def code_of(local_id: str) -> str:
    """Return the 12-digit code of a ward (W3), an ANC (3G) or an SMD (3G04).

    >>> code_of("W3"), code_of("3G"), code_of("3G04")
    ('110003000000', '110003007000', '110003007004')
    """
    if ward := re.fullmatch(r"W(\d)", local_id):
        return f"11000{ward[1]}000000"
    match = re.fullmatch(r"(\d)([A-Z])(\d\d)?", local_id)
    if match is None:
        raise ValueError(f"{local_id!r} is no ward, ANC or SMD")
    letter = ord(match[2]) - ord("A") + 1
    return f"11000{match[1]}{letter:03d}{int(match[3] or 0):03d}"


def names_of(local_id: str) -> tuple[str, str]:
    """Return the English and the Chinese name of a ward, an ANC or an SMD.

    >>> names_of("3G04")
    ('SMD 3G04', '3G04 选区')
    """
    if local_id.startswith("W"):
        return f"Ward {local_id[1:]}", f"第{local_id[1:]}区"
    if len(local_id) == 2:
        return f"ANC {local_id}", f"{local_id} 邻里委员会"
    return f"SMD {local_id}", f"{local_id} 选区"


def grid_names(smd: str, number: int) -> tuple[str, str]:
    """Return the names of the numbered grid of an SMD.

    >>> grid_names("1A01", 2)
    ('Grid 1A01-02', '1A01 第02网格')
    """
    return f"Grid {smd}-{number:02d}", f"{smd} 第{number:02d}网格"
