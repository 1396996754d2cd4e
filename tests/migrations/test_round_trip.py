"""upgrade, downgrade, upgrade on a filled database keeps every row."""

import uuid

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geodata.models import Base, IncidentEvent
from geodata.queries import incidents, job_runs
from tests.worlds import market
from webgis import migrating

OURS = sorted(Base.metadata.tables)


@pytest.fixture
def filled(cluster):
    name = f"wangge_migrating_{uuid.uuid4().hex[:8]}"
    cluster.ensure_database(name)
    engine = create_engine(cluster.url(name), poolclass=NullPool)
    migrating.upgrade(engine)
    with Session(engine) as session:
        town = market.build(session)
        complaint = market.complaint(town, 114.005, 22.505)
        session.add(complaint)
        session.flush()
        event = IncidentEvent(incident_id=complaint.id, actor="Wang", action="report")
        incidents.append_event(session, event)
        job_runs.queue(session, "coverage", {})
        session.commit()
    yield engine
    engine.dispose()
    with create_engine(
        cluster.admin_url(), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    ).connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))


def contents(engine):
    with engine.connect() as connection:
        return {
            table: connection.scalar(
                text(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            )
            for table in OURS
        }


@pytest.mark.parametrize("revision", ["base", "0003"])
def test_a_downgrade_parks_every_row_and_an_upgrade_takes_it_back(filled, revision):
    before = contents(filled)
    migrating.downgrade(filled, revision)
    left = set(inspect(filled).get_table_names())
    assert "hotspot" not in left
    migrating.upgrade(filled)
    assert contents(filled) == before
    assert sum(value is not None for value in before.values()) >= 10


def test_what_was_taken_back_works_as_before(filled):
    migrating.downgrade(filled, "base")
    migrating.upgrade(filled)
    with Session(filled) as session:
        assert incidents.broken_chains(session) == []
        category = session.scalar(text("SELECT id FROM category WHERE level = 2"))
        session.execute(
            text(
                "INSERT INTO incident (id, source, category_id, status, geom, raw_lon, raw_lat,"
                " reported_at) VALUES (gen_random_uuid(), 'test', :category, 'reported',"
                " ST_SetSRID(ST_MakePoint(114.015, 22.505), 4326), 114.015, 22.505, now())"
            ),
            {"category": category},
        )
        codes = session.scalars(
            text("SELECT a.code FROM incident i JOIN area a ON a.id = i.grid_id ORDER BY 1")
        ).all()
    assert codes == [market.MARKET, market.RIVER]


def test_models_and_migrations_agree(engine):
    def ours(obj, name, kind, reflected, compare_to):
        if kind == "table" and name not in OURS:
            return False
        return alembic_helpers.include_object(obj, name, kind, reflected, compare_to)

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True}
        )
        assert compare_metadata(context, Base.metadata) == []
