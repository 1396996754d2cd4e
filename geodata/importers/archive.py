"""Zip files under limits: what they hold is looked at before anything is unpacked."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from geodata.importers.refusal import refusal

MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 1024**3
MAX_UNPACK_RATIO = 100
FREE_UNPACK_BYTES = 10 * 1024**2
_ARCHIVES = (".zip", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".kmz", ".tar")


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip file whose members play no tricks; its errors become refusals.

    Raises InvalidInputError for anything else: too many or too large members, paths that leave
    the folder, links, archives in the archive, passwords.
    """
    source = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist(), source)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise refusal(source, "this is not a zip file, or it is damaged") from error
    except (NotImplementedError, RuntimeError) as error:
        raise refusal(source, f"the zip file cannot be unpacked ({error})") from error


def ending_of(member: zipfile.ZipInfo) -> str:
    """Return the ending of a member's name, in lower case."""
    return PurePosixPath(member.filename).suffix.lower()


def _check(members: list[zipfile.ZipInfo], source: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise refusal(source, f"the zip holds {len(members):,} files; at most {MAX_MEMBERS}")
    for member in members:
        _check_member(member, source)
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise refusal(source, "the zip unpacks to more than 1 GB")
    if unpacked > FREE_UNPACK_BYTES and unpacked > packed * MAX_UNPACK_RATIO:
        raise refusal(source, f"the zip unpacks to more than {MAX_UNPACK_RATIO} times its size")


def _check_member(member: zipfile.ZipInfo, source: str) -> None:
    name = member.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name:
        raise refusal(source, f"the zip holds the path {name!r}, which leaves its folder")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise refusal(source, f"the zip holds the link {name!r}; put the file itself in")
    if path.suffix.lower() in _ARCHIVES:
        raise refusal(source, f"the zip holds another archive, {name!r}; unpack it first")
    if member.flag_bits & 1:
        raise refusal(source, "the zip is encrypted")
