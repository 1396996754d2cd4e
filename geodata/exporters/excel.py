"""Excel (.xlsx), streamed row by row: text is never a formula; a second sheet tells about it."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import geopandas as gpd
import xlsxwriter  # type: ignore[import-untyped]

from geodata.errors import InvalidInputError
from geodata.exporters.csv import cell_columns
from geodata.exporters.json_values import json_value
from geodata.formula_cells import escape_cell

MAX_ROWS = 1_048_575
MAX_CELL_CHARACTERS = 32_767
_EXACT = 2**53


def write(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
    """Write columns as they are; points get ``lon`` and ``lat``, other shapes ``wkt`` (EPSG:4326).

    Text that a spreadsheet would run as a formula gets an apostrophe, links stay text, and
    numbers that Excel would round become text. Raises InvalidInputError for what no sheet holds.
    """
    if len(frame) > MAX_ROWS:
        raise InvalidInputError(f"an Excel sheet holds {MAX_ROWS:,} rows; write .csv instead")
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        # The same layer gives the same file.
        book.set_properties({"created": None})
        _fill(book.add_worksheet("layer"), frame)
        about = book.add_worksheet("about")
        for row, (name, value) in enumerate(frame.attrs.get("about", {}).items()):
            about.write_string(row, 0, str(name))
            about.write_string(row, 1, escape_cell(str(value)))
    return []


def _fill(sheet: Any, frame: gpd.GeoDataFrame) -> None:
    attributes, places = cell_columns(frame)
    header = [*map(str, attributes.columns), *places]
    for at, name in enumerate(header):
        sheet.write_string(0, at, escape_cell(name))
    columns = [attributes.iloc[:, i] for i in range(len(attributes.columns))]
    for row, values in enumerate(zip(*chain(columns, places.values()), strict=True), start=1):
        for at, value in enumerate(values):
            _write_cell(sheet, row, at, json_value(value))


def _write_cell(sheet: Any, row: int, at: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int | float) and abs(value) <= _EXACT:
        sheet.write_number(row, at, value)
    else:
        text = escape_cell(value) if isinstance(value, str) else str(value)
        if len(text) > MAX_CELL_CHARACTERS:
            cause = f"a cell has {len(text):,} characters; Excel holds {MAX_CELL_CHARACTERS:,}"
            raise InvalidInputError(f"row {row}: {cause}; write .csv instead", row=row)
        sheet.write_string(row, at, text)
