"""Read the source layers as they are, without a change."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import geopandas as gpd
import shapely


def read_layer(folder: Path, name: str) -> gpd.GeoDataFrame:
    """Read ``name``.geojson.gz of a source folder as EPSG:4326, rows in file order."""
    path = folder / f"{name}.geojson.gz"
    with gzip.open(path, "rb") as file:
        features = json.load(file)["features"]
    rows = [feature["properties"] for feature in features]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=4326)
