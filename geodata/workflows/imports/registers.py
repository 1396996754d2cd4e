"""Registers: how many of something an area held on a day. Counts only, never a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import BigInteger, Date, Integer, Text
from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.models.register_count import MEASURES
from geodata.queries import areas, row_imports
from geodata.queries.row_imports import Target
from geodata.workflows.imports import rows
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.imports.table_judge import TableJudge
from geodata.workflows.progress import Progress

TARGET = Target(
    "register_count",
    ("area_id", "measure", "counted_on", "source"),
    {
        "area_id": BigInteger(),
        "measure": Text(),
        "counted_on": Date(),
        "source": Text(),
        "value": Integer(),
    },
    ("value",),
    {},
)
# Columns that speak of single persons; a file that has one is not a register of counts.
PERSONAL = (
    *("姓名", "身份证", "证件号", "手机", "电话", "出生", "户主"),
    *("id_card", "idcard", "person_name", "full_name", "phone", "mobile", "birth", "passport"),
)


def prepare(
    session: Session, reading: Reading, findings: RowFindings, progress: Progress
) -> Prepared:
    """Judge and compare counts: one row per area and day, one column per measure."""
    judge = rows.judge(reading, None, findings)
    _refuse_persons(list(judge.table.texts.columns))
    progress(30, f"{len(judge):,} rows read")
    measures = [name for name in MEASURES if judge.has(name)]
    if not measures:
        raise InvalidInputError(f"no column holds a count: use {', '.join(MEASURES)}")
    area_ids, days = _areas(session, judge), judge.days("counted_on")
    row_imports.stage(session, TARGET, _counts(judge, reading.source, area_ids, days, measures))
    for row in row_imports.drop_repeated(session, TARGET):
        findings.add(row, "repeated", "this area was counted on this day in an earlier row")
    counts = row_imports.sort_out(session, TARGET)
    return Prepared(
        len(judge),
        {**counts, "refused": int((~judge.good).sum())},
        judge.columns,
        lambda import_id: row_imports.write(session, TARGET, import_id),
    )


def _refuse_persons(columns: list[str]) -> None:
    for column in columns:
        if any(word in column.lower() for word in PERSONAL):
            cause = f"the column {column!r} speaks of persons; a register holds counts only"
            raise InvalidInputError(cause, field=column)


def _areas(session: Session, judge: TableJudge) -> pd.Series:
    ids = areas.ids_by_code(session, datetime.now(UTC))
    found = judge.texts("area_code").map(ids).astype("Int64")
    judge.refuse(found.isna(), "unknown_area", "area_code")
    return found


def _counts(
    judge: TableJudge, source: str, area_ids: pd.Series, days: pd.Series, measures: list[str]
) -> Iterator[tuple[Any, ...]]:
    values = {name: judge.counted(name, may_lack=True) for name in measures}
    for at in judge.good.nonzero()[0]:
        for name, counted in values.items():
            if not pd.isna(counted.iloc[at]):
                day = days.iloc[at].date()
                yield int(at) + 1, int(area_ids.iloc[at]), name, day, source, int(counted.iloc[at])
