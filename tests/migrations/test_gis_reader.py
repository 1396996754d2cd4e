"""What the role of a GIS may read, as that role, by two independent programs."""

import json
import shutil
import subprocess
import uuid
import xml.etree.ElementTree as ET

import psycopg2
import pytest
from psycopg2 import errors
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.worlds import market
from webgis import migrating
from webgis.ops.passwords import READER

VIEWS = {
    "areas": 6,
    "tier1": 1,
    "tier2": 1,
    "tier3": 1,
    "tier4": 1,
    "grids": 2,
    "units": 2,
    "incidents": 1,
    "hotspots": 0,
    "public_counts": 0,
}


@pytest.fixture(scope="module")
def database(cluster):
    """A town with one complaint about noise and one about a quarrel at home."""
    name = f"wangge_reader_{uuid.uuid4().hex[:8]}"
    cluster.ensure_database(name)
    engine = create_engine(cluster.url(name), poolclass=NullPool)
    migrating.upgrade(engine)
    with Session(engine) as session:
        town = market.build(session)
        session.add(market.complaint(town, 114.005, 22.505, description="at Li's door"))
        session.flush()
        quarrel = session.execute(
            text(
                "INSERT INTO category (code, level, parent_id, name, name_zh, is_sensitive)"
                " SELECT '0299', 2, id, 'Quarrel', '纠纷', true FROM category WHERE code = '02'"
                " RETURNING id"
            )
        ).scalar_one()
        secret = market.complaint(town, 114.006, 22.505)
        secret.category_id = quarrel
        session.add(secret)
        session.commit()
    engine.dispose()
    yield name
    admin = create_engine(cluster.admin_url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def reader(cluster, database):
    """A cursor as gis_reader."""
    address = cluster.url(database, READER).replace("+psycopg2", "", 1)
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


def test_every_view_is_read_and_sensitive_incidents_are_in_none(reader):
    found = {}
    for view in VIEWS:
        reader.execute(f"SELECT count(*) FROM gis.{view}")
        found[view] = reader.fetchone()[0]
    assert found == VIEWS


def test_no_view_tells_of_a_person(reader):
    reader.execute(
        "SELECT DISTINCT column_name FROM information_schema.columns WHERE table_schema = 'gis'"
    )
    names = {name for (name,) in reader.fetchall()}
    assert not names & {"description", "address", "raw_lon", "raw_lat", "phone", "email", "login"}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM incident",
        "SELECT * FROM incident_event",
        "SELECT * FROM subscription",
        "SELECT * FROM parked.nothing",
        "SELECT * FROM procrastinate.procrastinate_jobs",
        "SELECT gis.admit_reader()",
    ],
)
def test_nothing_else_is_read(reader, statement):
    with pytest.raises((errors.InsufficientPrivilege, errors.UndefinedTable)):
        reader.execute(statement)


def test_no_table_of_ours_is_left_open(reader):
    reader.execute(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname NOT IN ('gis', 'pg_catalog',"
        " 'information_schema') AND has_table_privilege(c.oid, 'SELECT')"
    )
    open_to_all = {name for (name,) in reader.fetchall()}
    assert open_to_all <= {
        "public.layer_styles",
        "public.spatial_ref_sys",
        "public.geometry_columns",
        "public.geography_columns",
    }


def test_writing_is_refused_even_where_a_view_could_take_it(reader):
    statements = ("UPDATE gis.units SET households = 0", "CREATE TABLE gis.mine (id int)")
    for statement in statements:
        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
            reader.execute(statement)
    reader.execute("SET default_transaction_read_only = off")
    for statement in statements:
        with pytest.raises(errors.InsufficientPrivilege):
            reader.execute(statement)


def test_every_layer_has_one_default_style_that_is_xml(reader, database):
    reader.execute(
        "SELECT f_table_catalog, f_table_name, styleqml FROM layer_styles WHERE useasdefault"
    )
    rows = reader.fetchall()
    assert {row[0] for row in rows} == {database}
    assert {row[1] for row in rows} == VIEWS.keys() - {"areas"}
    for _, _, qml in rows:
        assert ET.fromstring(qml).find("renderer-v2/symbols/symbol") is not None  # noqa: S314


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs gdal-bin")
def test_gdal_reads_the_views_as_layers(cluster, database):
    address = (
        f"PG:dbname={database} host={cluster.place.socket_folder()} port=5432"
        f" user={READER} password={cluster.passwords.of(READER)} schemas=gis"
    )
    for view, geometry in (("grids", "Multi Polygon"), ("incidents", "Point")):
        told = subprocess.run(
            ["ogrinfo", "-ro", "-so", address, view], capture_output=True, text=True, check=True
        ).stdout
        assert f"Geometry: {geometry}" in told
        assert f"Feature Count: {VIEWS[view]}" in told
        assert "WGS 84" in told
    features = subprocess.run(
        ["ogr2ogr", "-f", "GeoJSON", "/vsistdout/", address, "grids"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    codes = {row["properties"]["code"] for row in json.loads(features)["features"]}
    assert codes == {market.MARKET, market.RIVER}
