"""Tile Futian's and Nanshan's streets with their communities."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geodata.demo.build.linework import NodingRule
from geodata.demo.build.shenzhen_codes import assign
from geodata.demo.build.shenzhen_register import METRIC_EPSG, Register
from geodata.demo.build.tiling import PieceRule, Tiling, tile

# The sources have 6 decimals (0.1 m): so has everything that is built on them.
NODING = NodingRule(grid_deg=1e-6, piece_grid_deg=1e-6, snap_deg=5e-6)
# A part of a community from 1 ha up stays with it. Of what no community covers, a connected part
# from 5 ha up becomes a placeholder community, and the rest goes to a neighbour.
RULE = PieceRule(remnant_m2=10_000.0, keeps_parts=True, bare_m2=50_000.0)
PLACEHOLDER = "未划社区"


@dataclass(frozen=True)
class Communities:
    """The communities that tile the streets, and how they came to do so.

    ``frame`` is indexed by code: name, parent, population (missing where unknown),
    is_placeholder, geometry.
    """

    frame: gpd.GeoDataFrame
    tiling: Tiling


def tile_communities(register: Register) -> Communities:
    """Tile every street; where two communities overlap, the valid ring has the common part."""
    ranked = register.communities.sort_values(["is_valid", "osm_id"], ascending=[False, True])
    pieces = ranked.set_geometry("geometry")[["parent", "geometry"]]
    tiling = tile(register.streets, pieces, metric_epsg=METRIC_EPSG, rule=RULE, noding=NODING)
    frame = tiling.units.rename(columns={"piece": "code"}).copy()
    frame["is_placeholder"] = frame["code"].isna()
    frame["name"] = frame["code"].map(register.communities["name"]).astype(object)
    frame["population"] = frame["code"].map(register.communities["population"])
    _name_placeholders(frame, set(register.communities.index))
    columns = ["name", "parent", "population", "is_placeholder", "geometry"]
    return Communities(frame.set_index("code")[columns].sort_index(), tiling)


def _name_placeholders(frame: gpd.GeoDataFrame, used: set[str]) -> None:
    """Number the placeholders of a street from the largest down."""
    frame["area_deg2"] = [shape.area for shape in frame.geometry]
    placeholders = frame[frame["is_placeholder"]].sort_values("area_deg2", ascending=False)
    for parent, group in placeholders.groupby("parent", sort=True):
        for number, row in enumerate(group.index, start=1):
            frame.loc[row, "code"] = assign(str(parent), used)
            frame.loc[row, "name"] = PLACEHOLDER + (str(number) if len(group) > 1 else "")
    if not pd.Series(frame["code"]).is_unique:
        raise ValueError("two communities share a code")
