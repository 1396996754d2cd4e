"""The embedded PostgreSQL cluster: made, started and stopped by the program itself."""

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from geodata.errors import UnavailableError
from webgis.ops import data_folder, databases, installation, place
from webgis.ops.account import Account
from webgis.ops.data_folder import DataFolder
from webgis.ops.installation import Installation
from webgis.ops.passwords import ADMIN, OWNER, READER, Passwords
from webgis.ops.place import SOCKET_NAME
from webgis.ops.processes import ServerProcesses

START_TIMEOUT_S = 300  # after a crash the server first replays its log
STOP_TIMEOUT_S = 60
LARGEST_LOG_BYTES = 20_000_000


State = Literal["absent", "stopped", "starting", "running"]


@dataclass(frozen=True)
class Status:
    """What is there, and whether it answers."""

    state: State
    major: int | None
    pid: int | None
    data: Path
    socket_folder: Path


class Cluster:
    """The private cluster of one WEBGIS_HOME; every change holds a lock between programs."""

    def __init__(self, home: Path, tell: Callable[[str], None] | None = None) -> None:
        """`tell` receives the few lines that a person should read; default: the log."""
        self.home = Path(home).resolve()
        self.tell = tell or logging.getLogger(__name__).info
        self.passwords = Passwords(self.home / "pg.pass")
        self._lock: int | None = None

    @property
    def place(self) -> place.Place:
        """Where data and socket lie."""
        return place.find(self.home)

    @property
    def account(self) -> Account:
        """Who the server runs as."""
        return Account.choose(self.place.data)

    @property
    def version(self) -> Installation:
        """The programs that fit the data, or the newest before there are any."""
        major = data_folder.major_of(self.place.data)
        return installation.newest() if major is None else installation.of_major(major)

    def create(self) -> bool:
        """Make the cluster if there is none; True if this call made it."""
        with self._locked():
            return self._create()

    def start(self) -> bool:
        """Make it if need be and start it; True if this call started it."""
        with self._locked():
            self._create()
            if self._is_answering():
                return False
            here = self.place
            processes = ServerProcesses(here.data, self.account)
            if processes.postmaster() and not processes.serves_at(here.socket_folder()):
                self._stop()
            if processes.postmaster() is None:
                self._clear_traces()
                self._launch()
                return True
        self._await_answer()
        return False

    def stop(self) -> bool:
        """Stop it, letting nobody wait for idle sessions; True if it was running."""
        if not self.home.exists():
            return False
        with self._locked():
            return self._stop()

    def status(self) -> Status:
        """Look without changing anything."""
        here = self.place
        major = data_folder.major_of(here.data)
        processes = ServerProcesses(here.data, self.account)
        pid = processes.postmaster()
        state: State = "absent" if major is None else "stopped"
        if pid is not None:
            state = "running" if processes.is_ready() else "starting"
        return Status(state, major, pid, here.data, here.socket_folder())

    def upgrade(self) -> str:
        """Move the data to the newest installed PostgreSQL; the answer says what was done."""
        from webgis.ops import upgrade  # noqa: PLC0415 - it stands on this module

        with self._locked():
            return upgrade.run(self)

    def url(self, database: str, role: str = OWNER) -> str:
        """SQLAlchemy address of a database; the default role owns it and is not a superuser."""
        folder = quote(str(self.place.socket_folder()), safe="")
        return (
            f"postgresql+psycopg2://{role}:{self.passwords.of(role)}@/{database}"
            f"?host={folder}&port=5432"
        )

    def admin_url(self, database: str = "postgres") -> str:
        """The same as superuser: extensions, roles, tests that need it."""
        return self.url(database, ADMIN)

    def ensure_database(self, name: str) -> bool:
        """Make the database and its extensions if need be; True if this call made it."""
        with self._locked():
            self.passwords.add(READER)
            databases.ensure_reader(self.dsn, READER, self.passwords.of(READER))
            return databases.ensure(self.dsn, name)

    def dsn(self, database: str) -> str:
        """libpq address of a database for the superuser."""
        return self.admin_url(database).replace("+psycopg2", "", 1)

    def folder(self, version: Installation | None = None) -> DataFolder:
        """What makes data folders here."""
        return DataFolder(version or self.version, self.account, self.passwords, self._lock)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._lock is not None:
            yield
            return
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "pg.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._lock = file.fileno()
            try:
                yield
            finally:
                self._lock = None

    def _create(self) -> bool:
        here = self.place
        if not here.data.exists() and here.upgraded.exists():  # killed between two renames
            data_folder.replace(here.upgraded, here.data)
        if data_folder.major_of(here.data) is not None:
            return False
        if here.data.exists() and any(here.data.iterdir()):
            raise UnavailableError(f"{here.data} is not a database and not empty; move it away")
        version = installation.newest()
        here = place.choose(self.home, self.account, self.tell)
        self.folder(version).build(here.building)
        data_folder.replace(here.building, here.data)
        return True

    def _clear_traces(self) -> None:
        """Remove what a killed server left behind, after its last child has gone."""
        here = self.place
        ServerProcesses(here.data, self.account).end_orphans()
        (here.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (here.socket_folder() / name).unlink(missing_ok=True)

    def _launch(self) -> None:
        here = self.place
        maker = self.folder()
        if not self.passwords.file.exists():
            self._renew_passwords(maker)
        maker.configure(here.data, here.make_socket_folder(self.account))
        log = self._open_log()
        began_at = log.stat().st_size
        with log.open("a") as output:
            done = self._pg_ctl("start", "-w", "-t", str(START_TIMEOUT_S), output=output.fileno())
        if done != 0:
            raise UnavailableError(
                f"the database did not start; the end of {log}:\n{_tail(log, began_at)}"
            )

    def _renew_passwords(self, maker: DataFolder) -> None:
        """The password file was lost: the data are worth more than the old passwords."""
        self.passwords.make()
        for role in (ADMIN, OWNER):
            maker.set_password(self.place.data, role)
        self.tell(f"{self.passwords.file} was missing: new database passwords were made.")

    def _stop(self) -> bool:
        processes = ServerProcesses(self.place.data, self.account)
        if processes.postmaster() is None:
            if data_folder.major_of(self.place.data) is not None:
                processes.end_orphans()
            return False
        if self._pg_ctl("stop", "-w", "-t", str(STOP_TIMEOUT_S), "-m", "fast") != 0:
            self.tell(
                "The database did not stop in time: it is cut off and recovers at its next start."
            )
            self._pg_ctl("stop", "-w", "-m", "immediate")
            processes.end_orphans()
        return True

    def _is_answering(self) -> bool:
        folder = self.place.socket_folder()
        if not (folder / SOCKET_NAME).exists():
            return False
        ask = [self.version.program("pg_isready"), "-q", "-t", "5", "-h", str(folder), "-p", "5432"]
        return self.account.run(ask).returncode == 0

    def _await_answer(self) -> None:
        """Another program started it a moment ago, or was killed while it waited."""
        until = time.monotonic() + START_TIMEOUT_S
        while not self._is_answering():
            if time.monotonic() > until:
                raise UnavailableError(f"the database does not answer after {START_TIMEOUT_S} s")
            time.sleep(0.1)

    def _pg_ctl(self, action: str, *arguments: str, output: int | None = None) -> int:
        command = [self.version.program("pg_ctl"), action, "-s", "-D", str(self.place.data)]
        return self.account.run([*command, *arguments], output=output).returncode

    def _open_log(self) -> Path:
        log = self.home / "log" / "postgres.log"
        log.parent.mkdir(exist_ok=True)
        log.touch()
        if log.stat().st_size > LARGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
            log.touch()
        return log


def _tail(log: Path, began_at: int) -> str:
    with log.open(errors="replace") as file:
        file.seek(began_at)
        return "\n".join(file.read().splitlines()[-6:])
