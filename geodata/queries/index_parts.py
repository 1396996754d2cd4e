"""The parts of the governance index and their weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.models import IndexPart


def listing(session: Session) -> Sequence[IndexPart]:
    """Return the parts in the order in which they are shown."""
    return session.scalars(select(IndexPart).order_by(IndexPart.position)).all()


def weights(session: Session) -> dict[str, float]:
    """Return the weight of every part."""
    return {part.code: part.weight for part in listing(session)}


def weigh(session: Session, given: Mapping[str, float]) -> None:
    """Give parts new weights; those not named keep theirs. Raises InvalidInputError."""
    parts = {part.code: part for part in listing(session)}
    for code, weight in given.items():
        if code not in parts:
            choice = ", ".join(parts)
            raise InvalidInputError(f"there is no part {code!r}; there are {choice}", field=code)
        parts[code].weight = weight
    if sum(part.weight for part in parts.values()) <= 0:
        raise InvalidInputError("all weights are 0", field="weights")
    session.flush()
