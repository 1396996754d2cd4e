"""GeoParquet 1.1 with WKB geometries, compressed with zstd."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from geodata.exporters.json_values import json_value
from geodata.exporters.plain_columns import plain_columns


def write(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
    """Write all columns with their kinds, in the CRS of the frame."""
    plain = plain_columns(frame)
    # pandas keeps attrs in the file's own metadata; JSON is all that fits there.
    plain.attrs = {"about": json_value(frame.attrs["about"])} if frame.attrs.get("about") else {}
    plain.to_parquet(path, index=False, compression="zstd")
    return []
