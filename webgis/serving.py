"""The foreground program: web, events and worker as children, started again when they die."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import structlog

from webgis.config import Settings
from webgis.ops.cluster import Cluster

ROLES = ("web", "events", "worker")
LOOK_EVERY_S = 0.5
# A child that dies at once is started again after a pause that doubles up to this.
LONGEST_PAUSE_S = 30.0
STOP_TIMEOUT_S = 20

# A child is told to end when we are killed without a word, or it would keep the port.
OUTLIVES_NOBODY = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []

log = structlog.get_logger()


def command(settings: Settings, role: str) -> list[str]:
    """Return the command line of one role."""
    if role == "worker":
        return [sys.executable, "-m", "webgis.cli", "worker"]
    is_web = role == "web"
    port = settings.port if is_web else settings.port + 1
    options = {
        "--bind": f"{settings.host}:{port}",
        "--workers": str(settings.workers if is_web else 1),
        "--threads": str(settings.threads if is_web else 300),
        "--worker-class": "gthread",
        "--worker-tmp-dir": "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",  # noqa: S108
        "--graceful-timeout": "10",
        "--access-logfile": "/dev/null",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "gunicorn", *words, "webgis.wsgi:app"]


@dataclass
class Child:
    """One role and its process."""

    role: str
    words: list[str]
    process: subprocess.Popen[bytes] | None = None
    pause_s: float = 0.5
    start_again_at: float = 0.0
    started_at: float = field(default_factory=time.monotonic)

    def look(self, environment: dict[str, str]) -> None:
        """Start it if it is not there and its pause is over."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            if now - self.started_at > LONGEST_PAUSE_S:
                self.pause_s = 0.5
            return
        if self.process is not None:
            log.warning(
                "process ended, starting again",
                role=self.role,
                exit_status=self.process.returncode,
                pause_s=self.pause_s,
            )
            self.process = None
            self.start_again_at = now + self.pause_s
            self.pause_s = min(self.pause_s * 2, LONGEST_PAUSE_S)
        if now >= self.start_again_at:
            # Its own process group, so that Ctrl-C reaches us alone and we end it in order.
            own = {**environment, "WEBGIS_SERVES_EVENTS": str(self.role == "events")}
            self.process = subprocess.Popen(OUTLIVES_NOBODY + self.words, env=own, process_group=0)
            self.started_at = now

    def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve(settings: Settings, roles: Sequence[str] = ROLES) -> None:
    """Run the roles until SIGTERM or Ctrl-C; look after them and the embedded cluster."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(_metrics_folder(settings))}
    children = [Child(role, command(settings, role)) for role in roles]
    cluster = None if settings.database_url else Cluster(settings.home)
    started_cluster = cluster.start() if cluster else False
    is_over = False

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_over
        is_over = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    try:
        while not is_over:
            for child in children:
                child.look(environment)
            if cluster is not None and cluster.status().state in ("stopped", "absent"):
                log.warning("the database server ended, starting it again")
                cluster.start()
            time.sleep(LOOK_EVERY_S)
    finally:
        for child in reversed(children):
            child.stop()
        if cluster is not None and started_cluster:
            cluster.stop()


def _metrics_folder(settings: Settings) -> Path:
    folder = settings.home / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()
    return folder
