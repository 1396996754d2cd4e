"""The files of the project that people write, without what is installed or built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = ("geodata", "webgis", "migrations", "tests", "static", "docs", "deploy", "setup", ".ci")
SKIPPED = {"node_modules", "dist", "__pycache__", ".venv", "data", ".hypothesis"}
TEXT = {
    *(".py", ".sql", ".sh", ".md", ".toml", ".lock", ".json", ".ts", ".css", ".html", ".js"),
    *(".yaml", ".yml", ".conf", ".service", ".target", ".example", ".txt", ".svg", ".ini", ""),
}


def files(*folders: str) -> Iterator[Path]:
    """Text files below these folders of the root."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            inside = path.relative_to(ROOT).parts
            if path.is_file() and path.suffix in TEXT and not SKIPPED & set(inside):
                yield path


def python_files(*folders: str) -> Iterator[Path]:
    """Python modules below these folders."""
    return (path for path in files(*folders) if path.suffix == ".py")


def written_files() -> Iterator[Path]:
    """Everything: the folders above and the files beside them; .git is a file in a worktree."""
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and path.suffix in TEXT and path.name != ".git":
            yield path
    yield from files(*WRITTEN)
