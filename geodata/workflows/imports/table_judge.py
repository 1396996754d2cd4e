"""Judging the cells of a table: which rows can be read, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.errors import InvalidInputError
from geodata.geometry import as_multipolygon, check_geometry
from geodata.importers.refusal import one_line
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.imports.source_table import SourceTable

MAX_TEXT = 4_000
LARGEST_COUNT = 2**31 - 1


@dataclass
class TableJudge:
    """A table with its columns by field; ``good`` marks the rows without a finding."""

    table: SourceTable
    columns: dict[str, str]
    constants: dict[str, str]
    findings: RowFindings
    good: npt.NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.good = np.ones(len(self.table.texts), dtype=bool)

    def __len__(self) -> int:
        return len(self.good)

    def has(self, name: str) -> bool:
        """Return whether the file (or the person) says anything of a field."""
        return name in self.columns or name in self.constants

    def texts(self, name: str) -> pd.Series:
        """Return the texts of a field without blanks around them; empty where it is not told."""
        index = self.table.texts.index
        if name in self.constants:
            return pd.Series(self.constants[name], index=index, dtype="str")
        if name not in self.columns:
            return pd.Series("", index=index, dtype="str")
        cells = self.table.texts[self.columns[name]].astype("str")
        return cells.str.replace("\0", "", regex=False).str.strip().str.slice(0, MAX_TEXT)

    def filled(self, name: str, cause: str) -> pd.Series:
        """Return the texts of a field; rows without any get a finding."""
        texts = self.texts(name)
        self.refuse(texts == "", cause, name)
        return texts

    def counted(self, name: str, *, may_lack: bool = False) -> pd.Series:
        """Return whole numbers of at least 0; NA where missing or refused."""
        texts = self.texts(name)
        numbers = pd.to_numeric(texts, errors="coerce")
        right = numbers.between(0, LARGEST_COUNT) & (numbers == numbers.round())
        blank = texts == ""
        self.refuse(~right & ~blank if may_lack else ~right, "no_count", name)
        return numbers.where(right).astype("Int64")

    def days(self, name: str) -> pd.Series:
        """Return days such as 2026-05-04."""
        days = pd.to_datetime(self.texts(name), errors="coerce", format="ISO8601", utc=True)
        self.refuse(days.isna(), "no_date", name)
        return days

    def refuse(self, bad: pd.Series | npt.NDArray[np.bool_], cause: str, name: str) -> None:
        """Tell rows whose field is wrong; a row is told once."""
        shown = self.texts(name)
        column = self.columns.get(name, name)
        fresh = np.asarray(bad, dtype=bool) & self.good
        for at in np.flatnonzero(fresh):
            self.tell(int(at), cause, f"{column} is {one_line(str(shown.iloc[at]), 60)!r}")

    def tell(self, at: int, cause: str, detail: str) -> None:
        """Tell that the row at a position (from 0) cannot be taken."""
        self.good[at] = False
        self.findings.add(at + 1, cause, detail)

    def polygons(self) -> npt.NDArray[np.object_]:
        """Return multi-polygons; rows without a valid one get a finding."""
        shapes = self.shapes()
        for at in np.flatnonzero(self.good):
            shapes[at] = as_multipolygon(shapes[at])
        return shapes

    def shapes(self) -> npt.NDArray[np.object_]:
        """Return valid shapes; rows without one get a finding."""
        shapes = self.table.shapes
        if shapes is None:
            raise InvalidInputError("the file has no shapes, which are needed here")
        missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
        suspect = missing | ~shapely.is_valid(shapes) | _is_flat(shapes)
        for at in np.flatnonzero(suspect & self.good):
            self.tell(int(at), "bad_shape", _defect(None if missing[at] else shapes[at]))
        return shapes.copy()


def _is_flat(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    return np.asarray((shapely.get_dimensions(shapes) == 2) & (shapely.area(shapes) == 0))


def _defect(shape: shapely.Geometry | None) -> str:
    if shape is None:
        return "there is no shape"
    try:
        check_geometry(shape)
    except InvalidInputError as error:
        return one_line(str(error), 200)
    return "the shape is not valid"
