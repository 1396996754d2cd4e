"""Layers as the analyses read them: shapes with a code and a name."""

from __future__ import annotations

import geopandas as gpd

from geodata.commands import inputs
from geodata.importers.identifiers import find_id_column

# Names that no column of a file has, so that nothing is overwritten.
CODE, PARENT, NAME = "area code", "parent code", "area name"


def coded(frame: gpd.GeoDataFrame, id_column: str | None) -> gpd.GeoDataFrame:
    """Return the shapes of ``frame`` with the columns CODE (text) and, where it has one, NAME.

    The codes are those of ``id_column``, else of id or code, else the numbers of the rows.
    """
    column = find_id_column(frame, id_column, frame.attrs["source"])
    shapes = gpd.GeoDataFrame(geometry=frame.geometry)
    shapes.attrs = {**frame.attrs, "id_column": column}
    frame.attrs["id_column"] = column
    shapes[CODE] = inputs.id_texts(inputs.ids(frame))
    name = inputs.find_name_column(frame, column)
    if name is not None:
        shapes[NAME] = frame[name].astype(object).where(frame[name].notna(), None)
    return shapes
