"""Build Shenzhen's Futian and Nanshan: real boundaries, synthetic people and incidents."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import shapely

from geodata.demo.build import (
    areas,
    pack,
    shenzhen_incidents,
    shenzhen_people,
    shenzhen_register,
    shenzhen_units,
)
from geodata.demo.build.areas import AreaName
from geodata.demo.build.shenzhen_categories import DEPARTMENTS, category_rows
from geodata.demo.build.shenzhen_findings import find_all
from geodata.demo.build.shenzhen_incidents import TIME_ZONE
from geodata.demo.build.shenzhen_names import CITY_NAMES, TIERS, name_all
from geodata.demo.build.shenzhen_register import CITY_CODE, METRIC_EPSG, Register
from geodata.demo.build.shenzhen_tiers import Communities, tile_communities
from geodata.geometry import as_multipolygon

SEED = 4403
VALID_FROM = datetime(2026, 1, 1, tzinfo=ZoneInfo(TIME_ZONE))
# From this on, a community's outline differs from the published one by more than noding does.
CHANGED_M2 = 100.0
ATTRIBUTION = [
    "(c) OpenStreetMap contributors (ODbL 1.0), via grumoon/shenzhen-footprint",
    "Vonng/adcode (CC BY 4.0)",
    "census 2020 via leiii/census (MIT)",
    "units, households, addresses and incidents are synthetic (模拟数据)",
]
NOTES = (
    "The city is the union of the two districts shown, not all of Shenzhen. Boundaries down to the "
    "communities and district totals are real; units, grids, households per unit, addresses, "
    "officers and incidents are synthetic (模拟数据)."
)


def build(source: Path, target: Path) -> None:
    """Read ``source``/shenzhen and write the packed city into ``target``."""
    folder = source / "shenzhen"
    register = shenzhen_register.read(folder)
    communities = tile_communities(register)
    people = shenzhen_people.people_of_communities(communities.frame, folder)
    units = shenzhen_units.build(communities.frame, people, seed=SEED)
    units["grid_code"] = areas.number_units(units, metric_epsg=METRIC_EPSG, seed=SEED)
    names = name_all(register, communities.frame, units["grid_code"])
    tree = areas.build(units, names, valid_from=VALID_FROM, synthetic_tiers=frozenset({5}))
    incidents = shenzhen_incidents.build(units, names, seed=SEED)
    target.mkdir(parents=True, exist_ok=True)
    pack.write_layer(tree, target / "areas.parquet")
    pack.write_layer(units, target / "units.parquet")
    pack.write_layer(
        _official_outlines(register, communities), target / "official_outlines.parquet"
    )
    pack.write_table(incidents, target / "incidents.parquet")
    pack.write_layer(_no_backdrop(), target / "backdrop.parquet")
    pack.write_table(_addresses(units, names), target / "addresses.parquet")
    pack.write_json_rows(find_all(register, communities), target / "findings.json")
    pack.write_json(_city(tree), target / "city.json")


def _official_outlines(register: Register, communities: Communities) -> gpd.GeoDataFrame:
    """Published outlines (rings mended) of the communities that the tiling changed."""
    published = register.communities.geometry
    tiled = communities.frame.geometry[published.index]
    change = gpd.GeoSeries(
        shapely.symmetric_difference(published.to_numpy(), tiled.to_numpy()),
        index=published.index,
        crs=4326,
    )
    changed = published[change.to_crs(METRIC_EPSG).area >= CHANGED_M2]
    outlines = [as_multipolygon(shapely.normalize(shape)) for shape in changed]
    return gpd.GeoDataFrame({"area_code": changed.index.to_numpy()}, geometry=outlines, crs=4326)


def _no_backdrop() -> gpd.GeoDataFrame:
    """No open layer of Shenzhen's roads and water is at hand, and none is invented."""
    empty = {column: pd.Series(dtype="str") for column in ("kind", "class", "name")}
    return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([], crs=4326))


def _addresses(units: gpd.GeoDataFrame, names: dict[str, AreaName]) -> pd.DataFrame:
    """One synthetic address inside every unit."""
    places = shapely.point_on_surface(units.geometry.to_numpy())
    street = units["community_code"].str[:9] + "000"
    number = units["code"].str.split("U").str[1].astype(int)
    zh = {code: name.name_zh for code, name in names.items()}
    text = street.map(zh) + units["community_code"].map(zh) + number.astype(str) + "号（模拟）"
    return pd.DataFrame(
        {
            "code": [f"A{position:06d}" for position in range(1, len(units) + 1)],
            "text": text,
            "is_synthetic": True,
            "lon": shapely.get_x(places).round(6),
            "lat": shapely.get_y(places).round(6),
        }
    )


def _city(tree: gpd.GeoDataFrame) -> dict[str, object]:
    period = (shenzhen_incidents.START, shenzhen_incidents.END)
    return {
        "key": "shenzhen",
        "code": CITY_CODE,
        "name": CITY_NAMES[0],
        "name_zh": CITY_NAMES[1],
        "metric_epsg": METRIC_EPSG,
        "time_zone": TIME_ZONE,
        "bbox": [round(float(edge), 6) for edge in tree.total_bounds],
        "attribution": ATTRIBUTION,
        "is_synthetic": True,
        "period": [pd.Timestamp(moment).tz_convert("UTC").isoformat() for moment in period],
        "tiers": [{"level": n, "name": name, "name_zh": zh} for n, name, zh in TIERS],
        "departments": [
            {"code": code, "name": name, "name_zh": zh} for code, name, zh in DEPARTMENTS
        ],
        "categories": category_rows(),
        "notes": NOTES,
    }
