"""Server-sent events: what is new arrives, and what was missed is replayed."""

import json
import threading
import uuid

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geodata.models import IncidentEvent
from geodata.queries import incidents
from tests.worlds import market
from webgis import migrating
from webgis.events import Hub, _stream


@pytest.fixture
def city(cluster):
    """A database of its own: notifications are sent on commit only."""
    name = f"wangge_events_{uuid.uuid4().hex[:8]}"
    cluster.ensure_database(name)
    engine = create_engine(cluster.url(name), poolclass=NullPool)
    migrating.upgrade(engine)
    with Session(engine) as session:
        town = market.build(session)
        complaint = market.complaint(town, 114.005, 22.505)
        session.add(complaint)
        session.commit()
        key = complaint.id
    yield engine, key
    admin = create_engine(cluster.admin_url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def append(engine, key, action):
    with Session(engine) as session:
        event = IncidentEvent(incident_id=key, actor="Wang", action=action)
        incidents.append_event(session, event)
        session.commit()


def next_message(stream):
    for part in stream:
        fields = dict(line.split(": ", 1) for line in part.decode().splitlines() if ": " in line)
        if "data" in fields:
            return int(fields["id"]), json.loads(fields["data"])
    return None


def test_what_was_missed_comes_first_then_what_is_new(city):
    engine, key = city
    append(engine, key, "report")
    append(engine, key, "verify")
    hub = Hub(engine)
    hub.start()
    stream = _stream(engine, hub, "1")
    assert next_message(stream) == (2, {"incident": str(key), "action": "verify"})
    assert next_message(stream)[1] == {"ready": True}
    sender = threading.Timer(0.3, append, (engine, key, "file"))
    sender.start()
    number, message = next_message(stream)
    row = message.pop("row")
    assert (number, message) == (3, {"incident": str(key), "action": "file"})
    assert (row["id"], row["category_code"], row["grid_code"]) == (str(key), "0203", market.MARKET)
    assert "description" not in row
    sender.join()
    stream.close()


def test_however_much_was_missed_all_of_it_comes(city, monkeypatch):
    engine, key = city
    monkeypatch.setattr("webgis.events.REPLAY_PAGE", 2)
    for action in ("report", "verify", "file", "dispatch", "claim"):
        append(engine, key, action)
    stream = _stream(engine, Hub(engine), "0")
    told = [next_message(stream) for _ in range(6)]
    assert [number for number, _ in told] == [1, 2, 3, 4, 5, 5]
    assert [body.get("action") for _, body in told] == [
        "report",
        "verify",
        "file",
        "dispatch",
        "claim",
        None,
    ]
    assert told[-1][1] == {"ready": True}
    stream.close()


def test_without_a_last_id_nothing_old_is_told(city):
    engine, key = city
    append(engine, key, "report")
    hub = Hub(engine)
    stream = _stream(engine, hub, "")
    assert next_message(stream)[1] == {"ready": True}
    stream.close()
    assert hub._boxes == set()


def test_a_screen_that_lags_is_cut_off_so_that_it_comes_back(city, monkeypatch):
    engine, _ = city
    monkeypatch.setattr("webgis.events.BACKLOG", 3)
    hub = Hub(engine)
    box = hub.subscribe()
    for number in range(5):
        hub._tell(json.dumps({"id": number}))
    assert box.get_nowait() is None
    assert hub._boxes == set()
