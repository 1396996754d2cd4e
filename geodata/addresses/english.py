"""Taking street-number addresses apart: 1234 K Street NW, Apt 5."""

from __future__ import annotations

import re

from geodata.addresses.keys import key_of, plain
from geodata.addresses.parts import AddressParts

_ROOM = re.compile(r"(?:\b(?:apartment|apt|unit|suite|ste|room|rm)\b\.?\s*|#\s*)([a-z0-9-]{1,8})\b")
_BUILDING = re.compile(r"\b(?:building|bldg)\b\.?\s*([a-z0-9-]{1,8})\b")
_POSTCODE = re.compile(r"\b(?:[a-z]{2}\s+)?\d{5}(?:-\d{4})?\s*$")
_BLOCK = re.compile(r"\b(\d{1,6})\s+(?:block|blk)(?:\s+of)?\b")
# 14th is a name; 14 and 14b are numbers.
_NUMBER = re.compile(
    r"(?<![\w-])(\d{1,6}(?:-\d{1,6}|[a-z])?)(?:\s+1/2)?(?![\w-]|st\b|nd\b|rd\b|th\b)"
)
_QUADRANT = re.compile(r"^(.*?)\b(ne|nw|se|sw)\b(.*)$")


def parse(text: str) -> AddressParts:
    """Take a street-number address apart; number and road may come in either order.

    >>> parse("1200 Block of K Street, Northwest")
    AddressParts(district='', township='', community='', road='k st nw', number='1200', \
compound='', building='', room='', rest='')
    """
    left = _POSTCODE.sub(" ", plain(text))
    found: dict[str, str] = {}
    for part, pattern in (("room", _ROOM), ("building", _BUILDING)):
        match = pattern.search(left)
        if match:
            found[part] = match[1]
            left = left[: match.start()] + " " + left[match.end() :]
    match = _BLOCK.search(left) or _NUMBER.search(left)
    if match:
        found["number"] = match[1]
        left = left[: match.start()] + " " + left[match.end() :]
    road, rest = _road(left)
    return AddressParts(road=road, rest=rest, **found)


def _road(text: str) -> tuple[str, str]:
    """Return the key of the road and what stands behind it: the quadrant goes last."""
    pieces = [key for piece in text.split(",") if (key := key_of(piece))]
    if not pieces:
        return "", ""
    road, behind = pieces[0], pieces[1:]
    if behind and behind[0] in ("ne", "nw", "se", "sw"):
        road = f"{road} {behind.pop(0)}"
    match = _QUADRANT.match(road)
    if match:
        road = " ".join(f"{match[1]} {match[3]} {match[2]}".split())
    return road, " ".join(behind)
