"""GeoPackage with one layer."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio

from geodata.exporters.plain_columns import plain_columns
from geodata.exporters.shape_types import one_type

LAYER = "layer"


def write(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
    """Write one layer in the CRS of the frame; single and multi shapes together become multi.

    The key and the geometry column get names that no column has.
    """
    about = {str(name): str(value) for name, value in frame.attrs.get("about", {}).items()}
    frame = plain_columns(frame)
    names = _names([str(name) for name in frame.columns if name != frame.geometry.name])
    frame = frame.rename(columns=names)
    taken = {name.lower() for name in names.values()}
    shaped, geometry_type = one_type(frame)
    pyogrio.write_dataframe(
        shaped,
        path,
        driver="GPKG",
        layer=LAYER,
        dataset_options={"VERSION": "1.3"},  # programs of 2020 read it without a warning
        geometry_type=geometry_type,
        layer_metadata=about or None,
        layer_options={"FID": _free("fid", taken), "GEOMETRY_NAME": _free("geom", taken)},
    )
    changed = [f"{old} to {new}" for old, new in names.items() if old != new]
    return [f"GeoPackage: columns renamed, {', '.join(changed)}"] if changed else []


def _names(names: list[str]) -> dict[str, str]:
    """Return a name for each column; to SQLite ``ID`` and ``id`` are one."""
    unique: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        unique[name] = _free(name or "field", taken)
        taken.add(unique[name].lower())
    return unique


def _free(name: str, taken: set[str]) -> str:
    candidates = [name, *(f"{name}_{i}" for i in range(1, len(taken) + 2))]
    return next(candidate for candidate in candidates if candidate.lower() not in taken)
