"""Washington's streets, water and bridges as packed, in metres."""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd

from geodata.analyses import street_network
from geodata.analyses.street_network import StreetNetwork
from geodata.demo.packed import open_city

CRS = 26985
# Nobody patrols a motorway on foot.
NOT_WALKED = ("motorway", "ramp")


@lru_cache
def backdrop() -> gpd.GeoDataFrame:
    return open_city("dc").layer("backdrop").to_crs(CRS)


@lru_cache
def network(*, has_bridges: bool = True) -> StreetNetwork:
    """The streets that a person walks, with the water as a barrier."""
    layer = backdrop()
    roads = layer[(layer["kind"] == "road") & ~layer["class"].isin(NOT_WALKED)]
    bridges = layer[layer["kind"] == "bridge"] if has_bridges else None
    return street_network.build(
        roads.explode(), barriers=layer[layer["kind"] == "water"], bridges=bridges
    )


@lru_cache
def areas(tier: int) -> gpd.GeoDataFrame:
    layer = open_city("dc").layer("areas")
    return layer[layer["tier"] == tier].to_crs(CRS).reset_index(drop=True)


@lru_cache
def units() -> gpd.GeoDataFrame:
    return open_city("dc").layer("units").to_crs(CRS)
