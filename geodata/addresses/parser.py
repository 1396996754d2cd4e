"""The one way in: any address to its parts."""

from __future__ import annotations

from geodata.addresses import chinese, english
from geodata.addresses.keys import is_chinese
from geodata.addresses.parts import AddressParts


def parse(text: str) -> AddressParts:
    """Take an address apart by the rules of the script that it is written in.

    Never refuses: what no rule names is ``rest``. Only the first 200 characters are read.

    >>> parse("南山区粤海街道科苑路15号").road, parse("15 M St SE").road
    ('科苑路', 'm st se')
    """
    return chinese.parse(text) if is_chinese(text) else english.parse(text)
