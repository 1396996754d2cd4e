"""How well an address answers a question that may lack parts, misspell them or mix them up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from geodata.addresses.keys import is_chinese, key_of, plain
from geodata.addresses.parser import parse
from geodata.addresses.parts import AddressParts

# Of the whole score: the name decides, then the number, then what stands around them.
NAME_SHARE, NUMBER_SHARE, CONTEXT_SHARE, DOOR_SHARE = 0.5, 0.27, 0.15, 0.08
# "1200 Block of K St" holds the numbers 1200 to 1299.
BLOCK_NUMBERS = 100


@dataclass(frozen=True)
class Door:
    """One standard address as the search sees it; keys are spelt by `key_of`."""

    text: str
    locality_key: str
    compound_key: str = ""
    district: str = ""
    township: str = ""
    community: str = ""
    number_text: str = ""
    number: int | None = None
    building: str = ""
    room: str = ""

    @property
    def context(self) -> str:
        """Everything above the number, in one key."""
        parts = (self.district, self.township, self.community)
        return _joined([*map(key_of, parts), self.locality_key, self.compound_key])


@dataclass(frozen=True)
class Question:
    """What a person typed."""

    text: str

    @cached_property
    def parts(self) -> AddressParts:
        """The parts that the parser sees in it."""
        return parse(self.text)

    @cached_property
    def names(self) -> list[str]:
        """Keys that may be the name of the locality, the likeliest first."""
        parts = self.parts
        named = [parts.road, parts.compound, parts.community, parts.rest]
        whole = _joined([key_of(part) for part in self._context])
        keys = [key for key in map(key_of, named) if key]
        return list(dict.fromkeys([*keys, whole])) if whole else keys

    @cached_property
    def context(self) -> list[str]:
        """Keys of all parts above the number."""
        return [key for key in map(key_of, self._context) if key]

    @property
    def _context(self) -> tuple[str, ...]:
        parts = self.parts
        return (
            parts.district,
            parts.township,
            parts.community,
            parts.road,
            parts.compound,
            parts.rest,
        )


def likeness(question: Question, name_keys: list[str], context: str) -> float:
    """Return 0..1: how well names and their surroundings fit the question.

    >>> likeness(Question("K Street NW 1200"), ["k st nw"], "k st nw")
    1.0
    """
    name = max(
        (fuzz.ratio(asked, key) for asked in question.names for key in name_keys if key),
        default=0.0,
    )
    shares = NAME_SHARE + CONTEXT_SHARE
    return (name * NAME_SHARE + _coverage(question, context) * CONTEXT_SHARE) / 100 / shares


def score(question: Question, door: Door) -> float:
    """Return 0..1: how well an address answers the question.

    The name counts half, the number a quarter, then what surrounds the name and the door itself.

    >>> near = Door("126 Elm St", "elm st", number_text="126", number=126)
    >>> far = Door("12 Elm St", "elm st", number_text="12", number=12)
    >>> score(Question("elm street 126"), near) > score(Question("elm street 126"), far)
    True
    """
    named = likeness(question, [door.locality_key, door.compound_key], door.context)
    return (
        named * (NAME_SHARE + CONTEXT_SHARE)
        + _number(question.parts, door) * NUMBER_SHARE
        + _inside(question.parts, door) * DOOR_SHARE
    )


def _coverage(question: Question, context: str) -> float:
    """Return 0..100: how much of what was asked is found around the name, part by part."""
    length = sum(map(len, question.context))
    if not length or not context:
        return 0.0
    return sum(fuzz.partial_ratio(part, context) * len(part) for part in question.context) / length


def _number(asked: AddressParts, door: Door) -> float:
    wanted = asked.number_value
    if wanted is None:
        return 0.5
    if door.number is None:
        return 0.0
    if wanted == door.number:
        return 1.0 if asked.number == door.number_text else 0.95
    if " block of " in plain(door.text) and 0 <= wanted - door.number < BLOCK_NUMBERS:
        return 0.9
    return 0.4 if str(door.number).startswith(str(wanted)) else _near(wanted, door.number)


def _near(wanted: int, number: int) -> float:
    return 0.3 / (1.0 + abs(wanted - number) / 10)


def _inside(asked: AddressParts, door: Door) -> float:
    """Return 0..1: building and room; a question without them means the entrance."""
    if not (asked.building or asked.room):
        return 0.7 if door.building or door.room else 1.0
    building = 1.0 if asked.building == door.building else 0.0
    room = 1.0 if asked.room == door.room else 0.0
    return (building + room) / 2


def _joined(keys: list[str]) -> str:
    found = [key for key in keys if key]
    return ("" if any(map(is_chinese, found)) else " ").join(found)
