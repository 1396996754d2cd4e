"""Uploaded files on their way into the database: streamed to disk under limits, swept later."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import IO
from uuid import UUID

from geodata.errors import InvalidInputError, UnavailableError

MAX_TABLE_BYTES = 1024**3
MAX_LAYER_BYTES = 200 * 1024**2
MAX_STORED_BYTES = 10 * 1024**3
LEAST_FREE_BYTES = 1024**3
KEPT_S = 14 * 24 * 3600
# A longer file is not looked at within a request, except a CSV, of which a piece is enough.
MAX_PREVIEW_BYTES = 25 * 1024**2
_CHUNK_BYTES = 1024**2
_UNSAFE = re.compile(r"[^\w.()+ -]")


def folder(home: Path) -> Path:
    """Return where uploads lie."""
    return home / "uploads"


def path(home: Path, import_id: UUID, file_name: str) -> Path:
    """Return where the file of an import lies; its name keeps letters, digits and its ending."""
    return folder(home) / str(import_id) / safe_name(file_name)


def safe_name(file_name: str) -> str:
    """Return a name that stays in its folder: letters, digits and the ending are kept."""
    safe = _UNSAFE.sub("_", Path(file_name.replace("\\", "/")).name).strip(". ")[-100:]
    return safe or "file"


def is_table(file_name: str) -> bool:
    """Return whether a file is a CSV, which streams whatever its length."""
    return file_name.lower().endswith((".csv", ".csv.gz"))


def limit_bytes(file_name: str) -> int:
    """Return how long a file may be."""
    return MAX_TABLE_BYTES if is_table(file_name) else MAX_LAYER_BYTES


def save(home: Path, import_id: UUID, file_name: str, stream: IO[bytes]) -> Path:
    """Write a stream to disk. Raises InvalidInputError (too long), UnavailableError (disk full)."""
    sweep(home)
    _check_room(home)
    target = path(home, import_id, file_name)
    target.parent.mkdir(parents=True, mode=0o700)
    limit, total = limit_bytes(file_name), 0
    try:
        with target.open("wb") as file:
            while chunk := stream.read(_CHUNK_BYTES):
                total += len(chunk)
                if total > limit:
                    raise InvalidInputError(f"the file has more than {limit / 1024**2:,.0f} MB")
                file.write(chunk)
    except OSError as error:
        discard(home, import_id)
        raise UnavailableError("the file cannot be kept; is the disk full?") from error
    except BaseException:
        discard(home, import_id)
        raise
    return target


def discard(home: Path, import_id: UUID) -> None:
    """Remove the file of an import, if it is there."""
    shutil.rmtree(folder(home) / str(import_id), ignore_errors=True)


def sweep(home: Path) -> None:
    """Remove what was uploaded two weeks ago."""
    oldest = time.time() - KEPT_S
    for place in folder(home).glob("*"):
        if place.stat().st_mtime < oldest:
            shutil.rmtree(place, ignore_errors=True)


def _check_room(home: Path) -> None:
    folder(home).mkdir(parents=True, exist_ok=True, mode=0o700)
    stored = sum(file.stat().st_size for file in folder(home).glob("*/*"))
    free = shutil.disk_usage(home).free
    if stored > MAX_STORED_BYTES or free < LEAST_FREE_BYTES:
        raise UnavailableError("there is no room for uploads; finish or remove others first")
