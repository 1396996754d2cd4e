"""Market Town in twelve blocks of 60 households: three columns of two rows in each grid."""

from __future__ import annotations

import shapely
from sqlalchemy import delete
from sqlalchemy.orm import Session

from geodata.models import Unit
from tests.worlds import market

COLUMNS, ROWS = 6, 2
HOUSEHOLDS = 60


def code(column: int, row: int) -> str:
    """Return the code of a block: B00 is the north-western one."""
    return f"B{column}{row}"


def build(session: Session, town: market.Town) -> None:
    """Draw the blocks instead of the two units of the town."""
    session.execute(delete(Unit))
    width, height = market.SIDE / 3, market.SIDE / ROWS
    for column in range(COLUMNS):
        for row in range(ROWS):
            # The very corners of the grids, or rounding leaves slivers.
            west = _corner(market.WEST, column, width, 3, market.SIDE)
            east = _corner(market.WEST, column + 1, width, 3, market.SIDE)
            north = market.SOUTH + market.SIDE - row * height
            south = market.SOUTH if row == ROWS - 1 else north - height
            shape = shapely.MultiPolygon([shapely.box(west, south, east, north)])
            session.add(
                Unit(
                    code=code(column, row),
                    community_id=town.community.id,
                    households=HOUSEHOLDS,
                    population=150,
                    geom=market.wkt(shape),
                )
            )
    session.flush()


def _corner(start: float, number: int, width: float, per_side: int, side: float) -> float:
    whole, rest = divmod(number, per_side)
    return start + whole * side + rest * width
