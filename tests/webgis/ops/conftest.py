import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from webgis.ops.cluster import Cluster
from webgis.ops.place import SHARED_ROOT

ROOT = Path(__file__).resolve().parents[3]

SHM = Path("/dev/shm")  # noqa: S108

Make = Callable[[Path], Cluster]


@pytest.fixture
def make(open_home: Path) -> Iterator[Make]:
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
    # In memory where there is room: `kill -9` loses nothing there, and the disk is not waited for.
    has_room = SHM.is_dir() and shutil.disk_usage(SHM).free > 2_000_000_000
    folder = Path(tempfile.mkdtemp(prefix="wg-home-", dir=SHM if has_room else None))
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


# Without webgis/__init__.py, which imports the whole application: three seconds for each program.
PROGRAM = """
import sys, types
from pathlib import Path
sys.path.insert(0, {root!r})
sys.modules["webgis"] = types.ModuleType("webgis")
sys.modules["webgis"].__path__ = [{root!r} + "/webgis"]
from webgis.ops import upgrade
from webgis.ops.cluster import Cluster
cluster = Cluster(Path({home!r}))
print({call})
"""


@pytest.fixture
def program() -> Iterator[Callable[[Path, str], subprocess.Popen[str]]]:
    """Another process that evaluates one expression about `cluster` and prints the value."""
    started: list[subprocess.Popen[str]] = []

    def start(home: Path, call: str) -> subprocess.Popen[str]:
        code = PROGRAM.format(root=str(ROOT), home=str(home), call=call)
        each = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        started.append(each)
        return each

    yield start
    for each in started:
        each.kill()
        each.wait()
        each.stdout.close()


def _remove(cluster: Cluster) -> None:
    cluster.stop()
    folder = cluster.place.folder
    socket_folder = cluster.place.socket_folder()
    if folder.parent == SHARED_ROOT:
        shutil.rmtree(folder)
    if socket_folder.parent != cluster.home:
        shutil.rmtree(socket_folder, ignore_errors=True)
