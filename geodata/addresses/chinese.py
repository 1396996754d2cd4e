"""Taking Chinese addresses apart: 区 街道 社区 路 号 小区 栋 室."""

from __future__ import annotations

import re

from geodata.addresses.keys import plain
from geodata.addresses.parts import AddressParts

# A part ends in one of these words; the number is how long the part is at least.
_ENDINGS = (
    ("district", ("自治县", "新区", "区", "县", "旗"), 2),
    ("township", ("街道办", "街道", "街办", "镇", "乡"), 2),
    ("community", ("社区居委会", "居委会", "社区", "村委会"), 3),
    ("community", ("村",), 2),
    ("road", ("大道", "大街", "胡同", "公路", "路", "街"), 2),
    ("road", ("巷", "弄", "里", "道", "线"), 2),
    ("compound", ("小区", "花园", "大厦", "公寓", "广场", "家园", "新村", "工业园", "科技园"), 3),
    ("compound", ("中心", "大楼", "山庄", "苑", "庭", "阁", "轩", "居", "园", "城", "院", "府"), 3),
    ("city", ("自治区", "省", "市"), 3),
)
# These follow a name that has an ending already: 百花路社区 is a community and no road.
_FOLLOWING = ("社区", "小区", "居委会", "村委会", "新村")
# Short words that end many a name by chance.
_LONGER = {"道": 3, "里": 3, "线": 3, "居": 4, "城": 4}
_NUMERAL = "0-9一二三四五六七八九十百甲乙丙丁"
_NUMBER = re.compile(r"([甲乙丙丁]?\d{1,6}(?:[-之]\d{1,4}|[a-z])?)号(?!楼|线|院)(之\d{1,3})?")
_BUILDING = re.compile(rf"([a-z]|[{_NUMERAL}]{{1,4}}|[a-z]\d{{1,3}})(号楼|栋|幢|座)")
_STAIR = re.compile(rf"([a-z]|[{_NUMERAL}]{{1,3}})(单元|梯)")
_ROOM = re.compile(r"([a-z]?\d{1,5}[a-z]?)(室|房|户)")
_LOOSE = re.compile(r"[a-z]?\d{1,6}[a-z]?(?:-\d{1,4})?")
_SEPARATORS = re.compile(r"[\s,，、;；。]+")


def parse(text: str) -> AddressParts:
    """Take a Chinese address apart, in whatever order its parts come.

    >>> parse("福田区福田街道福山社区福华路126号福景大厦3栋502室")
    AddressParts(district='福田区', township='福田街道', community='福山社区', road='福华路', \
number='126', compound='福景大厦', building='3', room='502', rest='')
    """
    left = _SEPARATORS.sub("", plain(text))
    found: dict[str, str] = {}
    left = _take(_NUMBER, left, found, "number")
    left = _take(_BUILDING, left, found, "building")
    left = _take(_STAIR, left, found, "stair")
    left = _take(_ROOM, left, found, "room")
    rest = _named_parts(left, found)
    rest = _loose_numbers(rest, found)
    stair = found.pop("stair", "")
    if stair:
        found["room"] = f"{stair}-{found['room']}" if "room" in found else stair
    found.pop("city", None)
    return AddressParts(**found, rest=rest)


def _take(pattern: re.Pattern[str], text: str, found: dict[str, str], part: str) -> str:
    match = pattern.search(text)
    if match is None:
        return text
    found[part] = match[1] + (match[2] if part == "number" and match[2] else "")
    # A mark stays where it stood, so that the names before and after do not grow together.
    return text[: match.start()] + "|" + text[match.end() :]


def _named_parts(text: str, found: dict[str, str]) -> str:
    """Put parts that end in a known word into ``found``; return what is left."""
    rest = ""
    for stretch in text.split("|"):
        start = 0
        while start < len(stretch):
            end, part = _next_part(stretch, start)
            word = stretch[start:end]
            if part is None:
                rest += word
            elif part == "road" and word[0].isdigit() and "road" in found:
                found["road"] += word  # 福华路12巷
            elif part not in found:
                found[part] = word
            start = end
    return rest


def _next_part(text: str, start: int) -> tuple[int, str | None]:
    """Return where the part that begins at ``start`` ends, and which it is."""
    for at in range(start + 1, len(text)):
        ending = _ending_at(text, start, at)
        if ending is not None and text.startswith(_FOLLOWING, ending[0]):
            ending = _ending_at(text, start, ending[0])
        if ending is not None:
            return ending
    return len(text), None


def _ending_at(text: str, start: int, at: int) -> tuple[int, str] | None:
    best: tuple[int, str] | None = None
    for part, words, least in _ENDINGS:
        for word in words:
            end = at + len(word)
            if text.startswith(word, at) and end - start >= max(least, _LONGER.get(word, 0)):
                best = max(best or (0, ""), (end, part))
    return best


def _loose_numbers(rest: str, found: dict[str, str]) -> str:
    """Take numbers without 号 or 室 for what is still missing: 福华路126."""
    behind_building = "building" in found or "stair" in found
    for part in ("room", "number") if behind_building else ("number", "room"):
        match = _LOOSE.search(rest)
        if match and part not in found:
            found[part] = match[0]
            rest = rest[: match.start()] + rest[match.end() :]
    return rest
