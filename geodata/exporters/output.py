"""Writing the files of one run: all of them, whole, or none."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import geopandas as gpd

from geodata.errors import InvalidInputError, UnavailableError
from geodata.exporters import (
    csv,
    excel,
    geojson,
    geopackage,
    geoparquet,
    kml,
    report,
    shapefile,
)

WRITERS: dict[str, Callable[[gpd.GeoDataFrame, Path], list[str]]] = {
    ".geojson": geojson.write,
    ".json": geojson.write,
    ".geojson.gz": geojson.write,
    ".json.gz": geojson.write,
    ".csv": csv.write,
    ".csv.gz": csv.write,
    ".gpkg": geopackage.write,
    ".zip": shapefile.write,
    ".parquet": geoparquet.write,
    ".geoparquet": geoparquet.write,
    ".kml": kml.write,
    ".xlsx": excel.write,
}


class Output:
    """The files that a run writes; they appear when the ``with`` block ends without an error.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Output() as output:
    ...         output.report({"counts": {"gap": 0}}, Path(folder, "report.json"))
    ...     Path(folder, "report.json").exists()
    True
    """

    def __init__(self) -> None:
        """Start with no files."""
        self.notes: list[str] = []
        self._pending: list[tuple[Path, Path]] = []

    def layer(self, frame: gpd.GeoDataFrame, path: str | Path) -> None:
        """Write ``frame`` in the format of the ending; what changed is added to ``notes``.

        Columns and rows keep their order. GeoJSON is EPSG:4326 by definition; every other format
        keeps the CRS of the frame. Raises InvalidInputError for what the format cannot hold and
        UnavailableError when the disk refuses.
        """
        final = Path(path)
        write = WRITERS[ending_of(final)]
        self._write(final, lambda target: self.notes.extend(write(frame, target)))

    def report(self, content: Mapping[str, Any], path: str | Path) -> None:
        """Write ``content`` as JSON. Raises as `layer` does."""
        self._write(Path(path), lambda target: report.write(content, target))

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Rename all files to their names, or remove them when an error ended the block."""
        try:
            if kind is None:
                for target, final in self._pending:
                    target.replace(final)
        except OSError as failure:
            raise UnavailableError(f"{final}: cannot be written ({failure.strerror})") from failure
        finally:
            for target, _ in self._pending:
                with contextlib.suppress(OSError):
                    target.unlink(missing_ok=True)

    def _write(self, final: Path, write: Callable[[Path], None]) -> None:
        require_writable(final)
        ending = final.name[len(final.name) - len(_any_ending(final)) :]
        target = final.with_name(f".{final.name[:40]}.{secrets.token_hex(4)}{ending}")
        self._pending.append((target, final))
        try:
            write(target)
            with target.open("rb") as stream:
                os.fsync(stream.fileno())
        except InvalidInputError as error:
            raise InvalidInputError(f"{final.name}: {error}", row=error.row) from error
        except OSError as error:
            cause = error.strerror or str(error)
            raise UnavailableError(f"{final}: cannot be written ({cause})") from error


def require_writable(path: Path) -> None:
    """Refuse a path that no file can be written to. Raises InvalidInputError."""
    if path.is_dir():
        raise InvalidInputError(f"{path}: this is a folder; give the name of a file")
    if not path.parent.is_dir():
        raise InvalidInputError(f"{path}: the folder {path.parent} does not exist")
    if not os.access(path.parent, os.W_OK):
        raise InvalidInputError(f"{path}: the folder {path.parent} is not writable")


def ending_of(path: Path) -> str:
    """Return the ending that decides the format. Raises InvalidInputError for an unknown one."""
    ending = _any_ending(path).lower()
    if ending not in WRITERS:
        known = ", ".join(WRITERS)
        raise InvalidInputError(f"{path.name}: the ending of the name is not one of {known}")
    return ending


def _any_ending(path: Path) -> str:
    last_two = "".join(path.suffixes[-2:])
    return last_two if path.suffix.lower() == ".gz" else path.suffix
