"""A first look at a file: its columns, some rows, its shapes on the map, and the shift test."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata.importers import csv, field_names
from geodata.importers.layers import ending_of
from geodata.importers.request import Kind
from geodata.workflows.imports import shift, source_table
from geodata.workflows.imports.reading import Reading
from geodata.workflows.imports.source_table import TABLE_ENDINGS, SourceTable

SHOWN_ROWS = 20
SHOWN_SHAPES = 300
# A preview is drawn at the scale of the city: about a metre.
SIMPLER_DEGREES = 1e-5
SHOWN_TEXT = 80
GEOMETRY: dict[str, Kind | None] = {
    "areas": "polygons",
    "units": "polygons",
    "backdrop": "any",
    "addresses": "points",
    "registers": None,
    "incidents": None,
}


def look(session: Session, reading: Reading) -> dict[str, Any]:
    """Return what a person needs to say how a file is to be read.

    ``columns`` of the file, ``guessed`` columns of fields, ``fields`` that there are, ``rows``
    (the first ones), ``row_count`` (of a long CSV those of its first piece), ``features``
    (GeoJSON in WGS-84 as the reading declares the file) and ``datum_shift``. Raises
    InvalidInputError for a file that cannot be read.
    """
    table = _read(reading)
    columns = [str(name) for name in table.texts.columns]
    fields = field_names.FIELDS[reading.kind]
    placed = _placed(reading, table).in_wgs84(reading.datum)
    return {
        "columns": columns,
        "guessed": field_names.guess(reading.kind, columns) | _known(reading, columns),
        "fields": [*fields.names],
        "required": [*fields.required],
        "rows": [
            [cell[:SHOWN_TEXT] for cell in row] for row in table.texts.head(SHOWN_ROWS).values
        ],
        "row_count": len(table.texts),
        "features": _features(placed.shapes),
        "datum_shift": shift.verdict(session, reading.kind, placed.drawn, reading.datum),
    }


def _read(reading: Reading) -> SourceTable:
    kind = GEOMETRY[reading.kind]
    if reading.kind == "incidents":
        first = next(source_table.read_tables(reading.path, crs=reading.crs, layer=reading.layer))
        return SourceTable(first, None)
    if kind is not None and ending_of(reading.path) in TABLE_ENDINGS and not reading.place:
        # A table whose columns of coordinates nobody has named yet is shown without them.
        table = source_table.read(reading.path, None, layer=reading.layer)
        if not csv.has_place(list(table.texts.columns)):
            return table
    return source_table.read(
        reading.path, kind, crs=reading.crs, layer=reading.layer, place=reading.place
    )


def _placed(reading: Reading, table: SourceTable) -> SourceTable:
    """Return a table of incidents with the points that its columns tell."""
    if reading.kind != "incidents" or table.shapes is not None:
        return table
    chosen = field_names.guess("incidents", list(table.texts.columns)) | dict(reading.columns)
    if not {"lon", "lat"} <= set(chosen):
        return table
    lon, lat = (
        pd.to_numeric(table.texts.get(chosen[name]), errors="coerce") for name in ("lon", "lat")
    )
    points = np.full(len(table.texts), None, dtype=object)
    right = (lon.between(-180, 180) & lat.between(-90, 90)).to_numpy()
    points[right] = shapely.points(lon[right], lat[right])
    return replace(table, shapes=points)


def _known(reading: Reading, columns: list[str]) -> dict[str, str]:
    return {field: name for field, name in reading.columns.items() if name in columns}


def _features(shapes: npt.NDArray[np.object_] | None) -> list[dict[str, Any]]:
    if shapes is None:
        return []
    rows = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    chosen = rows[:: max(1, -(-len(rows) // SHOWN_SHAPES))]
    # Validity is not asked here: a shape that is wrong is best seen on the map.
    simple = shapely.simplify(shapes[chosen], SIMPLER_DEGREES, preserve_topology=False)
    drawn = zip(chosen, simple, shapes[chosen], strict=True)
    return [
        {
            "type": "Feature",
            "properties": {"row": int(row) + 1},
            "geometry": json.loads(shapely.to_geojson(thin if not thin.is_empty else full)),
        }
        for row, thin, full in drawn
    ]
