"""A demo city in the database: whole, once, and the same as its packed files."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from sqlalchemy import func, select, text

from geodata.demo.load import load
from geodata.demo.packed import city_keys, open_city
from geodata.errors import ConflictError
from geodata.models import (
    Address,
    Area,
    Assignment,
    City,
    Incident,
    IncidentEvent,
    OfficerGrid,
    Unit,
)


def count(session, model, *where):
    return session.scalar(select(func.count()).select_from(model).where(*where))


def on_an_edge(areas, incidents):
    """Source ids of the incidents that lie in two grids at once."""
    grids = areas.loc[areas["tier"] == 5].geometry.to_numpy()
    points = shapely.points(incidents["lon"], incidents["lat"])
    point, _ = shapely.STRtree(grids).query(points, predicate="intersects")
    return incidents["source_id"][np.bincount(point, minlength=len(points)) > 1].tolist()


def located_otherwise(session, source_ids):
    """How many of these incidents, and of every tenth, the database would put elsewhere."""
    return session.scalar(
        text(
            "SELECT count(*) FROM incident"
            " WHERE (number % 10 = 0 OR source_id = ANY(:source_ids))"
            " AND grid_id IS DISTINCT FROM grid_at(geom, reported_at)"
        ),
        {"source_ids": source_ids},
    )


def first_moments(session):
    columns = (Incident.source_id, Incident.reported_at, Incident.resolved_at)
    rows = session.execute(select(*columns).order_by(Incident.source_id).limit(50))
    return [tuple(row) for row in rows]


def first_moments_of(incidents):
    rows = incidents.sort_values("source_id").head(50)
    return [
        (row.source_id, row.reported_at, None if pd.isna(row.resolved_at) else row.resolved_at)
        for row in rows.itertuples()
    ]


@pytest.mark.parametrize("key", city_keys())
def test_a_city_is_loaded_whole_and_only_once(session, key):
    packed, told = open_city(key), []
    assert load(session, key, lambda percent, words: told.append(percent))
    assert told == sorted(told)
    assert told[-1] == 100
    # The deferred rules of a partition are judged now, not when the test is rolled back.
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    areas, incidents = packed.layer("areas"), packed.table("incidents")
    assert count(session, Area) == len(areas)
    assert count(session, Unit) == len(packed.layer("units"))
    assert count(session, Address) == len(packed.table("addresses"))
    assert count(session, OfficerGrid) == (areas["tier"] == 5).sum()
    assert count(session, Incident) == len(incidents)
    assert count(session, Incident, Incident.grid_id.is_(None)) == 0
    assert located_otherwise(session, on_an_edge(areas, incidents)) == 0
    assert first_moments(session) == first_moments_of(incidents)
    assert count(session, Assignment) == len(packed.layer("units"))
    assert count(session, IncidentEvent) >= len(incidents)
    assert not load(session, key)
    assert count(session, Incident) == len(incidents)
    other = next(one for one in city_keys() if one != key)
    with pytest.raises(ConflictError, match="one city"):
        load(session, other)


def test_an_interrupted_load_leaves_nothing(session, monkeypatch):
    def stop(percent: float, words: str) -> None:
        if percent >= 60:
            raise KeyboardInterrupt(words)

    with pytest.raises(KeyboardInterrupt), session.begin_nested():
        load(session, "dc", stop)
    assert count(session, City) == 0
    assert count(session, Area) == 0
