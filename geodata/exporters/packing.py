"""Files that are gzip-compressed when their name ends in .gz."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast


@contextmanager
def open_packed(path: Path) -> Iterator[IO[bytes]]:
    """Open ``path`` for writing; the same content always gives the same file."""
    with path.open("wb") as raw:
        if path.suffix.lower() != ".gz":
            yield raw
            return
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed:
            yield cast("IO[bytes]", packed)
