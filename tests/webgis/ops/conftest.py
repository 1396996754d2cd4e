import shutil
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


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A home that every user of the machine can pass through, unlike pytest's tmp_path."""
    folder = Path(tempfile.mkdtemp(prefix="wg-home-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stopped(make: Make, open_home: Path) -> Cluster:
    """A cluster that was made and is not running."""
    cluster = make(open_home)
    cluster.create()
    return cluster


@pytest.fixture
def running(stopped: Cluster) -> Cluster:
    """A cluster with the database `town`."""
    stopped.start()
    stopped.ensure_database("town")
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
