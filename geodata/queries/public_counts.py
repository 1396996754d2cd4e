"""Protected counts: written once per completed week, read by everybody."""

from __future__ import annotations

from datetime import datetime

import geopandas as gpd
from shapely.geometry.base import BaseGeometry
from sqlalchemy import BigInteger, Numeric, Text, cast, func, insert, literal, select
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.geometry import as_multipolygon
from geodata.models import Area, Category, Incident, PublicCount
from geodata.queries import public_view
from geodata.queries._rows import Rows
from geodata.queries._spatial import Box, geojson, meets_box, read_frame
from geodata.queries.categories import Parent

# About a metre: reports without an address from one place count as one.
DOOR_DIGITS = 5


def reports(session: Session, start: datetime, end: datetime) -> gpd.GeoDataFrame:
    """Return reports of [start, end) in EPSG:4326: topic, address, is_sensitive, point.

    ``address`` tells different reporters apart: the account, else the address, else the place.
    """
    door = func.concat(
        func.round(func.ST_X(Incident.geom).cast(Numeric), DOOR_DIGITS),
        literal(" "),
        func.round(func.ST_Y(Incident.geom).cast(Numeric), DOOR_DIGITS),
    )
    person = literal("account ").concat(cast(Incident.reporter_id, Text))
    statement = (
        select(
            func.coalesce(Parent.code, Category.code).label("topic"),
            func.coalesce(person, Incident.address, door).label("address"),
            (~public_view.is_public()).label("is_sensitive"),
            func.ST_AsBinary(Incident.geom).label("geom"),
        )
        .join(Category, Category.id == Incident.category_id)
        .outerjoin(Parent, Parent.id == Category.parent_id)
        .where(Incident.reported_at >= start, Incident.reported_at < end)
        .order_by(Incident.number)
    )
    return read_frame(session, statement)


def first_report_at(session: Session) -> datetime | None:
    """Return the moment of the first report of all."""
    return session.scalar(select(func.min(Incident.reported_at)))


def frozen_until(session: Session) -> datetime | None:
    """Return the end of the last week that was published."""
    return session.scalar(select(func.max(PublicCount.step_end)))


def save(session: Session, groups: gpd.GeoDataFrame, start: datetime, end: datetime) -> None:
    """Write the groups of a week, in EPSG:4326; those without a shape get the city's."""
    whole = select(Area.geom).where(Area.tier == 1).order_by(Area.valid_from.desc()).limit(1)
    city = session.scalar(whole)
    rows = [
        {
            "step_start": start,
            "step_end": end,
            "topic": row.topic,
            "cell_m": int(row.cell_m),
            "cell_column": int(row.cell_column),
            "cell_row": int(row.cell_row),
            "count": int(row.count_),
            "geom": city if row.geometry is None else _ewkt(row.geometry),
        }
        for row in groups.rename(columns={"count": "count_"}).itertuples()
    ]
    if rows:
        session.execute(insert(PublicCount), rows)


def _ewkt(shape: BaseGeometry) -> str:
    return f"SRID={STORAGE_EPSG};{as_multipolygon(shape).wkt}"


def weeks(session: Session) -> Rows:
    """Return published weeks, the newest first: start, end, count."""
    return session.execute(
        select(
            PublicCount.step_start.label("start"),
            PublicCount.step_end.label("end"),
            func.sum(PublicCount.count).cast(BigInteger).label("count"),
        )
        .group_by(PublicCount.step_start, PublicCount.step_end)
        .order_by(PublicCount.step_start.desc())
    ).all()


def topics(session: Session, start: datetime) -> Rows:
    """Return the topics of a week with their names, those with most reports first."""
    total = func.sum(PublicCount.count).cast(BigInteger)
    return session.execute(
        select(
            PublicCount.topic.label("code"), Category.name, Category.name_zh, total.label("count")
        )
        .join(Category, Category.code == PublicCount.topic)
        .where(PublicCount.step_start == start)
        .group_by(PublicCount.topic, Category.name, Category.name_zh)
        .order_by(total.desc(), PublicCount.topic)
    ).all()


def groups(session: Session, start: datetime, topic: str | None, box: Box | None) -> Rows:
    """Return the groups of a week that meet a box, large squares first, geometry as GeoJSON."""
    statement = select(
        PublicCount.id,
        PublicCount.topic,
        PublicCount.cell_m,
        PublicCount.count,
        PublicCount.step_start,
        PublicCount.step_end,
        geojson(PublicCount.geom).label("geometry"),
    ).where(PublicCount.step_start == start)
    if topic is not None:
        statement = statement.where(PublicCount.topic == topic)
    if box is not None:
        statement = statement.where(meets_box(PublicCount.geom, box))
    whole_first = PublicCount.cell_m == 0
    order = (whole_first.desc(), PublicCount.cell_m.desc(), PublicCount.id)
    return session.execute(statement.order_by(*order)).all()
