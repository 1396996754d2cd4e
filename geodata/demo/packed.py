"""Read the packed demo cities. Their formats are described in data/README.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.errors import NotFoundError

DATA = Path(__file__).parent / "data"


def city_keys() -> list[str]:
    """Return the keys of the cities that are packed.

    >>> "dc" in city_keys()
    True
    """
    return sorted(path.parent.name for path in DATA.glob("*/city.json"))


@dataclass(frozen=True)
class PackedCity:
    """The files of one packed city; every layer is EPSG:4326.

    >>> open_city("dc").description["metric_epsg"]
    26985
    """

    folder: Path

    @property
    def description(self) -> dict[str, Any]:
        """city.json: names, tiers, categories, departments, attribution."""
        content: dict[str, Any] = json.loads(self._path("city.json").read_text("utf-8"))
        return content

    @property
    def findings(self) -> list[dict[str, Any]]:
        """findings.json: oddities of the sources and what was done about each."""
        rows: list[dict[str, Any]] = json.loads(self._path("findings.json").read_text("utf-8"))
        return rows

    def layer(self, name: str) -> gpd.GeoDataFrame:
        """Read areas, units, official_outlines or backdrop."""
        return gpd.read_parquet(self._path(f"{name}.parquet"))

    def table(self, name: str) -> pd.DataFrame:
        """Read incidents or addresses."""
        return pd.read_parquet(self._path(f"{name}.parquet"))

    def _path(self, name: str) -> Path:
        path = self.folder / name
        if not path.is_file():
            raise NotFoundError(f"the demo city {self.folder.name!r} has no file {name}")
        return path


def open_city(key: str) -> PackedCity:
    """Open a packed city by its key. Raises NotFoundError when there is none."""
    if key not in city_keys():
        raise NotFoundError(f"no demo city {key!r}: choose one of {', '.join(city_keys())}")
    return PackedCity(DATA / key)
