"""History is appended and chained."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from geodata.models import IncidentEvent
from geodata.queries import incidents
from tests.worlds import market


@pytest.fixture
def complaint(session, town):
    incident = market.complaint(town, 114.005, 22.505)
    session.add(incident)
    session.flush()
    for action in ("report", "verify", "file"):
        incidents.append_event(
            session, IncidentEvent(incident_id=incident.id, actor="Wang", action=action)
        )
    return incident


def test_events_are_numbered_and_chained(session, complaint):
    first, second, third = incidents.history(session, complaint.id)
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert first.previous_hash is None
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert incidents.broken_chains(session) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incident_event SET reason = 'better'",
        "DELETE FROM incident_event",
        "TRUNCATE incident_event",
    ],
)
def test_history_cannot_be_changed(session, complaint, statement):
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE incident_event SET actor = 'Li' WHERE sequence = 2",
        "DELETE FROM incident_event WHERE sequence = 2",
        "DELETE FROM incident_event WHERE sequence = 1",
        "UPDATE incident_event SET at = at - interval '1 second' WHERE sequence = 3",
    ],
)
def test_tampering_behind_the_triggers_shows(session, complaint, tampering):
    session.execute(text("ALTER TABLE incident_event DISABLE TRIGGER history_is_appended"))
    session.execute(text(tampering))
    assert incidents.broken_chains(session) == [complaint.id]
