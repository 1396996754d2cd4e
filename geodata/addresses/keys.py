"""One spelling for names that people write in many ways."""

from __future__ import annotations

import re
import unicodedata

# Both spellings of a word lead to the short one.
_SHORT = {
    "alley": "aly",
    "avenue": "ave",
    "av": "ave",
    "boulevard": "blvd",
    "circle": "cir",
    "court": "ct",
    "crescent": "cres",
    "drive": "dr",
    "highway": "hwy",
    "lane": "ln",
    "parkway": "pkwy",
    "place": "pl",
    "road": "rd",
    "square": "sq",
    "street": "st",
    "str": "st",
    "terrace": "ter",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
    "saint": "st",
    "mount": "mt",
    "fort": "ft",
}
_CJK = re.compile(r"[㐀-鿿]")
_BRACKETS = re.compile(r"\([^()]{0,100}\)|【[^【】]{0,100}】")
_APOSTROPHES = re.compile(r"['’`.]")
_WORD = re.compile(r"[a-z0-9]+")
# Beyond this no address goes on; a question may be anything.
MAX_CHARACTERS = 200


def plain(text: str) -> str:
    """Return ``text`` in one width and lower case, without remarks in brackets.

    >>> plain("福华路１２６号（模拟）"), plain("K Street  NW")
    ('福华路126号', 'k street nw')
    """
    narrow = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower()
    return " ".join(_BRACKETS.sub(" ", narrow).split())


def is_chinese(text: str) -> bool:
    """Tell whether there is a Chinese character.

    >>> is_chinese("K街"), is_chinese("K St")
    (True, False)
    """
    return _CJK.search(text) is not None


def key_of(name: str) -> str:
    """Return the one spelling of a name: short words in English, no blanks in Chinese.

    >>> key_of("Pennsylvania Avenue, Northwest"), key_of("福华 路")
    ('pennsylvania ave nw', '福华路')
    """
    text = plain(name)
    if is_chinese(text):
        return "".join(character for character in text if character.isalnum())
    words = _WORD.findall(_APOSTROPHES.sub("", text))
    return " ".join(_SHORT.get(word, word) for word in words)
