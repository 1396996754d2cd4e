"""Write the packed files, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

COMPRESSION_LEVEL = 19


def write_layer(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoParquet (WKB, zstd, EPSG:4326)."""
    frame.reset_index(drop=True).to_parquet(
        path, index=False, compression="zstd", compression_level=COMPRESSION_LEVEL
    )


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write Parquet (zstd)."""
    frame.reset_index(drop=True).to_parquet(
        path, index=False, compression="zstd", compression_level=COMPRESSION_LEVEL
    )


def write_json(content: Mapping[str, object], path: Path) -> None:
    """Write UTF-8 JSON that a person can read and compare."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_json_rows(rows: Sequence[Mapping[str, object]], path: Path) -> None:
    """Write a JSON list with one row per line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of a folder's files, to compare two builds."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
