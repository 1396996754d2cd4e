"""Shenzhen as published in GCJ-02: caught by the shift test, right after the conversion."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from sqlalchemy import func, select, text

from geodata.crs import convert_datum, to_metric
from geodata.demo.packed import open_city
from geodata.errors import ConflictError
from geodata.models import Area, City, Tier, Unit
from geodata.workflows import imports

EPSG = 4547
TIER_NAMES = ("districts", "sub-districts", "communities")


@pytest.fixture(scope="module")
def places():
    return open_city("shenzhen").layer("areas")


@pytest.fixture
def shenzhen(session, places):
    """The city with its real boundaries down to the communities."""
    about = open_city("shenzhen").description
    west, south, east, north = about["bbox"]
    names = ("key", "code", "name", "name_zh", "metric_epsg", "time_zone")
    session.add(
        City(
            id=1,
            **{name: about[name] for name in names},
            west=west,
            south=south,
            east=east,
            north=north,
            attribution=about["attribution"],
            is_synthetic=True,
        )
    )
    session.add_all(Tier(**tier) for tier in about["tiers"])
    session.flush()
    keys = {}
    for tier, rows in places[places["tier"] <= 4].groupby("tier"):
        areas = [
            Area(
                code=row.code,
                tier=int(tier),
                parent_id=keys.get(row.parent_code),
                name=row.name,
                name_zh=row.name_zh,
                valid_from=row.valid_from.to_pydatetime(),
                geom=f"SRID=4326;{row.geometry.wkt}",
            )
            for row in rows.itertuples(index=False)
        ]
        session.add_all(areas)
        session.flush()
        keys |= {area.code: area.id for area in areas}
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    return session


def in_gcj02(frame):
    def move(at):
        return np.column_stack(convert_datum(at[:, 0], at[:, 1], "wgs84", "gcj02"))

    return frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), move), crs=4326)


@pytest.mark.parametrize("tier", [2, 3, 4], ids=TIER_NAMES)
def test_a_gcj02_file_called_wgs84_is_caught(shenzhen, places, tmp_path, tier):
    path = tmp_path / "areas.geojson"
    layer = places.loc[places["tier"] == tier, ["code", "geometry"]]
    in_gcj02(layer).to_file(path, driver="GeoJSON")
    reading = imports.remembered(shenzhen, path, "areas", "amap", {"datum": "wgs84"})
    found = imports.look(shenzhen, reading)["datum_shift"]
    assert (found["looks_like"], found["is_suspect"]) == ("gcj02", True)
    assert found["shift_m"] == pytest.approx(606, abs=60)
    right = imports.remembered(shenzhen, path, "areas", "amap", {"datum": "gcj02"})
    assert not imports.look(shenzhen, right)["datum_shift"]["is_suspect"]


def test_after_the_conversion_it_lies_within_a_metre(shenzhen, places, tmp_path):
    path = tmp_path / "units.gpkg"
    layer = places.loc[places["tier"] == 4, ["code", "geometry"]].head(60)
    layer = layer.assign(households=1, population=2)
    in_gcj02(layer).to_file(path, driver="GPKG")
    reading = imports.remembered(shenzhen, path, "units", "amap", {"datum": "gcj02"})
    report = imports.run(shenzhen, reading, "Li")
    assert (report["inserted"], report["refused"]) == (60, 0)
    rows = shenzhen.execute(select(Unit.code, func.ST_AsBinary(Unit.geom))).all()
    stored = gpd.GeoDataFrame(
        {"code": [row[0] for row in rows]},
        geometry=shapely.from_wkb([bytes(row[1]) for row in rows]),
        crs=4326,
    )
    both = to_metric(stored, EPSG).merge(to_metric(layer, EPSG), on="code")
    apart_m = shapely.hausdorff_distance(
        gpd.GeoSeries(both["geometry_x"]).to_numpy(), gpd.GeoSeries(both["geometry_y"]).to_numpy()
    )
    assert apart_m.max() < 1
    assert len(both) == 60


def test_boundaries_in_the_wrong_datum_cannot_be_published(shenzhen, places, tmp_path):
    path = tmp_path / "areas.geojson"
    layer = places.loc[places["tier"] == 4, ["code", "geometry"]]
    in_gcj02(layer).to_file(path, driver="GeoJSON")
    told = {"valid_from": "2026-06-01T00:00:00+08:00"}
    wrong = imports.remembered(shenzhen, path, "areas", "amap", told)
    with pytest.raises(ConflictError, match="whole or not at all"):
        imports.run(shenzhen, wrong, "Li")
