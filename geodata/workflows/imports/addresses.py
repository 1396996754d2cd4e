"""Standard addresses of a file; parts that it does not tell are parsed from the text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from sqlalchemy import Text
from sqlalchemy.orm import Session

from geodata.queries.localities import PARTS
from geodata.queries.row_imports import Target
from geodata.workflows import address_book
from geodata.workflows.imports import rows
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.progress import Progress

TARGET = Target(
    "address",
    ("source", "source_id"),
    {**dict.fromkeys(("source", "source_id", "code", "text"), Text()), "geom": Text()},
    ("code", "text", "geom"),
    # The book takes a changed address apart again.
    {
        **dict.fromkeys(PARTS, "''"),
        **dict.fromkeys(("number", "locality_id", "compound_id"), "NULL"),
    },
)


def prepare(
    session: Session, reading: Reading, findings: RowFindings, progress: Progress
) -> Prepared:
    """Judge and compare addresses; writing completes the address book."""
    judge = rows.judge(reading, "points", findings)
    progress(30, f"{len(judge):,} rows read")
    source_id, text = judge.filled("source_id", "no_id"), judge.filled("text", "no_text")
    shapes = judge.shapes()
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT.value
    for at in np.flatnonzero(~is_point & judge.good):
        judge.tell(int(at), "bad_shape", "an address needs a point")
    told = [part for part in PARTS if judge.has(part)]
    target = _target(told)
    columns = {
        "source": reading.source,
        "source_id": source_id,
        "code": f"{reading.source}:" + source_id,
        "text": text,
        **{part: judge.texts(part) for part in told},
    }
    prepared = rows.prepare(session, target, judge, columns, shapes)

    def write(import_id: object) -> None:
        prepared.write(import_id)  # type: ignore[arg-type]
        progress(85, "address book")
        address_book.complete(session)

    return replace(prepared, write=write)


def _target(told: list[str]) -> Target:
    """Return the target of a file that tells some parts itself: those are compared too."""
    columns = dict(TARGET.columns)
    shape = columns.pop("geom")
    columns |= {**dict.fromkeys(told, Text()), "geom": shape}
    reset = {name: value for name, value in TARGET.reset.items() if name not in told}
    return replace(TARGET, columns=columns, compared=("code", "text", *told, "geom"), reset=reset)
