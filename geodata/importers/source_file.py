"""Opening the file itself: is it there, how large does it unpack, which encoding has its text."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from geodata.importers.refusal import refusal

MAX_BYTES = 2 * 1024**3
MAX_UNPACK_RATIO = 100
# A small file may unpack to this without any look at the ratio.
FREE_UNPACK_BYTES = 10 * 1024**2
_CHUNK_BYTES = 1024**2


def check_file(path: Path) -> None:
    """Refuse what is not a readable, filled, ordinary file.

    Raises InvalidInputError that names the path.
    """
    try:
        if not path.exists():
            raise refusal(str(path), "there is no such file")
        if path.is_dir():
            raise refusal(str(path), "this is a folder; give a file")
        if not path.is_file():
            raise refusal(str(path), "this is not an ordinary file")
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise refusal(str(path), f"cannot be read ({_reason(error)})") from error
    if size == 0:
        raise refusal(path.name, "the file is empty")
    if size > MAX_BYTES:
        raise refusal(path.name, f"the file has {size / 1024**3:.1f} GB; at most 2 GB are read")


def read_bytes(path: Path) -> bytes:
    """Return the content of ``path``, unpacked when its name ends in .gz.

    Raises InvalidInputError for a damaged or over-packed gzip file.
    """
    return b"".join(_chunks(path))


def open_text(path: Path, encoding: str) -> IO[str]:
    """Open ``path`` for csv: decoded, line ends untouched, unpacked when it ends in .gz."""
    if is_gzip(path):
        return io.TextIOWrapper(gzip.open(path, "rb"), encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")


def text_encoding(path: Path) -> str:
    """Return utf-8-sig, utf-16 or gb18030 (which contains GBK), whichever decodes the file.

    Reads the file once in pieces. Raises InvalidInputError when none does.
    """
    first = next(_chunks(path))
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in first:
        raise refusal(path.name, "this is not a text file; is the ending of its name right?")
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise refusal(path.name, "the text is neither UTF-8 nor GBK; save it as UTF-8")


def is_gzip(path: Path) -> bool:
    """Say whether the name ends in .gz."""
    return path.suffix.lower() == ".gz"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    packed, total = path.stat().st_size, 0
    with path.open("rb") as raw:
        stream: io.BufferedIOBase = gzip.GzipFile(fileobj=raw) if is_gzip(path) else raw
        try:
            while chunk := stream.read(_CHUNK_BYTES):
                total += len(chunk)
                _check_unpacked(path, packed, total)
                yield chunk
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise refusal(path.name, "the gzip file is damaged or cut off") from error
    if total == 0:
        raise refusal(path.name, "the file is empty")


def _check_unpacked(path: Path, packed: int, total: int) -> None:
    if total > MAX_BYTES:
        raise refusal(path.name, "the file unpacks to more than 2 GB")
    if total > FREE_UNPACK_BYTES and total > packed * MAX_UNPACK_RATIO:
        raise refusal(path.name, f"the file unpacks to more than {MAX_UNPACK_RATIO} times its size")


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
