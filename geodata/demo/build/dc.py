"""Build Washington, D.C.: five tiers, blocks, requests, backdrop, addresses, findings."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import shapely

from geodata.demo.build import addresses, areas, dc_backdrop, pack
from geodata.demo.build.dc_categories import DEPARTMENTS, category_rows
from geodata.demo.build.dc_findings import find_all
from geodata.demo.build.dc_names import (
    CITY_CODE,
    CITY_NAMES,
    TIERS,
    code_of,
    grid_names,
    names_of,
)
from geodata.demo.build.dc_requests import TIME_ZONE, read_requests
from geodata.demo.build.households import apportion
from geodata.demo.build.linework import NodingRule
from geodata.demo.build.source import read_layer
from geodata.demo.build.tiling import PieceRule, Tiling, tile
from geodata.geometry import as_multipolygon

METRIC_EPSG = 26985
# SMD lines are given to 9 decimals (0.1 mm) and stay as they are. Blocks are estimates: their
# lines are noded to 0.2 m, and drawn onto an SMD line within 2 m.
NODING = NodingRule(grid_deg=1e-9, piece_grid_deg=2e-6, snap_deg=2e-5)
# A foreign part of a block of at least one unit cell (万米单元网格, 10,000 m2) stands alone.
REMNANT_M2 = 10_000.0
SEED = 2013
VALID_FROM = datetime(2013, 1, 1, tzinfo=ZoneInfo(TIME_ZONE))
PERIOD = ("2016-07-08T04:00:00Z", "2016-08-17T04:00:00Z")
# The Capitol, from which the city's streets are numbered.
CAPITOL = shapely.Point(-77.00906, 38.88987)
ATTRIBUTION = ["DC Government, opendata.dc.gov (CC BY 4.0)", "US Census Bureau"]
NOTES = (
    "Grids are a first draw of this project, not an official division. Households are census "
    "housing units of 2010 shared out to blocks; addresses are derived from street centrelines."
)


def build(source: Path, target: Path) -> None:
    """Read ``source``/dc and write the packed city into ``target``."""
    folder = source / "dc"
    smds = read_layer(folder, "t4_smd_2013").set_index("id").sort_index()
    tiling = tile_blocks(folder, smds)
    units = describe_units(folder, tiling)
    units["grid_code"] = areas.number_units(units, metric_epsg=METRIC_EPSG, seed=SEED)
    tree = areas.build(units, _names(units), valid_from=VALID_FROM, synthetic_tiers=frozenset())
    target.mkdir(parents=True, exist_ok=True)
    pack.write_layer(tree, target / "areas.parquet")
    pack.write_layer(units.sort_values("code"), target / "units.parquet")
    pack.write_layer(_official_outlines(folder), target / "official_outlines.parquet")
    pack.write_table(read_requests(folder), target / "incidents.parquet")
    pack.write_layer(dc_backdrop.build(folder), target / "backdrop.parquet")
    pack.write_table(_addresses(folder, units), target / "addresses.parquet")
    pack.write_json_rows(find_all(folder, tree, tiling), target / "findings.json")
    pack.write_json(_city(tree), target / "city.json")


def tile_blocks(folder: Path, smds: gpd.GeoDataFrame) -> Tiling:
    """Tile the SMDs with the street blocks; wards, ANCs and the city follow by union.

    Only SMD and block lines are noded. The official outlines of city, wards and ANCs differ from
    the union of their parts by slivers, which noding them too would turn into false faces.
    """
    blocks = read_layer(folder, "street_blocks_derived").rename(columns={"smd": "parent"})
    return tile(
        smds,
        blocks.set_index("id").sort_index(),
        metric_epsg=METRIC_EPSG,
        rule=PieceRule(remnant_m2=REMNANT_M2),
        noding=NODING,
    )


def describe_units(folder: Path, tiling: Tiling) -> gpd.GeoDataFrame:
    """Give units their codes, households and population.

    A block's people stay with the part inside its own SMD; remnants have none. Where a block is
    too thin to be a unit, they go to the unit that lies there.
    """
    units = tiling.units.copy()
    blocks = read_layer(folder, "street_blocks_derived").set_index("id").sort_index()
    housing = read_layer(folder, "block_groups_2010").set_index("id")["housing2010"]
    blocks["households"] = apportion(housing, blocks["bg"], blocks["pop2010_est"])
    for column, source in (("households", "households"), ("population", "pop2010_est")):
        people = units["piece"].map(blocks[source]).where(~units["is_remnant"], 0)
        units[column] = people.fillna(0).astype("int64")
        for block, unit in tiling.swallowed.items():
            units.loc[unit, column] += blocks.loc[block, source]
    units["community_code"] = units["parent"].map(code_of)
    units["code"] = _unit_codes(units)
    units["is_synthetic"] = False
    units["geometry"] = [as_multipolygon(shapely.normalize(shape)) for shape in units.geometry]
    columns = ["code", "community_code", "households", "population", "is_synthetic", "geometry"]
    return units[columns].sort_values("code").reset_index(drop=True)


def _unit_codes(units: gpd.GeoDataFrame) -> pd.Series:
    """Block id; a remnant adds its SMD, and a number where there are several: B00693-8D07-2."""
    code = units["piece"].where(~units["is_remnant"], units["piece"] + "-" + units["parent"])
    repeat = code.groupby(code).cumcount()
    return code.where(repeat == 0, code + "-" + (repeat + 1).astype(str))


def _names(units: gpd.GeoDataFrame) -> dict[str, areas.AreaName]:
    smd_of = {
        code: f"{code[5]}{chr(ord('A') + int(code[6:9]) - 1)}{code[10:]}"
        for code in units["community_code"].unique()
    }
    names = {CITY_CODE: areas.AreaName(*CITY_NAMES, "DC")}
    for smd in smd_of.values():
        for local_id in (f"W{smd[0]}", smd[:2], smd):
            names[code_of(local_id)] = areas.AreaName(*names_of(local_id), local_id)
    for code in units["grid_code"].unique():
        smd, number = smd_of[code[:12]], int(code[12:])
        names[code] = areas.AreaName(*grid_names(smd, number), f"{smd}-{number:02d}")
    return names


def _official_outlines(folder: Path) -> gpd.GeoDataFrame:
    wards = read_layer(folder, "t2_ward_2012").sort_values("id")
    outlines = [as_multipolygon(shapely.normalize(shape)) for shape in wards.geometry]
    return gpd.GeoDataFrame(
        {"area_code": wards["id"].map(code_of).to_numpy()}, geometry=outlines, crs=4326
    )


def _addresses(folder: Path, units: gpd.GeoDataFrame) -> pd.DataFrame:
    roads = read_layer(folder, "roads_tiger2018")
    streets = roads[roads["mtfcc"].isin(["S1200", "S1400"])].to_crs(METRIC_EPSG)
    # Federal route numbers run along streets that have their own name as well.
    streets = streets[~streets["name"].fillna("").str.match(r"(US|State|I-)")]
    origin = gpd.GeoSeries([CAPITOL], crs=4326).to_crs(METRIC_EPSG).iloc[0]
    return addresses.derive(streets, units.to_crs(METRIC_EPSG), origin)


def _city(tree: gpd.GeoDataFrame) -> dict[str, object]:
    return {
        "key": "dc",
        "code": CITY_CODE,
        "name": CITY_NAMES[0],
        "name_zh": CITY_NAMES[1],
        "metric_epsg": METRIC_EPSG,
        "time_zone": TIME_ZONE,
        "bbox": [round(float(edge), 6) for edge in tree.total_bounds],
        "attribution": ATTRIBUTION,
        "is_synthetic": False,
        "period": list(PERIOD),
        "tiers": [{"level": n, "name": name, "name_zh": zh} for n, name, zh in TIERS],
        "departments": [
            {"code": code, "name": name, "name_zh": zh} for code, name, zh in DEPARTMENTS
        ],
        "categories": category_rows(),
        "notes": NOTES,
    }
