"""Taking stored addresses apart, so that they can be searched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from geodata.addresses.keys import key_of
from geodata.addresses.parser import parse
from geodata.addresses.parts import AddressParts
from geodata.queries import localities

BATCH_ROWS = 50_000


def complete(session: Session) -> int:
    """Give every address that has none its parts and its locality; return how many.

    Parts that an address came with stay; the parser fills the others.
    """
    total = 0
    while rows := localities.unnamed(session, BATCH_ROWS):
        settled = localities.settle(session, _parted(rows))
        total += settled
        if settled < BATCH_ROWS:
            break
    return total


def _parted(rows: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        parsed = parse(row.text)
        given = row._asdict()
        parts = {
            part: given[part] or getattr(parsed, "number" if part == "number_text" else part)
            for part in localities.PARTS
        }
        kind, name = _locality(parts, row.text)
        compound = key_of(parts["compound"]) if kind == "road" else ""
        number = AddressParts(number=parts["number_text"]).number_value
        yield (row.id, *parts.values(), number, kind, name, key_of(name) or name, compound)


def _locality(parts: dict[str, str], text: str) -> tuple[str, str]:
    for kind in ("road", "compound", "community"):
        if parts[kind]:
            return kind, parts[kind]
    return "community", text
