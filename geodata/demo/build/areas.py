"""Build all five tiers upward from the units, so that nesting and totals are exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import pandas as pd
import shapely

from geodata import codes
from geodata.demo.build.borders import bridged, shared_borders
from geodata.demo.build.draw_grids import draw
from geodata.geometry import as_multipolygon


@dataclass(frozen=True)
class AreaName:
    """What an area is called; ``local_id`` is the name that its own register uses."""

    name: str
    name_zh: str
    local_id: str | None = None


def number_units(units: gpd.GeoDataFrame, *, metric_epsg: int, seed: int) -> pd.Series:
    """Draw grids in every community and return each unit's 15-digit grid code.

    ``units`` has community_code, households and geometry (EPSG:4326). Grids are numbered west to
    east, north to south, by their centroid in the metric CRS.
    """
    owner = pd.factorize(units["community_code"], sort=True)[0].astype("int64")
    households = units["households"].to_numpy(dtype=float)
    shapes = units.geometry.to_numpy()
    borders = bridged(shared_borders(shapes).within(owner), shapes, owner)
    drawn = draw(owner, households, borders, seed=seed)
    key = pd.Series(drawn, index=units.index, name="grid")
    grids = union_by(units, [units["community_code"], key])
    centre = grids.to_crs(metric_epsg).centroid
    numbered = pd.Series(index=grids.index, dtype=object)
    for community, centres in centre.groupby(level=0):
        numbered[centres.index] = codes.number_grids(str(community), centres.x, centres.y)
    pairs = pd.MultiIndex.from_arrays([units["community_code"], key])
    return pd.Series(numbered.reindex(pairs).to_numpy(), index=units.index)


def build(
    units: gpd.GeoDataFrame,
    names: Mapping[str, AreaName],
    *,
    valid_from: datetime,
    synthetic_tiers: frozenset[int],
) -> gpd.GeoDataFrame:
    """Return the areas of tiers 1 to 5, ordered by tier and code.

    ``units`` has grid_code, households, population and geometry. Every tier is the union of the
    tier below. ``names`` holds every code of every tier.
    """
    level = units[["grid_code", "households", "population", "geometry"]]
    level = level.rename(columns={"grid_code": "code"})
    tiers = []
    for tier in (5, 4, 3, 2, 1):
        counts = level.groupby("code")[["households", "population"]].sum()
        frame = gpd.GeoDataFrame(counts, geometry=union_by(level, level["code"]), crs=4326)
        frame = frame.reset_index()
        frame["tier"] = tier
        frame["parent_code"] = [codes.parent_of(code, tier) for code in frame["code"]]
        tiers.append(frame)
        level = frame.assign(code=frame["parent_code"])
    areas = gpd.GeoDataFrame(pd.concat(tiers[::-1], ignore_index=True), crs=4326)
    return _label(areas, names, valid_from, synthetic_tiers)


def union_by(frame: gpd.GeoDataFrame, key: pd.Series | list[pd.Series]) -> gpd.GeoSeries:
    """Unite the polygons of a coverage by a key; shared edges vanish, all other vertices stay."""
    united = frame.geometry.groupby(key, sort=True).agg(
        lambda shapes: shapely.coverage_union_all(shapes.to_numpy())
    )
    return gpd.GeoSeries(united, crs=frame.crs)


def _label(
    areas: gpd.GeoDataFrame,
    names: Mapping[str, AreaName],
    valid_from: datetime,
    synthetic_tiers: frozenset[int],
) -> gpd.GeoDataFrame:
    label = [names[code] for code in areas["code"]]
    areas["name"] = [one.name for one in label]
    areas["name_zh"] = [one.name_zh for one in label]
    areas["local_id"] = [one.local_id for one in label]
    areas["grid_type"] = areas["tier"].map({5: "base"}).astype(object)
    areas["is_synthetic"] = areas["tier"].isin(synthetic_tiers)
    areas["valid_from"] = pd.Timestamp(valid_from).tz_convert("UTC")
    areas["geometry"] = [as_multipolygon(shapely.normalize(shape)) for shape in areas.geometry]
    columns = ["code", "tier", "parent_code", "name", "name_zh", "local_id", "grid_type"]
    return areas[[*columns, "households", "population", "is_synthetic", "valid_from", "geometry"]]
