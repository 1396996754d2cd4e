"""Synthetic units of Futian and Nanshan: blocks of about 85 households."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.demo.build.shenzhen_people import people_of_units
from geodata.demo.build.shenzhen_register import METRIC_EPSG
from geodata.demo.build.shenzhen_tiers import NODING
from geodata.demo.build.synthetic_blocks import cut
from geodata.demo.build.tiling import PieceRule, tile
from geodata.geometry import as_multipolygon

HOUSEHOLDS_PER_UNIT = 85
RULE = PieceRule(remnant_m2=1_500.0)


def build(communities: gpd.GeoDataFrame, people: pd.DataFrame, *, seed: int) -> gpd.GeoDataFrame:
    """Return units that tile the communities: code, community_code, people, geometry.

    ``communities`` is indexed by code, EPSG:4326; ``people`` holds its households and population.
    """
    pieces = _blocks(communities, people["households"], seed)
    tiled = tile(communities, pieces, metric_epsg=METRIC_EPSG, rule=RULE, noding=NODING).units
    units = gpd.GeoDataFrame(
        {"community_code": tiled["parent"].to_numpy()},
        geometry=[as_multipolygon(shapely.normalize(shape)) for shape in tiled.geometry],
        crs=4326,
    )
    centre = units.to_crs(METRIC_EPSG).centroid
    units = units.assign(x=centre.x, y=-centre.y).sort_values(["community_code", "x", "y"])
    units = units.drop(columns=["x", "y"]).reset_index(drop=True)
    number = units.groupby("community_code").cumcount() + 1
    units["code"] = units["community_code"] + "U" + number.astype(str).str.zfill(4)
    rng = np.random.default_rng([seed, 1])
    units[["households", "population"]] = people_of_units(units, people, rng)
    units["is_synthetic"] = True
    columns = ["code", "community_code", "households", "population", "is_synthetic", "geometry"]
    return units[columns]


def _blocks(communities: gpd.GeoDataFrame, households: pd.Series, seed: int) -> gpd.GeoDataFrame:
    """Cut each part of each community into its share of blocks."""
    metric = communities.to_crs(METRIC_EPSG)
    rows = []
    for code, shape in metric.geometry.items():
        rng = np.random.default_rng([seed, int(str(code))])
        count = max(1, round(households[code] / HOUSEHOLDS_PER_UNIT))
        for part in as_multipolygon(shape).geoms:
            share = max(1, round(count * part.area / shape.area))
            rows += [(code, block) for block in cut(part, share, rng)]
    blocks = gpd.GeoDataFrame(rows, columns=["parent", "geometry"], crs=METRIC_EPSG)
    return blocks.to_crs(4326)
