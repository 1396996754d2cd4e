"""The operating-system account that the database server runs as; never root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import UnavailableError
from webgis.ops.installation import INSTALL_HINT

PACKAGE_ACCOUNT = "postgres"


@dataclass(frozen=True)
class Account:
    """User and group ids; `name` only for messages."""

    name: str
    uid: int
    gid: int

    @classmethod
    def choose(cls, data: Path) -> "Account":
        """Oneself; for root the owner of the existing data, or the package's user."""
        if os.geteuid() != 0:
            return cls._of(os.geteuid())
        if data.is_dir() and (owner := data.stat().st_uid) != 0:
            return cls._of(owner)
        try:
            return cls._of(pwd.getpwnam(PACKAGE_ACCOUNT).pw_uid)
        except KeyError:
            raise UnavailableError(f"there is no user {PACKAGE_ACCOUNT}; {INSTALL_HINT}") from None

    @classmethod
    def _of(cls, uid: int) -> "Account":
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            return cls(str(uid), uid, uid)
        return cls(entry.pw_name, uid, entry.pw_gid)

    @property
    def is_other(self) -> bool:
        """Must commands change the user before they run."""
        return self.uid != os.geteuid()

    def run(
        self,
        command: Sequence[str],
        *,
        stdin: str | None = None,
        output: int | None = None,
        environment: dict[str, str] | None = None,
        keep_open: Sequence[int] = (),
    ) -> subprocess.CompletedProcess[str]:
        """Run in a bare environment; output is captured, or goes to a descriptor."""
        streams: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        if output is not None:
            streams = {"stdout": output, "stderr": output}
        if stdin is None:
            streams["stdin"] = subprocess.DEVNULL
        return subprocess.run(
            list(command),
            input=stdin,
            text=True,
            check=False,
            cwd="/",
            pass_fds=keep_open,
            env=bare_environment() | (environment or {}),
            **(self.identity() | streams),
        )

    def identity(self) -> dict[str, object]:
        """Arguments of subprocess that make a child run as this account."""
        if not self.is_other:
            return {}
        groups = os.getgrouplist(self.name, self.gid) if not self.name.isdigit() else []
        return {"user": self.uid, "group": self.gid, "extra_groups": groups}

    def own(self, path: Path, mode: int) -> None:
        """Hand a file or folder to this account."""
        path.chmod(mode)
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def can_keep_data_below(self, folder: Path) -> bool:
        """Not below a folder closed to it, nor on a file system without owners."""
        probe = folder / f".probe-{os.getpid()}"
        try:
            probe.mkdir()
            self.own(probe, 0o700)
            return self.run(["touch", str(probe / "file")]).returncode == 0
        except OSError:
            return False
        finally:
            (probe / "file").unlink(missing_ok=True)
            if probe.exists():
                probe.rmdir()


def bare_environment() -> dict[str, str]:
    """No PG* variable of the caller may redirect a command to another server."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
