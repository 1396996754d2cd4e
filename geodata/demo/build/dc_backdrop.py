"""Washington's roads, water, railways, parks and bridges for the base map."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.demo.build.backdrop import mend, simplify
from geodata.demo.build.source import read_layer

METRIC_EPSG = 26985
# Census feature class codes (MTFCC).
ROAD_CLASSES = {
    "S1100": "motorway",
    "S1200": "primary",
    "S1400": "street",
    "S1630": "ramp",
    "S1640": "service",
    "S1710": "path",
    "S1730": "service",
    "S1820": "path",
}
WATER_CLASSES = {
    "River": "river",
    "Lake": "lake",
    "Pond": "pond",
    "Wastewater Holding Ponds": "basin",
}
RAIL_CLASSES = {
    "Railroad Centerline": "railroad",
    "Hidden Railroad": "railroad_tunnel",
    "Metro Rail Centerline": "metro",
    "Street Car Rail Centerline": "streetcar",
}
BRIDGE_CLASSES = {
    "Bridge": "bridge",
    "Hidden Bridge": "hidden_bridge",
    "Tunnel Entrance": "tunnel_entrance",
}
# A street of the same name that runs this close to a major road's centreline is that road.
SAME_ROAD_M = 30.0


def build(folder: Path) -> gpd.GeoDataFrame:
    """Return kind, class, name, geometry; rings mended, simplified to a metre or two."""
    layers = [
        _polygons(folder, "water_polygons", "water", "kind", WATER_CLASSES, smallest_m2=60.0),
        _polygons(folder, "national_parks", "park", None, {}, smallest_m2=200.0),
        _polygons(folder, "bridges", "bridge", "description", BRIDGE_CLASSES, smallest_m2=0.0),
        _rail(folder),
        _roads(folder),
    ]
    return pd.concat(layers, ignore_index=True)[["kind", "class", "name", "geometry"]]


def broken_rings(folder: Path) -> list[tuple[str, str, shapely.Geometry]]:
    """Return layer, id and shape of every invalid ring of the polygon layers."""
    found = []
    for layer, key in (
        ("water_polygons", "id"),
        ("national_parks", "objectid"),
        ("bridges", "objectid"),
    ):
        rows = read_layer(folder, layer)
        rows = rows[~rows.geometry.is_valid]
        found += [(layer, str(row[key]), row.geometry) for _, row in rows.iterrows()]
    return found


def _polygons(
    folder: Path,
    name: str,
    kind: str,
    column: str | None,
    classes: dict[str, str],
    *,
    smallest_m2: float,
) -> gpd.GeoDataFrame:
    layer = mend(read_layer(folder, name))
    layer["kind"] = kind
    layer["class"] = layer[column].map(classes) if column and classes else kind
    layer["name"] = None
    return simplify(layer, metric_epsg=METRIC_EPSG, tolerance_m=1.5, smallest_m2=smallest_m2)


def _rail(folder: Path) -> gpd.GeoDataFrame:
    layer = read_layer(folder, "railroads")
    layer["class"] = layer["description"].map(RAIL_CLASSES)
    merged = _merge_lines(layer.assign(kind="rail", name=None))
    return simplify(merged, metric_epsg=METRIC_EPSG, tolerance_m=1.5)


def _roads(folder: Path) -> gpd.GeoDataFrame:
    roads = read_layer(folder, "roads_tiger2018").to_crs(METRIC_EPSG)
    roads["class"] = roads["mtfcc"].map(ROAD_CLASSES)
    roads = _raise_arterials(roads, read_layer(folder, "major_roads").to_crs(METRIC_EPSG))
    merged = _merge_lines(roads.to_crs(4326).assign(kind="road"))
    return simplify(merged, metric_epsg=METRIC_EPSG, tolerance_m=1.0)


def _raise_arterials(roads: gpd.GeoDataFrame, major: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Split streets where they run along a major road of the same name; that part is arterial."""
    full_name = major["registeredname"] + " " + major["streettype"] + " " + major["quadrant"]
    corridors = {
        name: shapely.union_all(lines.buffer(SAME_ROAD_M))
        for name, lines in major.geometry.groupby(full_name)
    }
    corridor = roads["name"].str.upper().map(corridors)
    candidate = corridor.notna() & roads["class"].isin(["street", "primary"])
    streets = roads[candidate]
    corridor = gpd.GeoSeries(corridor[candidate], crs=roads.crs)
    inside = streets.set_geometry(streets.intersection(corridor)).assign(**{"class": "arterial"})
    outside = streets.set_geometry(streets.difference(corridor))
    parts = pd.concat([roads[~candidate], inside, outside], ignore_index=True)
    return parts[~parts.geometry.is_empty]


def _merge_lines(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join touching lines of one kind, class and name, so that a name is drawn once per street."""
    layer = layer.assign(name=layer["name"].astype(object).where(layer["name"].notna(), ""))
    rows = []
    for (kind, road_class, name), lines in layer.groupby(["kind", "class", "name"]).geometry:
        parts = shapely.get_parts(shapely.union_all(lines.to_numpy()))
        joined = shapely.line_merge(
            shapely.multilinestrings(parts[shapely.get_type_id(parts) == 1])
        )
        rows += [(kind, road_class, name or None, part) for part in shapely.get_parts(joined)]
    return gpd.GeoDataFrame(rows, columns=["kind", "class", "name", "geometry"], crs=layer.crs)
