"""Population and households of Shenzhen's communities and units.

Real: 18 community populations and the totals of both districts (census 2020). All the rest is
synthetic and only made to fit these.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.demo.build.households import apportion
from geodata.demo.build.shenzhen_register import METRIC_EPSG

COUNTIES = "county_2020_selected.csv"
# Large communities hold hills and harbours: people grow slower than land.
AREA_POWER = 0.6
# What a street's communities leave over is mostly park, hill, port or island.
LEFTOVER_FACTOR = 0.15
# Spread of unit sizes, and the share of units where nobody lives.
UNIT_SIGMA = 0.45
EMPTY_SHARE = 0.06


def census(folder: Path) -> pd.DataFrame:
    """Return population and households of both districts, by 12-digit code."""
    table = pd.read_csv(folder / COUNTIES, dtype={"区划代码": str})
    table = table.set_index(table["区划代码"] + "000000")
    return table[["人口数_合计", "家庭户数"]].set_axis(["population", "households"], axis=1)


def people_of_communities(communities: gpd.GeoDataFrame, folder: Path) -> pd.DataFrame:
    """Return population and households per community; district totals are the census'.

    A known population stays; the rest of the district's people is shared out by area to the
    power of 0.6. Placeholder communities beside others of their street count little. Households
    follow population.
    """
    totals = census(folder)
    district = pd.Series(communities.index.str[:6] + "000000", index=communities.index)
    known = communities["population"].fillna(0).round().astype("int64")
    rest = (totals["population"].reindex(district.unique()) - known.groupby(district).sum()).astype(
        "int64"
    )
    area = communities.to_crs(METRIC_EPSG).area
    weight = (area**AREA_POWER).where(communities["population"].isna(), 0.0)
    has_others = communities.groupby("parent")["is_placeholder"].transform("all").eq(False)
    weight[communities["is_placeholder"] & has_others] *= LEFTOVER_FACTOR
    population = known + apportion(rest, district, weight)
    households = apportion(totals["households"].reindex(rest.index), district, population)
    return pd.DataFrame({"population": population, "households": households})


def people_of_units(
    units: gpd.GeoDataFrame, communities: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Share each community's people out to its units, unevenly but exactly."""
    size = np.exp(rng.normal(0, UNIT_SIGMA, len(units)))
    size[rng.random(len(units)) < EMPTY_SHARE] = 0.0
    household_size = 1 + 0.2 * rng.random(len(units))
    community = units["community_code"]
    households = apportion(communities["households"], community, pd.Series(size, units.index))
    population = apportion(communities["population"], community, households * household_size)
    return pd.DataFrame({"households": households, "population": population})
