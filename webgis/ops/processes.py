"""The server processes of one data folder, told apart from every other PostgreSQL."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from webgis.ops.account import Account

GRACE_S = 5.0


@dataclass(frozen=True)
class ServerProcesses:
    """A server process works in its data folder, so /proc/PID/cwd names the cluster it belongs to.

    The number in postmaster.pid alone proves nothing: after a crash it may be anybody's.
    """

    data: Path
    account: Account

    def all(self) -> list[int]:
        """Process ids of the postmaster and its children."""
        # Asked as the server's account: root inside a container may not read the links of others.
        links = ["find", "/proc", "-mindepth", "2", "-maxdepth", "2", "-name", "cwd"]
        listing = self.account.run([*links, "-printf", r"%h\t%l\n"]).stdout
        pids = []
        for line in listing.splitlines():
            process, _, folder = line.partition("\t")
            if folder == str(self.data) and _command(process) == "postgres":
                pids.append(int(Path(process).name))
        return pids

    def postmaster(self) -> int | None:
        """The process id in postmaster.pid if it lives and is of this cluster."""
        try:
            noted = int(self._pid_file()[0])
        except (IndexError, ValueError):
            return None
        return noted if self._is_ours(noted) else None

    def is_ready(self) -> bool:
        """Does the postmaster say that it accepts connections (costs two small reads)."""
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() in ("ready", "standby")

    def serves_at(self, socket_folder: Path) -> bool:
        """Is its socket there: a killed upgrade leaves a server that listens elsewhere."""
        lines = self._pid_file()
        return len(lines) > 4 and lines[4] == str(socket_folder)

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_ours(self, pid: int) -> bool:
        if _command(f"/proc/{pid}") != "postgres":
            return False
        link = f"/proc/{pid}/cwd"
        try:
            folder = os.readlink(link)
        except PermissionError:
            folder = self.account.run(["readlink", link]).stdout.rstrip("\n")
        except FileNotFoundError:
            return False
        return folder == str(self.data)

    def end_orphans(self) -> int:
        """End children whose postmaster is gone: they would hold the shared memory. How many."""
        orphans = self.all()
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.all():
                with suppress(ProcessLookupError):
                    os.kill(pid, sign)
            until = time.monotonic() + GRACE_S
            while self.all() and time.monotonic() < until:
                time.sleep(0.1)
        return len(orphans)


def _command(process: str) -> str:
    try:
        return (Path(process) / "comm").read_text().strip()
    except OSError:
        return ""
