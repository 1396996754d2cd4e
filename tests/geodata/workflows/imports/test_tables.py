"""Units, base map, addresses and registers: written once, changed where changed, taken back."""

import json
from datetime import date

import pytest
import shapely
from sqlalchemy import func, select

from geodata.errors import ConflictError, InvalidInputError
from geodata.models import Address, Backdrop, RegisterCount, Unit
from geodata.workflows import imports
from tests.worlds import market

SQUARE = (
    "POLYGON ((114.001 22.501, 114.004 22.501, 114.004 22.504, 114.001 22.504, 114.001 22.501))"
)
FILES = {
    "units": ("code,households,population,wkt\n", f'N1,12,30,"{SQUARE}"\n', "N1,12", "N1,13"),
    "backdrop": (
        "id,kind,name,wkt\n",
        'r1,road,East Road,"LINESTRING (114.001 22.502, 114.019 22.502)"\n',
        "East",
        "West",
    ),
    "addresses": (
        "id,address,lon,lat\n",
        "a1,集市路12号,114.005,22.505\n",
        "12号",
        "14号",
    ),
    "registers": (
        "grid_code,date,households,rental_homes\n",
        f"{market.MARKET},2026-05-01,400,20\n",
        ",20\n",
        ",21\n",
    ),
}
MODELS = {"units": Unit, "backdrop": Backdrop, "addresses": Address, "registers": RegisterCount}


def bring(session, path, kind, source="office", *, dry_run=False, **told):
    reading = imports.remembered(session, path, kind, source, told)
    report = imports.run(session, reading, "Li", dry_run=dry_run)
    session.expire_all()
    return report


def counts(report):
    return tuple(report[name] for name in ("inserted", "updated", "unchanged", "refused"))


def total(session, kind):
    return session.scalar(select(func.count()).select_from(MODELS[kind]))


@pytest.fixture
def write_file(tmp_path):
    def write(text, name="file.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize("kind", FILES)
def test_a_second_import_changes_nothing_and_a_changed_row_alone_is_written(
    town, session, write_file, kind
):
    head, row, old, new = FILES[kind]
    size = 2 if kind == "registers" else 1
    assert counts(bring(session, write_file(head + row), kind)) == (size, 0, 0, 0)
    assert counts(bring(session, write_file(head + row), kind)) == (0, 0, size, 0)
    changed = write_file(head + row.replace(old, new))
    assert counts(bring(session, changed, kind)) == (0, 1, size - 1, 0)


@pytest.mark.parametrize("kind", FILES)
def test_an_import_is_taken_back_newest_first(town, session, write_file, kind):
    head, row, old, new = FILES[kind]
    before = total(session, kind)
    first = bring(session, write_file(head + row), kind)
    second = bring(session, write_file(head + row.replace(old, new)), kind)
    with pytest.raises(ConflictError, match="roll it back first"):
        imports.roll_back(session, first["import_id"])
    assert imports.roll_back(session, second["import_id"])["restored"] == 1
    assert counts(bring(session, write_file(head + row), kind, dry_run=True))[:2] == (0, 0)
    imports.roll_back(session, first["import_id"])
    assert total(session, kind) == before


def test_a_unit_lies_in_the_community_that_holds_it(town, session, write_file):
    bring(session, write_file("".join(FILES["units"][:2])), "units")
    unit = session.scalars(select(Unit).where(Unit.code == "N1")).one()
    assert (unit.community_id, unit.households) == (town.community.id, 12)


def test_a_unit_outside_of_every_community_is_told(town, session, write_file):
    far = SQUARE.replace("114.", "115.")
    report = bring(
        session, write_file(f'code,households,population,wkt\nN1,1,1,"{far}"\n'), "units"
    )
    assert [(f["row"], f["cause"]) for f in report["findings"]] == [(1, "outside")]


def test_an_address_is_taken_apart_and_again_when_it_changes(town, session, write_file):
    head, row, old, new = FILES["addresses"]
    bring(session, write_file(head + row), "addresses")
    bring(session, write_file(head + row.replace(old, new)), "addresses")
    address = session.scalars(select(Address)).one()
    assert (address.road, address.number, address.locality_id is None) == ("集市路", 14, False)


def test_parts_that_the_file_tells_win_over_the_parser(town, session, write_file):
    text = "id,address,road,lon,lat\na1,集市路12号,市场大道,114.005,22.505\n"
    assert counts(bring(session, write_file(text), "addresses")) == (1, 0, 0, 0)
    assert session.scalars(select(Address.road)).one() == "市场大道"
    assert counts(bring(session, write_file(text), "addresses")) == (0, 0, 1, 0)


def test_counts_belong_to_an_area_and_a_day(town, session, write_file):
    bring(session, write_file("".join(FILES["registers"][:2])), "registers")
    row = session.scalars(
        select(RegisterCount).where(RegisterCount.measure == "rental_homes")
    ).one()
    assert (row.area_id, row.value, row.counted_on) == (town.market.id, 20, date(2026, 5, 1))
    assert row.source == "office"


@pytest.mark.parametrize("column", ["姓名", "身份证号", "Phone", "户主姓名"])
def test_a_register_of_persons_is_refused_whole(town, session, write_file, column):
    text = f"grid_code,date,households,{column}\n{market.MARKET},2026-05-01,400,x\n"
    with pytest.raises(InvalidInputError, match="speaks of persons"):
        bring(session, write_file(text), "registers")


def test_one_value_for_all_rows_and_the_reading_are_remembered(town, session, write_file):
    text = 'nr,bezeichnung,wkt\nr1,Ostweg,"LINESTRING (114.001 22.502, 114.019 22.502)"\n'
    told = {
        "columns": {"source_id": "nr", "name": "bezeichnung"},
        "constants": {"kind": "road"},
        "datum": "gcj02",
    }
    bring(session, write_file(text), "backdrop", **told)
    report = bring(session, write_file(text), "backdrop")
    assert counts(report) == (0, 0, 1, 0)
    assert report["settings"]["datum"] == "gcj02"


def test_shapes_in_gcj02_are_moved(town, session, write_file):
    text = 'id,kind,wkt\nr1,road,"LINESTRING (114.001 22.502, 114.019 22.502)"\n'
    bring(session, write_file(text), "backdrop", datum="gcj02")
    west = session.scalar(select(func.ST_XMin(Backdrop.geom)))
    assert 114.001 - west == pytest.approx(0.005, abs=0.0005)


def test_rows_of_a_geojson_without_a_right_shape_are_told_one_by_one(town, session, write_file):
    bow_tie = shapely.Polygon([(114, 22.5), (114.01, 22.51), (114.01, 22.5), (114, 22.51)])
    shapes = [bow_tie, None, shapely.from_wkt(SQUARE)]
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"N{i}", "households": 1, "population": 2},
            "geometry": json.loads(shapely.to_geojson(shape)) if shape else None,
        }
        for i, shape in enumerate(shapes)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    report = bring(session, write_file(text, "units.geojson"), "units")
    assert counts(report) == (1, 0, 0, 2)
    assert [(f["row"], f["cause"]) for f in report["findings"]] == [
        (1, "bad_shape"),
        (2, "bad_shape"),
    ]
