"""An address book of any size in both scripts, and questions that misspell it; seeded chance."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

DISTRICTS = ("福田区", "南山区", "罗湖区", "宝安区", "龙华区", "盐田区")
_FIRST = "福华深振红翠莲景科高学商宝创新民兴文锦春湖笋沿人解友和田园中北东西"
_SECOND = "华南强中荔岭花安苑祥府寨城富业康乐龙凤泰源河海星月田丰"
_ROADS = ("路", "街", "大道", "一路", "二路", "北路", "南路")
_COMPOUNDS = ("花园", "大厦", "小区", "公寓", "广场")
_TREES = (
    "Elm",
    "Oak",
    "Maple",
    "Cedar",
    "Walnut",
    "Chestnut",
    "Juniper",
    "Magnolia",
    "Sycamore",
    "Willow",
    "Hickory",
    "Laurel",
    "Aspen",
    "Birch",
    "Cypress",
    "Dogwood",
    "Spruce",
    "Poplar",
    "Hazel",
    "Linden",
    "Alder",
    "Locust",
    "Redwood",
    "Sequoia",
    "Hawthorn",
)
_HEROES = (
    "Lincoln",
    "Jackson",
    "Harrison",
    "Madison",
    "Monroe",
    "Jefferson",
    "Adams",
    "Taylor",
)
_TYPES = {"Street": "St", "Avenue": "Ave", "Road": "Rd", "Place": "Pl", "Drive": "Dr"}
_QUADRANTS = {"NW": "Northwest", "NE": "Northeast", "SE": "Southeast", "SW": "Southwest"}


@dataclass(frozen=True)
class Entry:
    """One address in the words that it is made of."""

    code: str
    above: tuple[str, ...]
    road: str
    number: int
    inside: str = ""
    is_chinese: bool = True

    @property
    def text(self) -> str:
        if self.is_chinese:
            return f"{''.join(self.above)}{self.road}{self.number}号{self.inside}"
        return f"{self.number} {self.road}"


def book(count: int, seed: int = 1) -> list[Entry]:
    """Half the addresses Chinese, half English; no two alike."""
    chance = random.Random(seed)
    half, roads = count // 2, max(20, count // 120)
    chinese = {_chinese(chance, road) for road in _chinese_roads(chance, roads) for _ in range(70)}
    english = {
        (road, number * 2 + 100)
        for road in _english_roads(chance, roads)
        for number in chance.sample(range(3_000), 70)
    }
    entries = [Entry(f"C{at}", *parts) for at, parts in enumerate(sorted(chinese))]
    chance.shuffle(entries)
    others = [
        Entry(f"E{at}", (), road, number, is_chinese=False)
        for at, (road, number) in enumerate(sorted(english))
    ]
    chance.shuffle(others)
    return entries[:half] + others[: count - half]


def questions(entries: list[Entry], count: int, seed: int = 2) -> list[tuple[str, Entry]]:
    """Misspelt questions that one address alone can answer."""
    chance = random.Random(seed)
    doors = Counter((entry.road, entry.number, entry.inside) for entry in entries)
    roads = {entry.road for entry in entries}
    asked: list[tuple[str, Entry]] = []
    while len(asked) < count:
        entry = chance.choice(entries)
        is_single = doors[entry.road, entry.number, entry.inside] == 1
        kinds = _CHINESE if entry.is_chinese else _ENGLISH
        text = chance.choice(kinds)(chance, entry, is_single, roads)
        if text and text != entry.text:
            asked.append((text, entry))
    return asked


def _chinese_roads(chance: random.Random, count: int) -> list[tuple[tuple[str, ...], str]]:
    found = set()
    while len(found) < count:
        district = chance.choice(DISTRICTS)
        town = chance.choice(_FIRST) + chance.choice(_SECOND) + "街道"
        name = chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(_ROADS)
        found.add(((district, town), name))
    return sorted(found)


def _chinese(chance: random.Random, road: tuple[tuple[str, ...], str]) -> tuple:
    inside = ""
    if chance.random() < 0.3:
        compound = chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(_COMPOUNDS)
        inside = (
            f"{compound}{chance.randint(1, 9)}栋{chance.randint(1, 30)}0{chance.randint(1, 9)}室"
        )
    return (*road, chance.randint(1, 400), inside)


def _english_roads(chance: random.Random, count: int) -> list[str]:
    names = [*_TREES, *_HEROES, *(f"{tree} {hero}" for tree in _TREES for hero in _HEROES)]
    names += [f"{n}th" for n in range(4, 60) if n % 10 not in (1, 2, 3)]
    every = [f"{n} {t} {q}" for n in names for t in _TYPES for q in _QUADRANTS]
    return chance.sample(every, min(count, len(every)))


def _drop_above(_c: random.Random, entry: Entry, is_single: bool, _r: set[str]) -> str:
    return f"{entry.road}{entry.number}号{entry.inside}" if is_single else ""


def _drop_one(chance: random.Random, entry: Entry, is_single: bool, _r: set[str]) -> str:
    if not is_single:
        return ""
    return f"{chance.choice(entry.above)}{entry.road}{entry.number}号{entry.inside}"


def _swap(_c: random.Random, entry: Entry, _s: bool, _r: set[str]) -> str:
    return f"{entry.road}{entry.number}号{entry.inside}{''.join(entry.above)}"


def _abbreviate(_c: random.Random, entry: Entry, _s: bool, _r: set[str]) -> str:
    district, town = entry.above
    return f"{district[:-1]}{town}{entry.road}{entry.number}{entry.inside}"


def _wrong_letter(chance: random.Random, entry: Entry, _s: bool, roads: set[str]) -> str:
    wrong = chance.choice(_FIRST) + entry.road[1:]
    return "" if wrong in roads else f"{''.join(entry.above)}{wrong}{entry.number}号{entry.inside}"


def _no_quadrant(_c: random.Random, entry: Entry, _s: bool, roads: set[str]) -> str:
    plain = entry.road.rpartition(" ")[0]
    is_clear = sum(f"{plain} {quadrant}" in roads for quadrant in _QUADRANTS) == 1
    return f"{entry.number} {plain}" if is_clear else ""


def _long_form(_c: random.Random, entry: Entry, _s: bool, _r: set[str]) -> str:
    plain, _, quadrant = entry.road.rpartition(" ")
    return f"{entry.number} {plain} {_QUADRANTS[quadrant]}"


def _short_form(_c: random.Random, entry: Entry, _s: bool, _r: set[str]) -> str:
    name, kind, quadrant = entry.road.rsplit(" ", 2)
    return f"{entry.number} {name.lower()} {_TYPES[kind].lower()} {quadrant.lower()}"


def _number_last(_c: random.Random, entry: Entry, _s: bool, _r: set[str]) -> str:
    return f"{entry.road} {entry.number}"


def _typo(chance: random.Random, entry: Entry, _s: bool, _r: set[str]) -> str:
    if len(entry.road) < 12 or entry.road[0].isdigit():
        return ""
    at = chance.randint(1, 3)
    road = entry.road
    return f"{entry.number} {road[:at]}{road[at + 1]}{road[at]}{road[at + 2 :]}"


_CHINESE = (_drop_above, _drop_one, _swap, _abbreviate, _wrong_letter)
_ENGLISH = (_no_quadrant, _long_form, _short_form, _number_last, _typo)
