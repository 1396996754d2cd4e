"""Market Town: five tiers, two grids that share an edge, one category, one department.

The market grid is the western square, the river grid the eastern one; each side is 0.01 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import shapely
from sqlalchemy.orm import Session

from geodata.models import (
    Address,
    Area,
    Category,
    City,
    Department,
    Incident,
    Officer,
    OfficerGrid,
    Tier,
    Unit,
)

FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
WEST, SOUTH, SIDE = 114.0, 22.5, 0.01
MARKET, RIVER = "440399001001001", "440399001001002"
COMMUNITY = "440399001001"
NAMESPACE = UUID("6f0c1a52-0000-4000-8000-000000000000")


@dataclass
class Town:
    """The keys of what was built."""

    community: Area
    market: Area
    river: Area
    noise: Category
    parks: Department


def square(column: int) -> shapely.MultiPolygon:
    """Return the square of one grid."""
    west = WEST + column * SIDE
    return shapely.MultiPolygon([shapely.box(west, SOUTH, west + SIDE, SOUTH + SIDE)])


def whole() -> shapely.MultiPolygon:
    """Return the town, with the vertices that the grids' shared edge gives it."""
    return shapely.MultiPolygon([shapely.coverage_union(square(0), square(1))])


def wkt(shape: Any) -> str:
    """Return a shape as the database takes it."""
    return f"SRID=4326;{shape.wkt}"


def area(code: str, tier: int, parent: Area | None, shape: Any, **values: Any) -> Area:
    """Return an area row, not added yet."""
    fields = {
        "name": f"Area {code}",
        "name_zh": f"区域 {code}",
        "valid_from": FOUNDED,
        "grid_type": "base" if tier == 5 else None,
    } | values
    return Area(
        code=code, tier=tier, parent_id=parent.id if parent else None, geom=wkt(shape), **fields
    )


def build(session: Session) -> Town:
    """Write the town."""
    session.add(
        City(
            id=1,
            key="market",
            code="440300000000",
            name="Market Town",
            name_zh="集市镇",
            metric_epsg=4547,
            time_zone="Asia/Shanghai",
            west=114.0,
            south=22.5,
            east=114.02,
            north=22.51,
            attribution=["nobody"],
            is_synthetic=True,
            period_start=datetime(2026, 5, 1, tzinfo=UTC),
            period_end=datetime(2026, 5, 11, tzinfo=UTC),
        )
    )
    for level, name in enumerate(("City", "District", "Sub-district", "Community", "Grid"), 1):
        session.add(Tier(level=level, name=name, name_zh=f"第{level}级"))
    session.flush()
    parent = None
    for tier, code in enumerate(("440300000000", "440399000000", "440399001000", COMMUNITY), 1):
        parent = area(code, tier, parent, whole())
        session.add(parent)
        session.flush()
    market = area(MARKET, 5, parent, square(0), name="Market", name_zh="集市网格", households=400)
    river = area(RIVER, 5, parent, square(1), name="River", name_zh="河边网格", households=350)
    order = Category(code="02", level=1, name="Public order", name_zh="街面秩序")
    parks = Department(code="PARKS", name="Parks", name_zh="园林局")
    officer = Officer(code="W1", name="Wang", is_synthetic=True)
    session.add_all([market, river, order, parks, officer])
    session.flush()
    noise = Category(code="0203", level=2, parent_id=order.id, name="Noise", name_zh="噪声扰民")
    session.add_all(
        [
            noise,
            OfficerGrid(officer_id=officer.id, grid_id=market.id, valid_from=FOUNDED),
            Unit(
                code="U1",
                community_id=parent.id,
                households=400,
                population=1000,
                geom=wkt(square(0)),
            ),
            Unit(
                code="U2",
                community_id=parent.id,
                households=350,
                population=900,
                geom=wkt(square(1)),
            ),
        ]
    )
    session.flush()
    return Town(parent, market, river, noise, parks)


def complaint(town: Town, lon: float, lat: float, **values: Any) -> Incident:
    """Return a noise complaint, not added yet; its key follows from its place."""
    fields = {
        "id": uuid5(NAMESPACE, f"{lon},{lat}"),
        "source": "test",
        "status": "reported",
        "reported_at": NOON,
    } | values
    return Incident(
        category_id=town.noise.id,
        geom=f"SRID=4326;POINT({lon!r} {lat!r})",
        raw_lon=lon,
        raw_lat=lat,
        **fields,
    )


def address(code: str, text: str, lon: float, lat: float) -> Address:
    """Return an address, not added yet."""
    return Address(code=code, text=text, geom=f"SRID=4326;POINT({lon!r} {lat!r})")
