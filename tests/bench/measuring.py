"""Run things in turn, take medians of processor time and peak memory, print and keep a table."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from click import echo


@dataclass(frozen=True)
class Measured:
    """One row of a table; times in seconds of processor and of wall clock, memory in MB."""

    name: str
    cpu_s: float
    wall_s: float
    extra_mb: float
    runs: int
    note: str = ""


def in_turn(
    candidates: dict[str, Callable[[], Any]], runs: int = 3
) -> tuple[list[Measured], dict[str, Any]]:
    """Run all candidates one after the other, ``runs`` times over, so that all meet the same load.

    Returns a row each, with medians, and the last result of each.
    """
    seen: dict[str, list[tuple[float, float, float]]] = {name: [] for name in candidates}
    results: dict[str, Any] = {}
    for _ in range(runs):
        for name, call in candidates.items():
            results.pop(name, None)
            before_mb = _reset_peak()
            cpu, wall = time.process_time(), time.perf_counter()
            results[name] = call()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            seen[name].append((cpu, wall, _status_mb("VmHWM") - before_mb))
    rows = [
        Measured(name, *(statistics.median(column) for column in zip(*all_runs, strict=True)), runs)
        for name, all_runs in seen.items()
    ]
    return rows, results


def show(title: str, rows: list[Measured], baseline: str | None = None) -> None:
    """Print a table; with ``baseline`` also how many times less processor time each row takes."""
    base = next((row.cpu_s for row in rows if row.name == baseline), None)
    echo(f"\n{title}")
    echo(f"{'':44} {'CPU s':>9} {'wall s':>9} {'+MB':>7} {'runs':>4} {'faster':>8}")
    for row in rows:
        faster = f"{base / row.cpu_s:7.1f}x" if base and row.cpu_s else ""
        echo(
            f"{row.name:44} {row.cpu_s:9.4f} {row.wall_s:9.4f} {row.extra_mb:7.0f} "
            f"{row.runs:4} {faster:>8}  {row.note}"
        )


def keep(name: str, tables: dict[str, list[Measured]], figures: dict[str, Any]) -> Path:
    """Write everything as JSON under $WEBGIS_HOME/bench (default ./var/bench)."""
    folder = Path(os.environ.get("WEBGIS_HOME", "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    content = {
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "figures": figures,
        "tables": {title: [asdict(row) for row in rows] for title, rows in tables.items()},
    }
    path.write_text(json.dumps(content, indent=2, default=float) + "\n", encoding="utf-8")
    return path


def _reset_peak() -> float:
    """Start counting the peak anew and return the memory in use now."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return _status_mb("VmHWM")
    return _status_mb("VmRSS")


def _status_mb(key: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(key):
            return float(line.split()[1]) / 1024
    return 0.0
