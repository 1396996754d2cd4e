"""A million incidents from CSV: imported, located, indexed; then the same file again.

Processor time is that of this program and of the database's processes together. Needs a loaded
demo city: ``WEBGIS_CITY=shenzhen webgis demo load``. Everything is undone at the end.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from click import echo
from sqlalchemy import text
from sqlalchemy.orm import Session

from geodata.models import Category
from geodata.queries import cities
from geodata.workflows import imports
from webgis import config
from webgis.cli import open_engine

DAY = np.timedelta64(86_400, "s")
RUNNING_EVERY = 33
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def write_file(session: Session, path: Path, count: int) -> None:
    """Cases all over the city in one year, by a seeded chance."""
    city = cities.get(session)
    chance = np.random.default_rng(1)
    codes = [code for (code,) in session.query(Category.code).filter(Category.level == 2)]
    lon = chance.uniform(city.west, city.east, count)
    lat = chance.uniform(city.south, city.north, count)
    moments = np.datetime64("2026-01-01T00:00:00") + chance.integers(0, 26_000_000, count)
    chosen = chance.integers(0, len(codes), count)
    with path.open("w", encoding="utf-8") as stream:
        stream.write(
            "source_id,category,lon,lat,reported_at,description,status,due_at,resolved_at\n"
        )
        rows = zip(chosen, lon, lat, moments, moments + DAY, strict=True)
        stream.writelines(
            f"{i},{codes[c]},{x:.7f},{y:.7f},{at},case {i},{_ends(i, at, later)}\n"
            for i, (c, x, y, at, later) in enumerate(rows)
        )


def _ends(i: int, at: object, later: object) -> str:
    """Most cases of a file are done; every thirty-third still runs."""
    return f"processing,{later}," if i % RUNNING_EVERY == 0 else f"closed,{later},{at}"


def cpu_s(backend: int) -> float:
    """Processor seconds of this program and of its one server process."""
    fields = Path(f"/proc/{backend}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) * TICK_S


def main(count: int = 1_000_000) -> int:
    engine = open_engine(config.from_environment())
    with Session(engine) as session, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cases.csv")
        write_file(session, path, count)
        backend = int(session.scalar(text("SELECT pg_backend_pid()")) or 0)
        echo(f"{count:,} incidents, {path.stat().st_size / 1e6:.0f} MB")
        for name in ("first", "again"):
            cpu, wall = cpu_s(backend), time.perf_counter()
            reading = imports.remembered(session, path, "incidents", "bench", {})
            report = imports.run(session, reading, "bench")
            cpu, wall = cpu_s(backend) - cpu, time.perf_counter() - wall
            peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            counts = ("inserted", "updated", "unchanged", "kept", "refused")
            told = ", ".join(f"{report[key]:,} {key}" for key in counts)
            echo(f"{name}: {cpu:.1f} s CPU, {wall:.1f} s wall, peak {peak_mb:.0f} MB: {told}")
        session.rollback()
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
