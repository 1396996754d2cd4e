"""The address book of Market Town, with one defect of each kind."""

from geodata.models import Address
from geodata.queries import findings, job_runs
from geodata.workflows import address_findings
from geodata.workflows.progress import silent
from tests.worlds import market


def door(code, text, lon):
    return Address(code=code, text=text, geom=f"SRID=4326;POINT({lon} 22.505)")


def test_each_defect_is_found_and_told_in_both_languages(town, session):
    session.add_all(
        [
            door("A1", "集市路1号", 114.001),
            door("A2", "集市路 1号", 114.002),
            door("A3", "城外1号", 115.0),
        ]
    )
    session.flush()
    run, _ = job_runs.queue(session, "addresses", {})
    figures = address_findings.run(session, run.id, {}, silent)
    assert figures["summary"] == {
        "address_count": 3,
        "grid_count": 2,
        "address_without_grid": 1,
        "grid_without_address": 1,
        "address_twice": 1,
    }
    rows = {row.kind: row for row in findings.listing(session, run.id)}
    assert rows["address_without_grid"].message == "the address 城外1号 lies in no grid"
    assert rows["grid_without_address"].area_codes == [market.RIVER]
    assert rows["address_twice"].message_zh == "“集市路1号”重复 2 次：A1, A2"
