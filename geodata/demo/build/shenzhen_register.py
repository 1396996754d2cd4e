"""Futian and Nanshan: streets and communities, each with its code and its place in the tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.demo.build.backdrop import mend
from geodata.demo.build.shenzhen_codes import CodeTable, assign
from geodata.demo.build.source import read_layer

METRIC_EPSG = 4547
CITY_CODE = "440300000000"
DISTRICTS = {"福田区": "440304000000", "南山区": "440305000000"}


@dataclass(frozen=True)
class Register:
    """What the sources say, and what was settled.

    ``streets`` is indexed by code: name, district, source_code, geometry. ``communities`` is
    indexed by code: name, street (as the source says), parent (code of the street it is placed
    in), population, how (table, name or assigned), is_valid, source_geometry, geometry (mended).
    ``outside`` are communities that touch neither district.
    """

    streets: gpd.GeoDataFrame
    communities: gpd.GeoDataFrame
    outside: gpd.GeoDataFrame


def read(folder: Path) -> Register:
    """Read the WGS-84 layers and settle codes and parents."""
    table = CodeTable.read(folder)
    streets = _streets(folder, table)
    communities = read_layer(folder, "communities_wgs84")
    communities = communities[communities["district"].isin(DISTRICTS)].copy()
    communities["is_valid"] = communities.geometry.is_valid
    communities["source_geometry"] = communities.geometry
    communities = mend(communities)
    communities["parent"] = _parents(communities, streets)
    is_inside = communities["parent"].notna()
    return Register(streets, _with_codes(communities[is_inside], table), communities[~is_inside])


def _streets(folder: Path, table: CodeTable) -> gpd.GeoDataFrame:
    """Return the streets by the table's codes: the layer has those of two streets swapped."""
    streets = read_layer(folder, "streets_wgs84")
    streets = streets[streets["district"].isin(DISTRICTS)].rename(columns={"code12": "source_code"})
    streets["code"] = [
        table.town_code(DISTRICTS[row.district], row.name_zh)
        for row in streets.rename(columns={"name": "name_zh"}).itertuples()
    ]
    return streets.set_index("code").sort_index()


def _parents(communities: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> pd.Series:
    """Place a community in its own street, or, where it lies wholly elsewhere, in that street."""
    own = communities["street"].map(pd.Series(streets.index, index=streets["name"]))
    parents = []
    for shape, code in zip(communities.geometry, own, strict=True):
        shared = shapely.area(shapely.intersection(streets.geometry.to_numpy(), shape))
        if shared[streets.index.get_loc(code)] > 0:
            parents.append(code)
        else:
            parents.append(streets.index[int(shared.argmax())] if shared.max() > 0 else None)
    return pd.Series(parents, index=communities.index, dtype=object)


def _with_codes(communities: gpd.GeoDataFrame, table: CodeTable) -> gpd.GeoDataFrame:
    """Give each community its code: the source's, else by name, else a free one from 601."""
    communities = communities.sort_values("osm_id").copy()
    communities["code"] = communities["code12_2016"]
    communities["how"] = communities["code"].notna().map({True: "table", False: None})
    for row in communities[communities["code"].isna()].itertuples():
        code = table.community_code(row.parent, row.name)
        if code is not None and code not in set(communities["code"]):
            communities.loc[row.Index, ["code", "how"]] = [code, "name"]
    used = set(communities["code"].dropna())
    for row in communities[communities["code"].isna()].itertuples():
        communities.loc[row.Index, ["code", "how"]] = [assign(row.parent, used), "assigned"]
    astray = communities[communities["code"].str[:9] != communities["parent"].str[:9]]
    if len(astray):
        raise ValueError(f"codes of another street: {astray['name'].tolist()}")
    return communities.set_index("code").sort_index()
