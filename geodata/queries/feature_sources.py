"""What the standard faces publish as features: areas per tier, incidents, hotspots, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Text, select
from sqlalchemy.orm import Session, aliased

from geodata.models import Area, Category, Hotspot, Incident, JobRun, PublicCount
from geodata.queries import cities, public_view
from geodata.queries._rows import AnySelect

Parent = aliased(Area, name="parent")
Topic = aliased(Category, name="topic")
Grid = aliased(Area, name="grid")
GRID_TIER = 5


@dataclass(frozen=True)
class Source:
    """One collection: where its rows come from and what may be asked of them.

    ``columns`` are the properties by name; ``start`` and ``end`` the period in which a feature
    holds (the same column for a moment). ``is_current`` tells that without a date only features
    that hold now are meant.
    """

    id: str
    title: str
    title_zh: str
    description: str
    base: Callable[[], AnySelect]
    key: Any
    geom: Any
    columns: Mapping[str, Any]
    start: Any = None
    end: Any = None
    is_current: bool = False
    where: tuple[ColumnElement[bool], ...] = field(default=())


def all_of(session: Session) -> dict[str, Source]:
    """Return every source of this city by id."""
    tiers = [_tier(row.level, row.name, row.name_zh) for row in cities.tiers(session)]
    return {source.id: source for source in (*tiers, _incidents(), _hotspots(), _counts())}


def with_category(statement: AnySelect) -> AnySelect:
    """Join the category of incidents and the topic above it."""
    return statement.join(Category, Category.id == Incident.category_id).outerjoin(
        Topic, Topic.id == Category.parent_id
    )


def _tier(level: int, name: str, name_zh: str) -> Source:
    columns = {
        "code": Area.code,
        "name": Area.name,
        "name_zh": Area.name_zh,
        "parent_code": Parent.code,
        "grid_type": Area.grid_type,
        "households": Area.households,
        "population": Area.population,
        "is_synthetic": Area.is_synthetic,
        "valid_from": Area.valid_from,
        "valid_to": Area.valid_to,
    }
    if level < GRID_TIER:
        del columns["grid_type"]
    return Source(
        id="grids" if level == GRID_TIER else f"tier{level}",
        title=name,
        title_zh=name_zh,
        description=(
            f"Areas of tier {level}. Without datetime: those that hold now; with a moment: those"
            " that held then; with an interval: every version that held in it."
        ),
        base=lambda: select().select_from(Area).outerjoin(Parent, Parent.id == Area.parent_id),
        key=Area.id,
        geom=Area.geom,
        columns=columns,
        start=Area.valid_from,
        end=Area.valid_to,
        is_current=True,
        where=(Area.tier == level,),
    )


def _incidents() -> Source:
    return Source(
        id="incidents",
        title="Incidents",
        title_zh="事件",
        description="Incidents, placed to about 100 m, without texts and sensitive categories.",
        base=lambda: with_category(select().select_from(Incident)).outerjoin(
            Grid, Grid.id == Incident.grid_id
        ),
        key=Incident.number,
        geom=public_view.place(is_exact=False),
        columns={
            "number": Incident.number,
            "category_code": Category.code,
            "category_name": Category.name,
            "category_name_zh": Category.name_zh,
            "topic_code": Topic.code,
            "status": Incident.status,
            "grid_code": Grid.code,
            "reported_at": Incident.reported_at,
            "resolved_at": Incident.resolved_at,
            "is_synthetic": Incident.is_synthetic,
        },
        start=Incident.reported_at,
        end=Incident.reported_at,
        where=(public_view.is_public(),),
    )


def _hotspots() -> Source:
    latest = (
        select(JobRun.id)
        .where(
            JobRun.kind == "hotspots",
            JobRun.state == "succeeded",
            JobRun.parameters.has_key("cell_m"),
        )
        .order_by(JobRun.finished_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return Source(
        id="hotspots",
        title="Hotspots",
        title_zh="热点",
        description="Cells of the latest run: bin 3 to -3 is hot or cold at 99, 95, 90 %, 0 is not"
        " significant.",
        base=lambda: select().select_from(Hotspot),
        key=Hotspot.zone,
        geom=Hotspot.geom,
        columns={
            "zone": Hotspot.zone,
            "bin": Hotspot.bin,
        },
        where=(Hotspot.run_id == latest,),
    )


def _counts() -> Source:
    return Source(
        id="public-counts",
        title="Protected counts",
        title_zh="公开统计",
        description="Reports per week, topic and square, in groups of at least eight addresses.",
        base=lambda: select().select_from(PublicCount),
        key=PublicCount.id,
        geom=PublicCount.geom,
        columns={
            "topic": PublicCount.topic,
            "cell_m": PublicCount.cell_m,
            "count": PublicCount.count,
            "step_start": PublicCount.step_start,
            "step_end": PublicCount.step_end,
        },
        start=PublicCount.step_start,
        end=PublicCount.step_end,
    )


def type_of(column: Any) -> str:
    """Return the JSON type of a column: string, integer, number, boolean or date-time."""
    python = column.type.python_type if not isinstance(column.type, Text) else str
    names = {int: "integer", float: "number", bool: "boolean", str: "string"}
    return names.get(python, "date-time")
