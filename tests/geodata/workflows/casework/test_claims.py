"""Sixteen handlers reach for one case at once: exactly one gets it, every time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geodata.errors import ConflictError
from geodata.models import Incident, IncidentEvent
from geodata.workflows import casework
from tests.worlds import cases, market
from webgis import database, migrating

OPERATORS = 16


@pytest.fixture(scope="module")
def arena(cluster):
    """A database of its own, for here transactions really end."""
    name = f"wangge_claims_{uuid4().hex[:8]}"
    cluster.ensure_database(name)
    engine = create_engine(
        cluster.url(name),
        pool_size=OPERATORS,
        connect_args={"options": f"-c timezone=UTC {database.SEARCH_PATH_OPTION}"},
    )
    migrating.upgrade(engine)
    with Session(engine) as session:
        cases.write_matrix(session, market.build(session))
        session.commit()
    yield engine
    engine.dispose()
    admin = create_engine(cluster.admin_url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def dispatched(engine, round_number):
    key = UUID(int=round_number)
    with Session(engine) as session:
        cases.report(session, key)
        for who, action, values in cases.WAYS["dispatched"]:
            cases.do(session, who, action, key=key, **values)
        session.commit()
    return key


def reach(engine, barrier, key, number):
    who = cases.actor("handler", f"hand {number}", "PARKS")
    with Session(engine) as session:
        barrier.wait(30)
        try:
            casework.act(session, who, key, casework.Order("claim"), datetime.now(UTC))
            session.commit()
        except ConflictError:
            return None
    return who.name


@pytest.mark.parametrize(
    "rounds", [20, pytest.param(1000, marks=pytest.mark.drill)], ids=["some", "many"]
)
def test_exactly_one_wins(arena, rounds):
    barrier = Barrier(OPERATORS)
    with ThreadPoolExecutor(OPERATORS) as pool:
        for round_number in range(rounds * 10, rounds * 11):
            key = dispatched(arena, round_number)
            reached = pool.map(lambda n, k=key: reach(arena, barrier, k, n), range(OPERATORS))
            winners = [name for name in reached if name]
            assert len(winners) == 1
            with Session(arena) as session:
                assert session.get(Incident, key).status == "processing"
                claims = session.execute(
                    select(IncidentEvent.actor, func.count())
                    .where(IncidentEvent.incident_id == key, IncidentEvent.action == "claim")
                    .group_by(IncidentEvent.actor)
                ).all()
            assert [tuple(row) for row in claims] == [(winners[0], 1)]
