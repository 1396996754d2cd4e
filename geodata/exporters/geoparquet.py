"""GeoParquet 1.1 with WKB geometries, compressed with zstd."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from geodata.exporters.plain_columns import plain_columns


def write(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
    """Write all columns with their kinds, in the CRS of the frame."""
    plain = plain_columns(frame)
    plain.attrs = {}
    plain.to_parquet(path, index=False, compression="zstd")
    return []
