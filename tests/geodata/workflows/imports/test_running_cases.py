"""Cases of another system that still run: state, department, owner, clock, history."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from geodata.models import CaseClock, Category, Incident
from geodata.queries import incidents
from geodata.workflows import imports
from tests.worlds import cases

HEAD = "id,category,lon,lat,opened,status,department,due_at,resolved_at\n"
PLACE = "0203,114.005,22.505"
DUE = datetime(2026, 5, 9, 12, tzinfo=UTC)


@pytest.fixture
def town_at_work(town, session):
    """Market Town with its matrix of responsibilities and its limits."""
    cases.write_matrix(session, town)
    return town


@pytest.fixture
def bring(session, tmp_path):
    def run(*rows, dry_run=False):
        path = tmp_path / "cases.csv"
        path.write_text(HEAD + "".join(f"{row}\n" for row in rows))
        reading = imports.remembered(session, path, "incidents", "12345", {})
        report = imports.run(session, reading, "Li", dry_run=dry_run)
        session.expire_all()
        return report

    return run


def row(key="c1", status="", department="", due="", resolved=""):
    return f"{key},{PLACE},2026-05-04T12:00:00Z,{status},{department},{due},{resolved}"


def case(session, key="c1"):
    return session.scalars(select(Incident).where(Incident.source_id == key)).one()


def clock(session, key="c1"):
    return session.scalars(
        select(CaseClock).where(
            CaseClock.incident_id == case(session, key).id, CaseClock.stopped_at.is_(None)
        )
    ).one_or_none()


def told(session, key="c1"):
    return [
        (event.action, event.actor, event.from_status, event.to_status)
        for event in incidents.history(session, case(session, key).id)
    ]


def test_a_case_with_a_department_is_owned_by_it_until_its_due_time(town_at_work, session, bring):
    bring(row(status="processing", department="PARKS", due=DUE.isoformat()))
    found = case(session)
    assert found.owner_department_id == town_at_work.parks.id
    assert found.owner_area_id is None
    running = clock(session)
    assert (running.stage, running.due_at, running.limit_unit) == ("handle", DUE, None)
    assert told(session) == [("imported", "Li", None, "processing")]


def test_a_new_report_is_at_the_desk_with_the_department_that_is_responsible(
    town_at_work, session, bring
):
    bring(row(status="reported"))
    found = case(session)
    assert found.owner_area_id == town_at_work.community.id
    assert found.department_id is not None
    assert clock(session).stage == "verify"


def test_a_closed_case_is_only_kept(town_at_work, session, bring):
    bring(row(status="closed", resolved="2026-05-06T12:00:00Z"))
    found = case(session)
    assert found.closed_at == datetime(2026, 5, 6, 12, tzinfo=UTC)
    assert clock(session) is None
    assert told(session) == []


def test_a_case_that_nobody_is_responsible_for_goes_to_the_desk(town, session, bring):
    other = Category(code="0299", level=2, parent_id=town.noise.parent_id, name="x", name_zh="x")
    session.add(other)
    session.flush()
    report = bring(row(status="dispatched").replace("0203", "0299"))
    assert report["warning_counts"] == {"no_department": 1}
    assert (case(session).status, case(session).owner_area_id) == ("filed", town.community.id)


def test_a_second_import_changes_nothing(town_at_work, session, bring):
    rows = (row(status="dispatched"), row("c2", "reported"), row("c3", "closed"))
    bring(*rows)
    again = bring(*rows)
    assert (again["inserted"], again["updated"], again["unchanged"]) == (0, 0, 3)
    assert len(told(session)) == 1


def test_a_change_of_state_is_told_and_moves_owner_and_clock(town_at_work, session, bring):
    bring(row(status="reported"))
    bring(row(status="processing", department="PARKS"))
    assert told(session)[1:] == [("imported", "Li", "reported", "processing")]
    assert case(session).owner_department_id == town_at_work.parks.id
    assert clock(session).stage == "handle"
    bring(row(status="closed", department="PARKS", resolved="2026-05-06T12:00:00Z"))
    assert clock(session) is None
    assert incidents.broken_chains(session) == []


def test_the_change_and_then_the_case_are_taken_back(town_at_work, session, bring):
    first = bring(row(status="reported"))
    second = bring(row(status="processing", department="PARKS"))
    imports.roll_back(session, second["import_id"])
    session.expire_all()
    assert (case(session).status, clock(session).stage) == ("reported", "verify")
    assert case(session).owner_area_id == town_at_work.community.id
    assert len(told(session)) == 1
    assert imports.roll_back(session, first["import_id"])["deleted"] == 1
    assert session.scalars(select(Incident)).all() == []


def test_a_case_that_somebody_has_worked_on_stays(town_at_work, session, bring):
    report = bring(row(status="reported"))
    cases.do(session, cases.LI, "verify", key=case(session).id)
    session.expire_all()
    assert imports.roll_back(session, report["import_id"])["kept"] == 1
    assert [event[0] for event in told(session)] == ["imported", "verify"]
    assert bring(row(status="closed"), dry_run=True)["kept"] == 1
