"""`geodata locate`: which area holds each point."""

from __future__ import annotations

from pathlib import Path

import click
import geopandas as gpd
import pandas as pd
import shapely

from geodata.analyses.area_lookup import AreaLookup, IntArray
from geodata.commands import inputs, options
from geodata.commands.progress import say, steps
from geodata.exporters.output import Output
from geodata.importers.layers import read_layer

AREA_ID = "area_id"


@click.command()
@options.areas_file
@options.points_file
@options.out_layer
@options.reading
def locate(
    *,
    areas: str,
    id_column: str | None,
    points: str,
    lon: str | None,
    lat: str | None,
    out: Path,
    input_crs: int | None,
    max_vertices: int,
) -> None:
    """Add to each point the id of the area that holds it (column area_id).

    Every row keeps its place and its columns. A point outside of all areas, or without a
    position, gets an empty area_id; on an edge that areas share the lowest id wins.

    \b
    Example:
      geodata locate --areas grids.geojson --id code --points cases.csv --out located.csv
    """
    with steps(4) as begin, Output() as output:
        begin("reading areas")
        polygons = inputs.read_areas(
            areas, id_column, input_crs=input_crs, max_vertices=max_vertices
        )
        begin("reading points")
        cases = read_layer(
            points, kind="points", crs=input_crs, lon=lon, lat=lat, allow_missing=True
        )
        inputs.check_axes(cases, polygons)
        output.notes += polygons.attrs["notes"]
        begin("locating")
        found = find_areas(cases, polygons)
        begin("writing")
        output.layer(_with_area_ids(cases, polygons, found), out)
    _summarise(cases, found, output)


def find_areas(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> IntArray:
    """Return for each point the position of its area, -1 outside and without a position."""
    lookup = AreaLookup.build(areas, inputs.codes(inputs.ids(areas)))
    shapes = inputs.in_crs_of(points, areas).geometry.to_numpy().copy()
    shapes[shapely.is_empty(shapes)] = None
    return lookup.find(shapely.get_x(shapes), shapely.get_y(shapes))


def _with_area_ids(
    points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, found: IntArray
) -> gpd.GeoDataFrame:
    ids = inputs.ids(areas)
    # Integers that may be missing stay integers.
    kind = "Int64" if pd.api.types.is_integer_dtype(ids.dtype) else object
    column = pd.Series(pd.NA if kind == "Int64" else None, index=points.index, dtype=kind)
    inside = found >= 0
    column[inside] = ids.to_numpy(dtype=object)[found[inside]]
    located = points.copy()
    located[AREA_ID] = column
    located.attrs = dict(points.attrs)
    return located


def _summarise(points: gpd.GeoDataFrame, found: IntArray, output: Output) -> None:
    shapes = points.geometry.to_numpy()
    missing = int((shapely.is_missing(shapes) | shapely.is_empty(shapes)).sum())
    inside = int((found >= 0).sum())
    parts = [f"{len(found):,} points: {inside:,} in an area"]
    parts += [f"{len(found) - inside - missing:,} outside"]
    parts += [f"{missing:,} without a position"] * bool(missing)
    say(", ".join(parts), *output.notes)
    if AREA_ID in points:
        say(f"the column {AREA_ID} that the points had is replaced")
