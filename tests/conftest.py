"""A real PostGIS for every test: migrated once, each test in a transaction that is rolled back."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geodata.demo import load
from geodata.queries import job_runs
from tests.worlds import market, people
from webgis import config, create_app, database, jobs, migrating
from webgis.auth import demo_accounts
from webgis.ops.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent

# The same examples on every run of continuous integration; new ones at every developer's.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def test_home() -> Path:
    """The home of the test cluster, apart from the one that a person uses.

    It is a new one when migrations or demo data change, for both are applied once and kept. Tests
    that run side by side have one each: a server then stops when its own tests have ended.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = "-".join(filter(None, ["test", fingerprint(), worker]))
    home = Path(os.environ.get("WEBGIS_HOME", ROOT / "var")).resolve() / name
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
    cluster.ensure_database("wangge_test")
    return replace(
        config.from_environment(),
        home=test_home,
        city="none",
        database_url=cluster.url("wangge_test"),
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
def sign_in(app: Flask, session: Session) -> Callable[..., FlaskClient]:
    """A function that makes an account with a role and returns its signed-in client.

    sign_in("checker"), sign_in("handler", department="PARKS"),
    sign_in("officer", area=market.MARKET, officer="W1"). The client sends the CSRF token; its
    account's login is in ``client.login``.
    """
    return partial(people.sign_in, app, session)


@pytest.fixture
def town(session: Session) -> market.Town:
    """Market Town: a city of two grids, side by side."""
    return market.build(session)


@pytest.fixture(scope="session")
def dc_settings(test_home: Path, cluster: Cluster) -> config.Settings:
    """Settings of a server on the demo city of Washington, loaded and computed."""
    cluster.ensure_database("wangge_dc")
    wanted = replace(
        config.from_environment(),
        home=test_home,
        city="dc",
        database_url="",
        port=free_port(),
        secret_key="only for tests",  # noqa: S106
    )
    engine = database.make_engine(wanted, statement_timeout_s=0)
    migrating.upgrade(engine)
    with database.transaction(engine) as session:
        is_new = load.load(session, "dc")
    with database.transaction(engine) as session:
        demo_accounts.create(session, test_home)
    if is_new:
        for kind, parameters in jobs.DEFAULT_RUNS:
            with database.transaction(engine) as session:
                run, _ = job_runs.queue(session, kind, parameters)
            jobs.work_off(engine, run.id)
    engine.dispose()
    return wanted


@pytest.fixture(scope="session")
def live_server_url(dc_settings: config.Settings) -> Iterator[str]:
    """The address of a real server with web, events and worker, on the demo city of Washington."""
    with serving(dc_settings) as url:
        yield url


@contextmanager
def serving(wanted: config.Settings) -> Iterator[str]:
    """A real server with web, events and worker on settings; yields its address."""
    environment = {
        **os.environ,
        "WEBGIS_HOME": str(wanted.home),
        "WEBGIS_CITY": wanted.city,
        "WEBGIS_PORT": str(wanted.port),
        "WEBGIS_RATE_LIMIT": "10000 per minute",
    }
    environment.pop("WEBGIS_DATABASE_URL", None)
    if wanted.database_url:
        environment["WEBGIS_DATABASE_URL"] = wanted.database_url
    words = [sys.executable, "-m", "webgis.cli", "serve"]
    server = subprocess.Popen(words, env=environment, cwd=ROOT)
    url = f"http://127.0.0.1:{wanted.port}"
    try:
        await_health(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(60)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_health(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server is up; fail with its exit status if it ended."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up within a minute")


def fingerprint() -> str:
    """Return a short hash of what a test database is made from."""
    digest = hashlib.sha256()
    for folder in ("migrations", "geodata/demo"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".sql", ".json", ".parquet"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
