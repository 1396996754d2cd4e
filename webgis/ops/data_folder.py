"""A data folder of PostgreSQL: made whole or not at all."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import UnavailableError
from webgis.ops import server_settings
from webgis.ops.account import Account
from webgis.ops.installation import Installation
from webgis.ops.passwords import ADMIN, OWNER, Passwords
from webgis.ops.processes import ServerProcesses


@dataclass(frozen=True)
class DataFolder:
    """Makes and configures data folders with one version, account and set of passwords."""

    version: Installation
    account: Account
    passwords: Passwords
    # initdb outlives us if we are killed: it inherits the lock, and the next program waits for it.
    lock: int | None = None

    def build(self, folder: Path) -> None:
        """Make a new data folder, after throwing away what an interrupted attempt left there."""
        if folder.exists():
            ServerProcesses(folder, self.account).end_orphans()
            shutil.rmtree(folder)
        self.passwords.make()
        folder.mkdir(mode=0o700)
        self.account.own(folder, 0o700)
        self._initdb(folder)
        with (folder / "postgresql.conf").open("a") as file:
            file.write(f"\ninclude = '{server_settings.FILE}'\n")
        self.configure(folder, folder)
        for role in (ADMIN, OWNER):
            self.set_password(folder, role)

    def _initdb(self, folder: Path) -> None:
        # initdb must open the file itself, so it lies in a folder that this account can reach.
        password_file = folder.with_name(f"{folder.name}.pass")
        password_file.unlink(missing_ok=True)
        password_file.touch(mode=0o600)
        try:
            password_file.write_text(self.passwords.of(ADMIN))
            self.account.own(password_file, 0o600)
            self._run(
                "initdb", "-D", str(folder), "-U", ADMIN, f"--pwfile={password_file}",
                "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8",
            )  # fmt: skip
        finally:
            password_file.unlink(missing_ok=True)

    def configure(self, folder: Path, socket_folder: Path) -> None:
        """Write our settings file into the data folder."""
        file = folder / server_settings.FILE
        draft = file.with_suffix(".new")
        draft.write_text(server_settings.text(socket_folder))
        self.account.own(draft, 0o600)
        draft.rename(file)

    def set_password(self, folder: Path, role: str) -> None:
        """Give a role the password of the file, without a running server."""
        password = self.passwords.of(role)
        if role == OWNER:
            # In single-user mode a failed statement is reported, and the next one still runs.
            self._single_user(folder, f"CREATE ROLE {OWNER}")
            self._single_user(folder, f"ALTER ROLE {OWNER} LOGIN CREATEDB PASSWORD '{password}'")
        else:
            self._single_user(folder, f"ALTER ROLE {role} PASSWORD '{password}'")

    def _single_user(self, folder: Path, statement: str) -> None:
        self._run(
            "postgres", "--single", "-j", "-D", str(folder), "postgres", stdin=f"{statement};\n\n"
        )

    def _run(self, program: str, *arguments: str, stdin: str | None = None) -> None:
        command = [self.version.program(program), *arguments]
        keep_open = () if self.lock is None else (self.lock,)
        done = self.account.run(command, stdin=stdin, keep_open=keep_open)
        if done.returncode != 0:
            last = (done.stderr or done.stdout).strip().splitlines()[-3:]
            raise UnavailableError(f"{program} failed: {' / '.join(last)}")


def major_of(folder: Path) -> int | None:
    """Major version of the data, or None where there is no complete data folder."""
    try:
        return int((folder / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None
    except PermissionError:
        raise UnavailableError(
            f"{folder} belongs to another user; run as that user, or as root"
        ) from None


def replace(source: Path, target: Path) -> None:
    """Rename a folder so that it is still renamed after a power failure."""
    source.rename(target)
    parent = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
