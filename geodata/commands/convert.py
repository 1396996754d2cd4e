"""`geodata convert`: from one datum to another."""

from __future__ import annotations

from pathlib import Path

import click
import geopandas as gpd
import numpy as np
import shapely

from geodata import crs
from geodata.commands import options
from geodata.commands.progress import say, steps
from geodata.crs import FloatArray
from geodata.exporters.csv import wkt_cells
from geodata.exporters.output import Output
from geodata.importers.layers import read_layer


@click.command()
@click.option("--from", "source", required=True, type=click.Choice(crs.DATUMS), help="Datum of IN.")
@click.option("--to", "target", required=True, type=click.Choice(crs.DATUMS), help="Datum of OUT.")
@click.option("--lon", metavar="COL", help="Longitude in a CSV [default: guessed].")
@click.option("--lat", metavar="COL", help="Latitude in a CSV [default: guessed].")
@options.reading
@click.argument("infile", metavar="IN")
@click.argument("outfile", metavar="OUT", type=options.OUT_LAYER)
def convert(
    *,
    source: str,
    target: str,
    lon: str | None,
    lat: str | None,
    input_crs: int | None,
    max_vertices: int,
    infile: str,
    outfile: Path,
) -> None:
    """Convert the coordinates of IN between the datums of Chinese maps, and its format.

    gcj02 is that of most Chinese online maps, bd09 that of Baidu. Columns and rows stay as they
    are; shapes are moved, not judged, so an invalid one stays invalid.

    \b
    Example:
      geodata convert --from gcj02 --to wgs84 communities.geojson communities.gpkg
    """
    with steps(3) as begin, Output() as output:
        begin("reading")
        layer = read_layer(
            infile,
            crs=input_crs,
            lon=lon,
            lat=lat,
            allow_missing=True,
            allow_invalid=True,
            max_vertices=max_vertices,
        )
        begin("converting")
        converted = convert_layer(layer, source, target)
        begin("writing")
        output.layer(converted, outfile)
    say(f"{len(layer):,} rows converted from {source} to {target}", *output.notes)
    if source != target and _is_unmoved(layer, converted):
        say("no coordinate has changed: outside of China the datums do not differ")


def convert_layer(layer: gpd.GeoDataFrame, source: str, target: str) -> gpd.GeoDataFrame:
    """Return ``layer`` with its coordinates, as degrees, in another datum."""
    degrees = layer.to_crs(_epsg(source)) if layer.crs.is_projected else layer

    def move(positions: FloatArray) -> FloatArray:
        lon, lat = crs.convert_datum(positions[:, 0], positions[:, 1], source, target)
        return np.column_stack([lon, lat])

    shapes = shapely.transform(degrees.geometry.to_numpy(), move)
    converted = degrees.set_crs(_epsg(target), allow_override=True)
    converted = converted.set_geometry(shapes, crs=_epsg(target))
    converted.attrs = dict(layer.attrs)
    return _with_own_columns(converted)


def _with_own_columns(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Write the new coordinates into the columns of a CSV that held the old ones."""
    names = layer.attrs.get("coordinate_columns", [])
    shapes = layer.geometry.to_numpy()
    if len(names) == 1:
        layer[names[0]] = wkt_cells(shapes)
    for name, axis in zip(names, (shapely.get_x, shapely.get_y), strict=False):
        if len(names) == 2:
            numbers = axis(shapes).tolist()
            layer[name] = ["" if np.isnan(number) else repr(number) for number in numbers]
    return layer


def _epsg(datum: str) -> int:
    return crs.CGCS2000_EPSG if datum == "cgcs2000" else crs.STORAGE_EPSG


def _is_unmoved(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> bool:
    if {before.crs.is_projected, after.crs.is_projected} == {True, False}:
        return False
    old, new = (shapely.get_coordinates(frame.geometry.to_numpy()) for frame in (before, after))
    return bool(np.array_equal(old, new))
