"""The coverage job on Market Town, whole and with a part of the market missing."""

from uuid import uuid4

import pytest
import shapely

from geodata.models import Address, JobRun
from geodata.queries import findings
from geodata.workflows import coverage, progress
from tests.worlds import market


@pytest.fixture
def run_id(session, town):
    run = JobRun(id=uuid4(), kind="coverage", state="running")
    session.add(run)
    session.flush()
    return run.id


def test_a_whole_town_has_no_findings(session, run_id):
    session.add(Address(code="A1", text="1 Market St", geom="SRID=4326;POINT(114.005 22.505)"))
    session.flush()
    figures = coverage.run(session, run_id, {}, progress.silent)
    summary = figures["summary"]
    assert [row["finding_count"] for row in summary["tiers"]] == [0] * 5
    assert [row["area_count"] for row in summary["tiers"]] == [1, 1, 1, 1, 2]
    people = summary["people"]
    assert (people["households"], people["households_outside"]) == (750, 0)
    assert (people["addresses"], people["addresses_outside"]) == (1, 0)
    assert figures["boundaries_at"] == market.FOUNDED


def test_a_missing_half_market_is_a_gap_with_its_people(session, town, run_id):
    half = shapely.MultiPolygon([shapely.box(114.005, 22.5, 114.01, 22.51)])
    town.market.geom = market.wkt(half)
    session.flush()
    summary = coverage.run(session, run_id, {}, progress.silent)["summary"]
    grids = summary["tiers"][4]
    assert (grids["gap_count"], grids["overlap_count"]) == (1, 0)
    # Half of a square of 0.01 degrees at 22.5 north: about 0.51 by 1.11 km.
    assert grids["gap_m2"] == pytest.approx(514.5 * 1107.6, rel=0.01)
    assert summary["people"]["households_outside"] == pytest.approx(200, rel=0.001)
    (gap,) = findings.listing(session, run_id, tier=5)
    assert gap.kind == "gap"
    assert market.MARKET in gap.area_codes
    assert "平方米" in gap.message_zh
