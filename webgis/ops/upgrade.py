"""Moving the data to a newer PostgreSQL by dump and restore; the old data stay beside the new."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.errors import UnavailableError
from webgis.ops import data_folder, databases, installation
from webgis.ops.account import Account
from webgis.ops.installation import Installation
from webgis.ops.passwords import ADMIN

if TYPE_CHECKING:
    from webgis.ops.cluster import Cluster


def run(cluster: "Cluster") -> str:
    """Upgrade if something is newer; the caller holds the lock. The answer says what was done."""
    major = data_folder.major_of(cluster.place.data)
    if major is None:
        return "There is no database yet; nothing to upgrade."
    old, new = installation.of_major(major), installation.newest()
    if new.major < old.major:
        raise UnavailableError(
            f"the data are of PostgreSQL {old.major}; the newest with PostGIS here is {new.major}"
        )
    if new.major == old.major:
        return _renew_extensions(cluster, old)
    return rebuild(cluster, old, new)


def rebuild(cluster: "Cluster", old: Installation, new: Installation) -> str:
    """Copy everything into a new data folder, compare the rows, then exchange the two."""
    place = cluster.place
    was_running = cluster.stop()
    if place.upgraded.exists():
        shutil.rmtree(place.upgraded)  # older than the data, which have been in use since
    cluster.folder(new).build(place.building)
    with (
        _serving(cluster, old, place.data) as source,
        _serving(cluster, new, place.building) as target,
    ):
        _copy(new, source, target, place.building / "upgrade.dump")
    kept = _unused_name(place.folder / f"pg.kept-{old.major}")
    data_folder.replace(place.building, place.upgraded)
    data_folder.replace(place.data, kept)
    data_folder.replace(place.upgraded, place.data)
    if was_running:
        cluster.start()
    return f"Upgraded from PostgreSQL {old.major} to {new.major}. The old data are in {kept}."


def _renew_extensions(cluster: "Cluster", version: Installation) -> str:
    answer = f"The data are of PostgreSQL {version.major}, the newest installed; nothing to do."
    if cluster.status().state != "running":
        return answer
    changed = databases.renew_extensions(cluster.dsn)
    return f"Updated {', '.join(changed)}." if changed else answer


@dataclass(frozen=True)
class _Server:
    """A server on a socket that nobody else knows while its data are copied."""

    account: Account
    socket_folder: Path
    password: str

    def dsn(self, database: str) -> str:
        return (
            f"postgresql://{ADMIN}:{self.password}@/{database}?host={self.socket_folder}&port=5432"
        )

    def run(self, *command: str) -> None:
        """Run a client program; the password stays out of the list of processes."""
        where = {"PGHOST": str(self.socket_folder), "PGPORT": "5432", "PGUSER": ADMIN}
        done = self.account.run(command, environment=where | {"PGPASSWORD": self.password})
        if done.returncode != 0:
            raise UnavailableError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-500:]}")


@contextmanager
def _serving(cluster: "Cluster", version: Installation, data: Path) -> Iterator[_Server]:
    account = cluster.account
    log = cluster.home / "log" / "upgrade.log"
    log.parent.mkdir(exist_ok=True)
    pg_ctl = [version.program("pg_ctl"), "-s", "-w", "-t", "300", "-D", str(data)]
    with (
        tempfile.TemporaryDirectory(prefix="wangge-", dir="/tmp") as name,
        log.open("a") as output,
    ):  # short; closed to others
        socket_folder = Path(name)
        account.own(socket_folder, 0o700)
        cluster.folder(version).configure(data, socket_folder)
        if account.run([*pg_ctl, "start"], output=output.fileno()).returncode != 0:
            raise UnavailableError(f"PostgreSQL {version.major} did not start; see {log}")
        try:
            yield _Server(account, socket_folder, cluster.passwords.of(ADMIN))
        finally:
            account.run([*pg_ctl, "stop", "-m", "fast"])


def _copy(new: Installation, source: _Server, target: _Server, dump: Path) -> None:
    """Roles, then each database whole; the newer programs can read the older server."""
    source.run(new.program("pg_dumpall"), "--roles-only", "-f", str(dump))
    target.run(new.program("psql"), "-X", "-q", "-d", "postgres", "-f", str(dump))
    for name in databases.names(source.dsn):
        if name == "postgres":
            continue
        source.run(new.program("pg_dump"), "-Fc", "-f", str(dump), name)
        restore = [new.program("pg_restore"), "--create", "--exit-on-error", "-d", "postgres"]
        target.run(*restore, str(dump))
        if databases.row_counts(source.dsn, name) != databases.row_counts(target.dsn, name):
            raise UnavailableError(f"the copy of {name} differs; the old data are untouched")
    dump.unlink()


def _unused_name(path: Path) -> Path:
    numbered = (path.with_name(f"{path.name}.{n}") for n in range(2, 1000))
    return path if not path.exists() else next(each for each in numbered if not each.exists())
