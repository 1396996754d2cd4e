"""Uploaded photos as files below WEBGIS_HOME, under random names; nothing runs them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from flask import current_app

from geodata.errors import NotFoundError, UnavailableError


def keep(name: str, photo: bytes, thumbnail: bytes) -> None:
    """Write both files; when this returns, a power failure cannot lose them."""
    path = photo_path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        _write(thumbnail_path(name), thumbnail)
        _write(path, photo)
        _sync(path.parent)
    except OSError as error:
        for file in (path, thumbnail_path(name)):
            with suppress(OSError):
                file.unlink(missing_ok=True)
        raise UnavailableError("the photo could not be stored now; try again later") from error


def remove(names: Iterable[str]) -> None:
    """Remove the files of photos that are no longer written down."""
    for name in names:
        for file in (photo_path(name), thumbnail_path(name)):
            file.unlink(missing_ok=True)


def photo_path(name: str) -> Path:
    """Return where a photo lies."""
    home: Path = current_app.config["WANGGE"].home
    return home / "photos" / name[:2] / f"{name}.jpg"


def thumbnail_path(name: str) -> Path:
    """Return where its thumbnail lies."""
    return photo_path(name).with_suffix(".small.jpg")


def existing(path: Path) -> Path:
    """Return a path whose file is there; raises NotFoundError."""
    if not path.is_file():
        raise NotFoundError("the file of this photo is missing")
    return path


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
