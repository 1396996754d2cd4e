"""Two hundred reports over a bad network: each is one case, however often it is sent."""

import http.client
import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geodata.models import Incident, IncidentEvent, IncidentTracking
from tests.conftest import free_port, serving
from tests.worlds import cases, market
from webgis import database, migrating

REPORTS, TIMES, LOST_SHARE = 200, 3, 0.3
CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture(scope="module")
def wire(settings, cluster):
    """A real server of Market Town, and an engine on its database."""
    name = f"wangge_reports_{uuid4().hex[:8]}"
    cluster.ensure_database(name)
    engine = create_engine(
        cluster.url(name),
        poolclass=NullPool,
        connect_args={"options": f"-c timezone=UTC {database.SEARCH_PATH_OPTION}"},
    )
    migrating.upgrade(engine)
    with Session(engine) as session:
        cases.write_matrix(session, market.build(session))
        session.commit()
    port = free_port()
    with serving(replace(settings, database_url=cluster.url(name), port=port)):
        yield port, engine
    engine.dispose()
    admin = create_engine(cluster.admin_url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def report(number):
    choice = random.Random(number)
    return {
        "id": str(UUID(int=number + 1)),
        "lon": round(choice.uniform(114.001, 114.019), 6),
        "lat": round(choice.uniform(22.501, 22.509), 6),
        "category_code": "0203",
        "description": f"drums {number}",
        "tracking_code": "".join(choice.choices(CODE_SIGNS, k=16)),
    }


def send(port, body, *, is_lost):
    """Send a report; with a lost answer the line is cut as soon as all is sent."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        data = json.dumps(body)
        line.request("POST", "/api/v1/incidents", data, {"Content-Type": "application/json"})
        return None if is_lost else line.getresponse().status
    finally:
        line.close()


def test_200_reports_sent_three_times_with_lost_answers_are_200_cases(wire):
    port, engine = wire
    choice = random.Random(7)
    sendings = [number for number in range(REPORTS) for _ in range(TIMES)]
    choice.shuffle(sendings)
    losses = [choice.random() < LOST_SHARE for _ in sendings]
    assert 0.25 < sum(losses) / len(losses) < 0.35
    with ThreadPoolExecutor(8) as phones:
        answers = list(
            phones.map(
                lambda each: send(port, report(each[0]), is_lost=each[1]),
                zip(sendings, losses, strict=True),
            )
        )
    assert {*answers} == {None, 200, 201}
    assert answers.count(None) == sum(losses)
    # One more try of each, as a phone that never heard would make it: all are there already.
    assert [send(port, report(number), is_lost=False) for number in range(REPORTS)] == [
        200
    ] * REPORTS
    with Session(engine) as session:
        counts = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Incident, IncidentTracking)
        ]
        events = session.scalar(select(func.count()).where(IncidentEvent.action == "report"))
    assert [*counts, events] == [REPORTS] * 3
