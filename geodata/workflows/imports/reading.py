"""How a file is read: what a person declared of it, and what is remembered of its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from geodata.errors import InvalidInputError
from geodata.importers.field_names import FIELDS
from geodata.workflows.imports.source_table import require_datum

REMEMBERED = ("columns", "constants", "datum", "crs", "layer")


@dataclass(frozen=True)
class Reading:
    """One file, its kind and source, and how it is to be read.

    ``columns`` are columns of fields ("" for none), ``constants`` fields with one value for all
    rows. ``valid_from`` and ``retire_missing`` are for areas: when the new boundaries begin, and
    whether areas of the same parents that the file lacks end then. ``actor`` is who brings it.
    """

    path: Path
    kind: str
    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    datum: str = "wgs84"
    crs: str | None = None
    layer: str | None = None
    valid_from: datetime | None = None
    retire_missing: bool = False
    actor: str = "import"

    @classmethod
    def of(
        cls, path: Path, kind: str, source: str, told: Mapping[str, Any], kept: Mapping[str, Any]
    ) -> Reading:
        """Return the reading that ``told`` asks for; what it leaves out is as ``kept``.

        Raises InvalidInputError for an unknown kind or datum, or a moment that is none.
        """
        if kind not in FIELDS:
            raise InvalidInputError(f"unknown kind {kind!r}: use {', '.join(FIELDS)}", field="kind")
        values = {name: kept[name] for name in REMEMBERED if kept.get(name)}
        values |= {name: value for name, value in told.items() if value is not None}
        for name in ("columns", "constants"):
            values[name] = {**(kept.get(name) or {}), **(told.get(name) or {})}
        since = values.get("valid_from")
        if isinstance(since, str):
            values["valid_from"] = datetime.fromisoformat(since)
        if kind == "areas" and not values.get("valid_from"):
            values["valid_from"] = datetime.now(UTC).replace(microsecond=0)
        require_datum(values.get("datum") or "wgs84")
        return cls(path, kind, source, **values)

    @property
    def place(self) -> tuple[str, str] | None:
        """The columns of longitude and latitude, where somebody named them."""
        lon, lat = self.columns.get("lon"), self.columns.get("lat")
        return (lon, lat) if lon and lat else None

    def settings(self, columns: Mapping[str, str]) -> dict[str, Any]:
        """Return the reading as JSON values, with the columns that were chosen."""
        told: dict[str, Any] = {
            "columns": {**self.columns, **columns},
            "constants": dict(self.constants),
            "datum": self.datum,
            "crs": self.crs,
            "layer": self.layer,
        }
        if self.kind == "areas":
            since = self.valid_from.isoformat() if self.valid_from else None
            told |= {"valid_from": since, "retire_missing": self.retire_missing}
        return told


@dataclass(frozen=True)
class Prepared:
    """A file judged and compared, not written yet.

    ``counts`` tell how many rows are inserted, updated, unchanged, kept, refused (and, of areas,
    retired and carried); ``write`` writes them under the key of an import. ``drawn`` are the shapes
    in the numbers of the file, for the shift test.
    """

    rows: int
    counts: dict[str, int]
    columns: dict[str, str]
    write: Callable[[UUID], None]
    is_blocked: bool = False
    drawn: npt.NDArray[np.object_] | None = None
