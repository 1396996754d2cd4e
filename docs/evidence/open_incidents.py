"""Read the public incidents of Toronto and Chicago as the evidence scripts need them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.analyses import lattice
from geodata.analyses.duplicates import deduplicate


class City(NamedTuple):
    """Incidents with ``at`` and ``category`` in a metric CRS, and the outline of the city."""

    name: str
    incidents: gpd.GeoDataFrame
    outline: gpd.GeoDataFrame

    def cells(self, cell_m: float) -> gpd.GeoDataFrame:
        """Lay the lattice over the city."""
        return lattice.cells(self.outline, cell_m)


_SOURCES = {
    "Toronto": (
        "toronto_mci/toronto_mci_2014_2021.csv.gz",
        "toronto_mci/neighbourhoods_158.geojson.gz",
        ("occurrencedate", "MCI", "Long", "Lat"),
        26917,
    ),
    "Chicago": (
        "chicago_311_sanitation/sanitation_code_complaints.csv.gz",
        "chicago_311_sanitation/community_areas_77.geojson.gz",
        ("Creation_Date", "What_is_the_Nature_of_this_Code_Violation", "Longitude", "Latitude"),
        26916,
    ),
}


def read(folder: Path, name: str) -> City:
    """Read one city; incidents without a place or a time are left out."""
    points, outline, columns, epsg = _SOURCES[name]
    table = pd.read_csv(folder / points, usecols=list(columns))[list(columns)]
    table.columns = ["at", "category", "lon", "lat"]
    table = table.dropna(subset=["at", "lon", "lat"])
    table = table[(table["lon"] < -70) & (table["lat"] > 40)].reset_index(drop=True)
    table["at"] = pd.to_datetime(table["at"])
    shapes = gpd.points_from_xy(table["lon"], table["lat"], crs=4326)
    frame = gpd.GeoDataFrame(table[["at", "category"]], geometry=shapes).to_crs(epsg)
    city = gpd.read_file(f"/vsigzip/{folder / outline}").to_crs(epsg)
    return City(name, frame, city)


def collapsed(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep one of the same place, day and category."""
    return deduplicate(incidents, "at", "category")


def places(incidents: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x, y and time."""
    geometry = incidents.geometry
    at = incidents["at"].to_numpy().astype("datetime64[s]")
    return geometry.x.to_numpy(), geometry.y.to_numpy(), at
