"""Which areas lack which public service within a walk (公共服务缺失)."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.analyses import reach, shortest_ways, street_access
from geodata.analyses.street_network import StreetNetwork
from geodata.crs import require_metric
from geodata.errors import InvalidInputError


def find(
    areas: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    network: StreetNetwork,
    *,
    code_column: str,
    area_column: str,
    service_column: str,
    people_column: str | None = None,
    limit_s: float = 900.0,
    required_share: float = 0.5,
    access_m: float = 300.0,
) -> pd.DataFrame:
    """Measure for each area and service how many people have it within ``limit_s``.

    A facility serves whoever is near, whatever area it stands in. An area lacks a service when
    less than ``required_share`` of its people have one within the limit.

    Parameters
    ----------
    areas, places, network, area_column, people_column : as for ``reach.measure``.
    facilities : points (or polygons) in the same CRS; ``service_column`` says what each offers.

    Returns
    -------
    DataFrame, a row per area and service, by code and service: area_code, service, people,
    within_people, within_share, nearest_s (median of the reached places), is_lacking.

    Raises
    ------
    InvalidInputError : as ``reach.measure``; a service missing.

    >>> import shapely
    >>> from geodata.analyses import street_network
    >>> road = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1200, 0)])], crs=26985)
    >>> grid = gpd.GeoDataFrame({"code": ["G1"]}, geometry=[shapely.box(0, 0, 1200, 9)], crs=26985)
    >>> doors = gpd.GeoDataFrame({"grid": ["G1"]}, geometry=gpd.points_from_xy([1200], [0]),
    ...                          crs=26985)
    >>> clinic = gpd.GeoDataFrame({"kind": ["clinic"]}, geometry=gpd.points_from_xy([0], [0]),
    ...                           crs=26985)
    >>> find(grid, doors, clinic, street_network.build(road), code_column="code",
    ...      area_column="grid", service_column="kind")["is_lacking"].tolist()
    [True]
    """
    require_metric(areas)
    if facilities.crs != areas.crs:
        raise InvalidInputError("the facilities must be in the CRS of the areas")
    if service_column not in facilities or facilities[service_column].isna().any():
        message = f"the facilities need a column {service_column!r} without gaps"
        raise InvalidInputError(message, field=service_column)
    layer, members = reach.read(areas, places, code_column, area_column)
    people = reach.weights(places, people_column)
    doors = street_access.attach(network, places.geometry, access_m=access_m)
    sites = street_access.attach(network, facilities.geometry, access_m=access_m)
    services = facilities[service_column].astype(str).to_numpy()
    rows = []
    for service in sorted(set(services)):
        own = sites.take(np.flatnonzero(services == service))
        seconds, _ = shortest_ways.nearest(network, own, doors)
        for code, rows_here in zip(layer.codes, members, strict=True):
            near = seconds[rows_here] <= limit_s
            total, within = people[rows_here].sum(), people[rows_here][near].sum()
            reached = seconds[rows_here][np.isfinite(seconds[rows_here])]
            row = {"area_code": code, "service": service, "people": total}
            row |= {"within_people": within, "within_share": within / total if total else np.nan}
            row["nearest_s"] = float(np.median(reached)) if len(reached) else np.nan
            rows.append(row | {"is_lacking": bool(total and within < required_share * total)})
    frame = pd.DataFrame(
        rows,
        columns=[
            "area_code",
            "service",
            "people",
            "within_people",
            "within_share",
            "nearest_s",
            "is_lacking",
        ],
    )
    return frame.sort_values(["area_code", "service"], ignore_index=True)
