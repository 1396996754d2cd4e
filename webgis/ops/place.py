"""Where a cluster's data and its socket lie."""

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import UnavailableError
from webgis.ops.account import Account

SHARED_ROOT = Path("/var/lib/wangge")
MAX_SOCKET_PATH_BYTES = 107  # sockaddr_un of Linux, less the closing zero
SOCKET_NAME = ".s.PGSQL.5432"
# pg_ctl passes the data folder through a shell, and the server splits its socket list at commas.
UNSAFE = re.compile(r"[^\w./@:+ -]")


@dataclass(frozen=True)
class Place:
    """The folder that holds the cluster: normally the home itself."""

    folder: Path

    @property
    def data(self) -> Path:
        """The cluster's data folder."""
        return self.folder / "pg"

    @property
    def building(self) -> Path:
        """A data folder being made; never opened, thrown away if the making was interrupted."""
        return self.folder / "pg.new"

    @property
    def upgraded(self) -> Path:
        """A complete data folder that waits to take the place of `data`."""
        return self.folder / "pg.upgraded"

    def socket_folder(self) -> Path:
        """Beside the data, or under /tmp where that path is too long for a Unix socket."""
        beside = self.folder / "socket"
        is_short = len(os.fsencode(beside / SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES
        if is_short and not re.search(r"[^\w./-]", str(beside), re.ASCII):
            return beside
        return Path("/tmp") / f"wangge-{_short_hash(self.folder)}"  # noqa: S108 - owner and mode are checked

    def make_socket_folder(self, account: Account) -> Path:
        """Make it for the account alone; it is gone after a reboot where it lies in /tmp."""
        folder = self.socket_folder()
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (account.uid, os.geteuid()):
                raise UnavailableError(
                    f"{folder} belongs to somebody else; remove it or choose another WEBGIS_HOME"
                ) from None
        account.own(folder, 0o700)
        return folder


def find(home: Path) -> Place:
    """The place remembered in the home, else the home."""
    note = _note(home)
    if not note.exists():
        return Place(home)
    folder = Path(note.read_text().strip())
    _check_not_copied(home, folder)
    return Place(folder)


def choose(home: Path, account: Account, tell: Callable[[str], None]) -> Place:
    """Decide once where a new cluster goes, and remember it if that is not the home."""
    if _note(home).exists():
        return find(home)
    if not UNSAFE.search(str(home)) and account.can_keep_data_below(home):
        return Place(home)
    if os.geteuid() != 0:
        raise UnavailableError(f"no database can be kept in {home}; choose another WEBGIS_HOME")
    folder = SHARED_ROOT / f"{_short_hash(home)}-{secrets.token_hex(3)}"
    folder.mkdir(parents=True, mode=0o755)
    (folder / "home.txt").write_text(f"{home}\n")
    _note(home).write_text(f"{folder}\n")
    tell(f"The user {account.name} cannot use {home}: the database is kept in {folder}.")
    return Place(folder)


def _note(home: Path) -> Path:
    return home / "pg.location"


def _check_not_copied(home: Path, folder: Path) -> None:
    """A copied home must not share the cluster of the original; a moved one takes it along."""
    owner_file = folder / "home.txt"
    if not owner_file.exists():
        return
    owner = Path(owner_file.read_text().strip())
    if owner == home:
        return
    if _note(owner).exists():
        raise UnavailableError(
            f"{home} is a copy of {owner}, whose database is in {folder}; "
            f"remove {_note(home)} and {home}/pg.pass to begin with an empty database"
        )
    owner_file.write_text(f"{home}\n")


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
