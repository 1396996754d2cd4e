import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from webgis.ops.cluster import Cluster
from webgis.ops.place import SHARED_ROOT

Make = Callable[[Path], Cluster]


@pytest.fixture
def make() -> Iterator[Make]:
    """Clusters that are stopped and removed after the test."""
    made: list[Cluster] = []

    def _make(home: Path) -> Cluster:
        told: list[str] = []
        cluster = Cluster(home, told.append)
        cluster.told = told  # type: ignore[attr-defined]
        made.append(cluster)
        return cluster

    yield _make
    for cluster in made:
        _remove(cluster)


def _open_folder() -> Path:
    """A home that every user of the machine can pass through, unlike pytest's tmp_path."""
    folder = Path(tempfile.mkdtemp(prefix="wg-home-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture
def open_home() -> Iterator[Path]:
    """An empty home whose data can lie in it."""
    folder = _open_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def pattern() -> Iterator[Path]:
    """A home with a stopped cluster and the database `town`: copying is faster than initdb."""
    folder = _open_folder()
    cluster = Cluster(folder)
    cluster.start()
    cluster.ensure_database("town")
    cluster.stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def stopped(make: Make, open_home: Path, pattern: Path) -> Cluster:
    """A cluster with the database `town` that is not running."""
    subprocess.run(["cp", "-a", f"{pattern}/.", str(open_home)], check=True)
    return make(open_home)


@pytest.fixture
def running(stopped: Cluster) -> Cluster:
    """A running cluster with the database `town`."""
    stopped.start()
    return stopped


@pytest.fixture
def ask() -> Callable[..., list[tuple[Any, ...]]]:
    """Rows of one statement, as the owner of the databases."""
    return _ask


def _ask(cluster: Cluster, statement: str, database: str = "town") -> list[tuple[Any, ...]]:
    address = cluster.url(database).replace("+psycopg2", "", 1)
    with closing(psycopg2.connect(address)) as session, session, session.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _remove(cluster: Cluster) -> None:
    cluster.stop()
    folder = cluster.place.folder
    socket_folder = cluster.place.socket_folder()
    if folder.parent == SHARED_ROOT:
        shutil.rmtree(folder)
    if socket_folder.parent != cluster.home:
        shutil.rmtree(socket_folder, ignore_errors=True)
