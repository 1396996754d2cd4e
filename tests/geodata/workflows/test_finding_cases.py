"""The life of one gap: found, accepted, seen again, grown, gone, there again."""

from uuid import uuid4

import pytest
import shapely
from sqlalchemy import text

from geodata.errors import ConflictError, ForbiddenError
from geodata.models import JobRun
from geodata.queries import finding_cases, findings
from geodata.rights.actor import Actor, Grant
from geodata.workflows import coverage, progress
from geodata.workflows.finding_cases import decide
from tests.worlds import market

LEAD = Actor(1, "lee", (Grant("station_lead"),))


def run(session, town, west):
    """The coverage job with the market grid from ``west`` on; what it saw of the grids."""
    shape = shapely.MultiPolygon([shapely.box(west, 22.5, 114.01, 22.51)])
    town.market.geom = market.wkt(shape)
    found = JobRun(id=uuid4(), kind="coverage", state="running")
    session.add(found)
    session.flush()
    coverage.run(session, found.id, {}, progress.silent)
    return findings.listing(session, found.id, tier=5)


def test_a_gap_keeps_its_decision_until_it_grows_or_goes(session, town):
    (gap,) = run(session, town, 114.001)
    case = finding_cases.of_finding(session, gap.id)
    decide(session, LEAD, gap.id, "accepted", "a pond")
    (again,) = run(session, town, 114.001)
    assert (again.status, finding_cases.of_finding(session, again.id).id) == ("accepted", case.id)
    (larger,) = run(session, town, 114.003)
    assert larger.status == "open"
    assert run(session, town, 114.0) == []
    assert case.status == "fixed"
    (back,) = run(session, town, 114.003)
    assert finding_cases.of_finding(session, back.id).id == case.id
    steps = [row.to_status for row in finding_cases.history(session, case.id)]
    assert steps == ["open", "accepted", "open", "fixed", "open"]
    assert finding_cases.history(session, case.id)[1].reason == "a pond"


def test_who_has_no_right_decides_nothing(session, town):
    (gap,) = run(session, town, 114.001)
    with pytest.raises(ForbiddenError):
        decide(session, Actor(2, "ann", (Grant("officer"),)), gap.id, "accepted", "why not")
    with pytest.raises(ConflictError):
        decide(session, LEAD, gap.id, "open", "it is")


def test_what_was_decided_is_never_edited(session, town):
    run(session, town, 114.001)
    with pytest.raises(Exception, match="append"):
        session.execute(text("UPDATE finding_event SET reason = 'other'"))
