"""Addresses taken apart by hand, in both scripts and in every order."""

import pytest

from geodata.addresses import parser, parts

CHINESE = {
    "福田区福田街道福山社区福华路126号福景大厦3栋502室": {
        "district": "福田区",
        "township": "福田街道",
        "community": "福山社区",
        "road": "福华路",
        "number": "126",
        "compound": "福景大厦",
        "building": "3",
        "room": "502",
    },
    "126号福华路福田区": {"district": "福田区", "road": "福华路", "number": "126"},
    "福华路１２６号": {"road": "福华路", "number": "126"},
    "福华路126": {"road": "福华路", "number": "126"},
    "福华路12巷3号": {"road": "福华路12巷", "number": "3"},
    "福华路甲126号之2": {"road": "福华路", "number": "甲126之2"},
    "南园街道园岭社区": {"township": "南园街道", "community": "园岭社区"},
    "百花路社区深南大道9988号": {
        "community": "百花路社区",
        "road": "深南大道",
        "number": "9988",
    },
    "华侨城街道文昌街社区12号": {
        "township": "华侨城街道",
        "community": "文昌街社区",
        "number": "12",
    },
    "广东省深圳市南山区科苑路15号": {"district": "南山区", "road": "科苑路", "number": "15"},
    "蛇口街道深圳湾社区100号（模拟）": {
        "township": "蛇口街道",
        "community": "深圳湾社区",
        "number": "100",
    },
    "福华126": {"number": "126", "rest": "福华"},
    "宝源路1053号资信达大厦B座2单元1203": {
        "road": "宝源路",
        "number": "1053",
        "compound": "资信达大厦",
        "building": "b",
        "room": "2-1203",
    },
}
ENGLISH = {
    "1234 K Street Northwest, Apt 5B, Washington, DC 20001": {
        "road": "k st nw",
        "number": "1234",
        "room": "5b",
        "rest": "washington",
    },
    "K St NW 1234": {"road": "k st nw", "number": "1234"},
    "NW K St 1234": {"road": "k st nw", "number": "1234"},
    "400 Block of 14th St SE": {"road": "14th st se", "number": "400"},
    "Fourteenth": {"road": "fourteenth"},
    "fifth street, SE": {"road": "5th st se"},
    "": {},
}


@pytest.mark.parametrize(("text", "expected"), [*CHINESE.items(), *ENGLISH.items()])
def test_parts_are_found(text, expected):
    assert parser.parse(text) == parts.AddressParts(**expected)


def test_a_long_hostile_text_is_read_in_no_time():
    # Every expression is bounded; only the first 200 characters count.
    for text in ("号" * 50_000, "(" * 50_000, "1-" * 50_000, "路街区" * 20_000, "a st " * 9_000):
        parser.parse(text)
