"""Excel (.xlsx): one sheet, read like a CSV, opened in the jail."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.formula_cells import unescape_cell
from geodata.importers.archive import open_archive
from geodata.importers.csv import located
from geodata.importers.jail import open_table_in_jail
from geodata.importers.refusal import refusal
from geodata.importers.request import ReadRequest

_WORKBOOK = "xl/workbook.xml"
# A document type is where an XML file declares entities; a spreadsheet has none.
_DOCTYPE = b"<!doctype"
_HEAD_BYTES = 4096


def read(path: Path, request: ReadRequest) -> gpd.GeoDataFrame:
    """Read a sheet with a column of longitude and one of latitude, or one of WKT.

    Raises InvalidInputError.
    """
    return located(read_table(path, request.layer), request, path.name)


def read_table(path: Path, sheet: str | None = None) -> pd.DataFrame:
    """Read a sheet (the first by default) as it stands, every cell text.

    Raises InvalidInputError.
    """
    _check(path)
    table = open_table_in_jail(path, path.name, sheet=sheet)
    for name in table.columns:
        if table[name].str.startswith("'").any():
            table[name] = table[name].map(unescape_cell).astype("str")
    return table


def _check(path: Path) -> None:
    with open_archive(path) as archive:
        if _WORKBOOK not in archive.namelist():
            raise refusal(path.name, "this zip is not an Excel workbook (.xlsx)")
        for member in archive.infolist():
            with archive.open(member) as stream:
                if _DOCTYPE in stream.read(_HEAD_BYTES).lower():
                    cause = f"{member.filename} declares a document type, which is not accepted"
                    raise refusal(path.name, cause)
