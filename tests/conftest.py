"""A real PostGIS for every test: migrated once, each test in a transaction that is rolled back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.worlds import market
from webgis import config, create_app, database, jobs, migrating
from webgis.ops.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def test_home() -> Path:
    """The home of the test cluster, apart from the one that a person uses."""
    home = Path(os.environ.get("WEBGIS_HOME", ROOT / "var")).resolve() / "test"
    home.mkdir(parents=True, exist_ok=True)
    return home


@pytest.fixture(scope="session")
def cluster(test_home: Path) -> Iterator[Cluster]:
    """The test cluster, running."""
    server = Cluster(test_home)
    is_ours = server.start()
    yield server
    if is_ours:
        server.stop()


@pytest.fixture(scope="session")
def settings(test_home: Path, cluster: Cluster) -> config.Settings:
    """Settings of an application on an empty, migrated database."""
    name = f"wangge_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    cluster.ensure_database(name)
    return replace(
        config.from_environment(),
        home=test_home,
        city="none",
        database_url=cluster.url(name),
        secret_key="only for tests",  # noqa: S106
        rate_limit="10000 per minute",
    )


@pytest.fixture(scope="session")
def engine(settings: config.Settings) -> Iterator[Engine]:
    """An engine on the migrated database."""
    engine = create_engine(
        settings.database_url,
        poolclass=NullPool,
        connect_args={"options": f"-c timezone=UTC {database.SEARCH_PATH_OPTION}"},
    )
    migrating.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is undone after the test."""
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session that may commit; the test's transaction undoes it all the same."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def app(settings: config.Settings, connection: Connection, engine: Engine) -> Flask:
    """The application inside the test's transaction."""
    app = create_app(settings, connection)
    app.extensions["jobs"] = jobs.queue_app(engine)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


@pytest.fixture
def town(session: Session) -> market.Town:
    """Market Town: a city of two grids, side by side."""
    return market.build(session)
