"""Rows of text judged and brought to the columns that incidents are staged in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy.orm import Session

from geodata.analyses.area_lookup import AreaLookup
from geodata.crs import FloatArray, convert_datum
from geodata.models import Category, Department
from geodata.models.incident import STATUSES
from geodata.queries import areas, cities

GRID_TIER = 5
MAX_TEXT = 4_000
TIMES = ("reported_at", "due_at", "resolved_at")
_ZONED = r"(?:Z|[+-]\d\d:?\d\d)$"

Tell = Callable[[int, str, str], None]


@dataclass
class RowJudge:
    """What the rows of one file are judged by."""

    source: str
    columns: dict[str, str]
    constants: dict[str, str]
    datum: str
    time_zone: str
    categories: dict[str, int]
    departments: dict[str, int]
    lookup: AreaLookup
    grid_ids: npt.NDArray[np.int64]
    grids_since: datetime | None

    @classmethod
    def prepare(
        cls,
        session: Session,
        source: str,
        columns: dict[str, str],
        constants: dict[str, str],
        datum: str,
    ) -> RowJudge:
        """Read codes, names and grids once."""
        now = datetime.now(UTC)
        grids = areas.frame(session, GRID_TIER, now)
        categories: dict[str, int] = {}
        for row in session.query(Category.id, Category.code, Category.name, Category.name_zh):
            categories |= {row.name: row.id, row.name_zh: row.id}
        categories |= {row.code: row.id for row in session.query(Category.id, Category.code)}
        return cls(
            source,
            columns,
            constants,
            datum,
            cities.get(session).time_zone,
            categories,
            {row.code: row.id for row in session.query(Department.id, Department.code)},
            AreaLookup.build(grids, grids["code"].to_list()),
            np.append(grids["id"].to_numpy(dtype=np.int64), -1),
            areas.changed_at(session, now),
        )

    def judge(self, table: pd.DataFrame, tell: Tell) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that can be staged; ``tell`` row, cause and detail of the others."""
        good = pd.Series(True, index=table.index)

        def refuse(bad: pd.Series, cause: str, name: str) -> None:
            rows = np.flatnonzero((bad & good).to_numpy())
            if len(rows) == 0:
                return
            told, column = self._texts(table, name), self.columns.get(name, name)
            for at in rows:
                value = str(told.iloc[at])[:60]
                tell(int(table.index[at]) + 1, cause, f"{column} is {value!r}")
            good.loc[bad] = False

        keys = self._texts(table, "source_id").str.strip()
        refuse(keys == "", "no_id", "source_id")
        category = self._texts(table, "category").str.strip().map(self.categories)
        refuse(category.isna(), "unknown_category", "category")
        lon, lat = (pd.to_numeric(self._texts(table, n), errors="coerce") for n in ("lon", "lat"))
        refuse(~lon.between(-180, 180), "no_position", "lon")
        refuse(~lat.between(-90, 90), "no_position", "lat")
        times = {name: self._moments(table, name) for name in TIMES}
        refuse(times["reported_at"].isna(), "no_time", "reported_at")
        status = self._texts(table, "status").str.strip().str.lower().replace("", "reported")
        refuse(~status.isin(STATUSES), "unknown_status", "status")
        department = self._texts(table, "department").map(self.departments)
        there_lon, there_lat = convert_datum(lon.to_numpy(), lat.to_numpy(), self.datum, "wgs84")
        frame = pd.DataFrame(
            {
                "row": table.index + 1,
                "id": [str(uuid5(NAMESPACE_URL, f"{self.source}:{key}")) for key in keys],
                "source_id": keys,
                "category_id": category.astype("Int64"),
                "department_id": department.astype("Int64"),
                "status": status,
                "description": _or_none(self._texts(table, "description").str.slice(0, MAX_TEXT)),
                "address": _or_none(self._texts(table, "address").str.slice(0, MAX_TEXT)),
                "lon": there_lon,
                "lat": there_lat,
                "raw_lon": lon,
                "raw_lat": lat,
                "datum": self.datum,
                **times,
                "grid_id": self._grids(there_lon, there_lat, times["reported_at"]),
            },
            index=table.index,
        )
        kept = frame[good]
        columns = [kept[name].astype(object).where(kept[name].notna(), None) for name in kept]
        return zip(*columns, strict=True)

    def _texts(self, table: pd.DataFrame, name: str) -> pd.Series:
        if name in self.constants:
            return pd.Series(self.constants[name], index=table.index, dtype="str")
        if name not in self.columns:
            return pd.Series("", index=table.index, dtype="str")
        return table[self.columns[name]].str.replace("\0", "", regex=False)

    def _moments(self, table: pd.DataFrame, name: str) -> pd.Series:
        """Return moments in UTC; a time without a zone is the city's own."""
        texts = self._texts(table, name).str.strip()
        zoned = texts.str.contains(_ZONED)
        moments = pd.to_datetime(texts.where(zoned), utc=True, errors="coerce", format="ISO8601")
        local = pd.to_datetime(texts.where(~zoned), errors="coerce", format="ISO8601")
        # The hour that the clocks repeat is taken as its second; the one they skip moves on.
        repeated = np.zeros(len(local), dtype=bool)
        placed = local.dt.tz_localize(
            self.time_zone, ambiguous=repeated, nonexistent="shift_forward"
        )
        return moments.fillna(placed.dt.tz_convert("UTC"))

    def _grids(self, lon: FloatArray, lat: FloatArray, reported_at: pd.Series) -> pd.Series:
        """Return keys of grids; missing where there is none or where an older border counts."""
        ids = self.grid_ids[self.lookup.find(lon, lat)]
        known = pd.Series(ids >= 0, index=reported_at.index)
        if self.grids_since is not None:
            known &= reported_at >= self.grids_since
        return pd.Series(ids, index=reported_at.index, dtype="Int64").where(known)


def _or_none(texts: pd.Series) -> pd.Series:
    return texts.where(texts != "")
