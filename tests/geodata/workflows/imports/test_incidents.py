"""A file of incidents: dry run, import, the same file again, a changed row, rollback."""

import pytest
from sqlalchemy import func, select

from geodata.errors import ConflictError, InvalidInputError
from geodata.models import Area, Incident, IncidentEvent
from geodata.queries import incidents
from geodata.workflows import imports
from tests.worlds import market

HEAD = "编号,小类,经度,纬度,上报时间,描述\n"
GOOD = (
    "1,0203,114.005,22.505,2026-05-04 20:00:00,狗叫\n"
    "2,噪声扰民,114.015,22.505,2026-05-04T12:00:00Z,=1+1\n"
    "3,0203,115,23,2026-05-04T12:00:00+08:00,outside\n"
)
BAD = (
    ",0203,114.005,22.505,2026-05-04,no id\n"
    "5,9999,114.005,22.505,2026-05-04,no such category\n"
    "6,0203,114.005,91,2026-05-04,no such latitude\n"
    "7,0203,east,22.505,2026-05-04,no number\n"
    "8,0203,114.005,22.505,soon,no time\n"
    "1,0203,114.005,22.505,2026-05-04,id of row 1 again\n"
)


def counts(report):
    return tuple(report[name] for name in ("inserted", "updated", "unchanged", "kept", "refused"))


def run(session, path, source, actor, *, dry_run=False, **told):
    reading = imports.remembered(session, path, "incidents", source, told)
    return imports.run(session, reading, actor, dry_run=dry_run)


def total(session):
    return session.scalar(select(func.count()).select_from(Incident))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(HEAD + GOOD, encoding="gbk")
    return path


def test_a_dry_run_tells_each_row_and_writes_nothing(town, session, file):
    file.write_text(HEAD + GOOD + BAD, encoding="utf-8-sig")
    report = run(session, file, "hotline", "Li", dry_run=True)
    assert counts(report) == (3, 0, 0, 0, 6)
    assert [(found["row"], found["cause"]) for found in report["findings"]] == [
        (4, "no_id"),
        (5, "unknown_category"),
        (7, "no_position"),
        (6, "no_position"),
        (8, "no_time"),
        (9, "repeated"),
    ]
    assert total(session) == 0


def test_rows_are_written_with_place_time_and_grid(town, session, file):
    report = run(session, file, "hotline", "Li")
    assert counts(report) == (3, 0, 0, 0, 0)
    rows = session.execute(
        select(Incident.source_id, Incident.reported_at, Incident.description, Area.code)
        .outerjoin(Area, Area.id == Incident.grid_id)
        .order_by(Incident.source_id)
    ).all()
    # 20:00 in Shanghai is noon in UTC.
    assert [row.reported_at.hour for row in rows] == [12, 12, 4]
    assert [row.code for row in rows] == [market.MARKET, market.RIVER, None]
    assert [row.description for row in rows] == ["狗叫", "=1+1", "outside"]


def test_the_same_file_again_changes_nothing_and_a_changed_row_alone_is_written(
    town, session, file
):
    run(session, file, "hotline", "Li")
    assert counts(run(session, file, "hotline", "Li")) == (0, 0, 3, 0, 0)
    file.write_text(HEAD + GOOD.replace("狗叫", "施工"), encoding="utf-8")
    assert counts(run(session, file, "hotline", "Li")) == (0, 1, 2, 0, 0)


def test_an_import_is_rolled_back_whole_and_only_once(town, session, file):
    run(session, file, "hotline", "Li")
    file.write_text(HEAD + GOOD.replace("狗叫", "施工") + "9,0203,114,22.5,2026-05-05,new\n")
    second = run(session, file, "hotline", "Li")
    assert counts(second) == (1, 1, 2, 0, 0)
    undone = imports.roll_back(session, second["import_id"])
    assert undone == {"deleted": 1, "restored": 1, "kept": 0}
    assert total(session) == 3
    found = session.scalars(select(Incident.description).where(Incident.source_id == "1")).one()
    assert found == "狗叫"
    with pytest.raises(ConflictError):
        imports.roll_back(session, second["import_id"])


def test_what_somebody_acted_upon_is_kept(town, session, file):
    first = run(session, file, "hotline", "Li")
    key = session.scalars(select(Incident.id).where(Incident.source_id == "1")).one()
    incidents.append_event(session, IncidentEvent(incident_id=key, actor="Wang", action="verify"))
    file.write_text(HEAD + GOOD.replace("狗叫", "施工"))
    assert counts(run(session, file, "hotline", "Li")) == (0, 0, 2, 1, 0)
    assert imports.roll_back(session, first["import_id"]) == {
        "deleted": 2,
        "restored": 0,
        "kept": 1,
    }


def test_positions_in_gcj02_are_converted_and_kept_as_they_came(town, session, file):
    run(session, file, "hotline", "Li", datum="gcj02")
    row = session.execute(
        select(Incident.raw_lon, func.ST_X(Incident.geom)).where(Incident.source_id == "1")
    ).one()
    assert row[0] == 114.005
    assert row[0] - row[1] == pytest.approx(0.005, abs=0.0005)


def test_a_column_that_is_not_there_is_refused(town, session, file):
    with pytest.raises(InvalidInputError, match="no column 'nothing'"):
        run(session, file, "hotline", "Li", columns={"lon": "nothing"})
