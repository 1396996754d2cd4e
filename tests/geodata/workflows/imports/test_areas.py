"""New boundaries from a file: versions begin and end at a moment, or nothing changes at all."""

import json
from datetime import UTC, datetime

import pytest
import shapely
from sqlalchemy import select

from geodata.errors import ConflictError
from geodata.models import Area, Incident, OfficerGrid, Unit
from geodata.queries import areas, officers
from geodata.workflows import imports
from tests.worlds import market

JULY = datetime(2026, 7, 1, tzinfo=UTC)
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)


def half(column, east_by=0.0):
    """The square of a grid, its shared edge moved to the east."""
    west, south, side = market.WEST + column * market.SIDE, market.SOUTH, market.SIDE
    shift = (0, east_by) if column == 0 else (east_by, 0)
    return shapely.box(west + shift[0], south, west + side + shift[1], south + side)


@pytest.fixture
def write_file(tmp_path):
    def write(*rows):
        features = [
            {
                "type": "Feature",
                "properties": properties,
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for properties, shape in rows
        ]
        path = tmp_path / "grids.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return path

    return write


@pytest.fixture
def moved(write_file):
    """Both grids, their common edge 200 metres further east."""
    return write_file(
        ({"code": market.MARKET}, half(0, 0.002)), ({"code": market.RIVER}, half(1, 0.002))
    )


def bring(session, path, *, dry_run=False, **told):
    told = {"valid_from": JULY} | told
    reading = imports.remembered(session, path, "areas", "survey", told)
    report = imports.run(session, reading, "Li", dry_run=dry_run)
    session.expire_all()
    return report


def counts(report):
    names = ("inserted", "updated", "unchanged", "carried", "retired", "refused")
    return tuple(report[name] for name in names)


def causes(report):
    return [finding["cause"] for finding in report["findings"]]


def grid_of(session, lon, at):
    incident = Incident(geom=f"SRID=4326;POINT({lon} 22.505)", reported_at=at)
    return session.scalar(
        select(Area.code).where(
            Area.tier == 5,
            areas.valid_at(incident.reported_at),
            Area.geom.ST_Intersects(incident.geom),
        )
    )


def test_new_boundaries_begin_at_their_moment_and_the_old_ones_stay_readable(town, session, moved):
    assert counts(bring(session, moved)) == (0, 2, 0, 0, 0, 0)
    assert grid_of(session, 114.011, market.NOON) == market.RIVER
    assert grid_of(session, 114.011, AUGUST) == market.MARKET
    versions = session.execute(
        select(Area.valid_from, Area.valid_to)
        .where(Area.code == market.MARKET)
        .order_by(Area.valid_from)
    ).all()
    assert versions == [(market.FOUNDED, JULY), (JULY, None)]


def test_names_and_households_that_the_file_does_not_tell_stay(town, session, moved):
    bring(session, moved)
    row = areas.frame(session, 5, AUGUST).set_index("code").loc[market.MARKET]
    assert (row["name_zh"], row["households"]) == ("集市网格", 400)


def test_the_same_file_again_changes_nothing(town, session, moved):
    bring(session, moved)
    assert counts(bring(session, moved, valid_from=AUGUST)) == (0, 0, 2, 0, 0, 0)


def test_another_name_is_a_correction_and_no_new_version(town, session, write_file):
    file = write_file(({"code": market.MARKET, "name_zh": "老集市"}, half(0)))
    assert counts(bring(session, file)) == (0, 1, 0, 0, 0, 0)
    rows = session.scalars(select(Area.name_zh).where(Area.code == market.MARKET)).all()
    assert rows == ["老集市"]


def test_the_officer_and_later_incidents_follow(town, session, moved):
    case = market.complaint(town, 114.011, 22.505, reported_at=AUGUST)
    session.add(case)
    session.flush()
    bring(session, moved)
    session.refresh(case)
    assert session.get(Area, case.grid_id).code == market.MARKET
    assert officers.responsible_for(session, market.MARKET, AUGUST).code == "W1"
    assert officers.responsible_for(session, market.MARKET, market.NOON).code == "W1"


def test_a_parent_that_changes_carries_its_grids_and_units_along(town, session, write_file):
    wider = shapely.box(114.0, 22.5, 114.03, 22.51)
    codes = ("440300000000", "440399000000", "440399001000", market.COMMUNITY)
    file = write_file(*(({"code": code}, wider) for code in codes))
    assert counts(bring(session, file)) == (0, 4, 0, 2, 0, 0)
    frame = areas.frame(session, 5, AUGUST)
    assert frame["parent_code"].tolist() == [market.COMMUNITY] * 2
    community = areas.get_id(session, market.COMMUNITY, AUGUST)
    assert set(session.scalars(select(Unit.community_id))) == {community}


def test_an_overlap_keeps_everything_out(town, session, write_file):
    file = write_file(({"code": market.MARKET}, half(0, 0.002)))
    report = bring(session, file, dry_run=True)
    assert causes(report) == ["overlap"]
    assert report["is_blocked"]
    with pytest.raises(ConflictError, match="whole or not at all"):
        bring(session, file)
    assert grid_of(session, 114.011, AUGUST) == market.RIVER


def test_a_grid_outside_of_its_community_is_refused(town, session, write_file):
    file = write_file(({"code": market.RIVER}, shapely.box(114.01, 22.5, 114.03, 22.51)))
    assert causes(bring(session, file, dry_run=True))[0] == "outside_parent"


def test_ground_that_nobody_would_hold_is_a_warning(town, session, write_file):
    file = write_file(({"code": market.MARKET}, half(0, -0.002)))
    report = bring(session, file, dry_run=True)
    assert not report["is_blocked"]
    assert report["warning_counts"] == {"gap": 1}


def test_new_grids_replace_those_that_the_file_lacks(town, session, write_file):
    new = [f"{market.COMMUNITY}{number:03d}" for number in (3, 4)]
    file = write_file(*(({"code": c, "name_zh": c}, half(i)) for i, c in enumerate(new)))
    report = bring(session, file, retire_missing=True)
    assert counts(report) == (2, 0, 0, 0, 2, 0)
    assert areas.frame(session, 5, AUGUST)["code"].tolist() == new


def test_a_code_that_ended_is_never_given_again(town, session, write_file):
    third = f"{market.COMMUNITY}003"
    whole = write_file(({"code": third, "name_zh": "合并"}, market.whole()))
    bring(session, whole, retire_missing=True)
    back = write_file(({"code": market.MARKET, "name_zh": "又来"}, half(0)))
    report = bring(session, back, dry_run=True, valid_from=AUGUST)
    assert "retired_code" in causes(report)


def test_an_import_is_taken_back_whole(town, session, moved):
    case = market.complaint(town, 114.011, 22.505, reported_at=AUGUST)
    session.add(case)
    session.flush()
    was = (town.river.id, *session.execute(select(OfficerGrid.grid_id, OfficerGrid.valid_to)))
    report = bring(session, moved)
    assert imports.roll_back(session, report["import_id"]) == {
        "deleted": 2,
        "restored": 2,
        "kept": 0,
    }
    session.expire_all()
    now = (case.grid_id, *session.execute(select(OfficerGrid.grid_id, OfficerGrid.valid_to)))
    assert now == was
    assert grid_of(session, 114.011, AUGUST) == market.RIVER


@pytest.mark.parametrize(
    ("properties", "cause"),
    [
        ({"code": ""}, "no_id"),
        ({"code": "44"}, "bad_code"),
        ({"code": f"{market.COMMUNITY}009"}, "no_name"),
        ({"code": f"{market.COMMUNITY}009", "name_zh": "x", "grid_type": "?"}, "bad_grid_type"),
        (
            {"code": market.RIVER, "name_zh": "x", "parent_code": "440399001009"},
            "unknown_parent",
        ),
        ({"code": market.MARKET, "households": "-1"}, "no_count"),
    ],
)
def test_a_row_that_cannot_be_is_told(town, session, write_file, properties, cause):
    report = bring(session, write_file((properties, half(0))), dry_run=True)
    assert causes(report)[0] == cause
    assert report["findings"][0]["row"] == 1
