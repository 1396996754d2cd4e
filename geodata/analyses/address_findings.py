"""What is wrong with an address book: doors in no grid, grids without a door, doors told twice."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.analyses.area_lookup import AreaLookup
from geodata.errors import InvalidInputError

KINDS = ("address_without_grid", "grid_without_address", "address_twice")


def find(addresses: gpd.GeoDataFrame, grids: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find addresses that no grid holds, grids that hold none, and texts that stand twice.

    Parameters
    ----------
    addresses : m points in EPSG:4326 with code and text.
    grids : n polygons in EPSG:4326 with code; they do not overlap.

    Returns
    -------
    GeoDataFrame with one row per finding, in EPSG:4326, index 0, 1, 2 ...: kind (one of KINDS),
    codes (a tuple: the address, the grid, or all addresses of one text), text, and a point: the
    address, a point inside of the grid, or the first address of the text. Findings come in the
    order of KINDS, each kind by its codes.

    Raises
    ------
    InvalidInputError : a layer that is not in EPSG:4326.

    >>> from shapely import Point, box
    >>> doors = gpd.GeoDataFrame({"code": ["A", "B"], "text": ["1 Oak St", "1 Oak St"]},
    ...     geometry=[Point(0.5, 0.5), Point(9, 9)], crs=4326)
    >>> grids = gpd.GeoDataFrame({"code": ["G", "H"]},
    ...     geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs=4326)
    >>> find(doors, grids)["codes"].tolist()
    [('B',), ('H',), ('A', 'B')]
    """
    for frame in (addresses, grids):
        if frame.crs is None or frame.crs.to_epsg() != 4326:
            raise InvalidInputError("addresses and grids must be in degrees (EPSG:4326)")
    lookup = AreaLookup.build(grids, grids["code"].to_list())
    points = addresses.geometry
    place = lookup.find(points.x.to_numpy(), points.y.to_numpy())
    outside = addresses[place < 0]
    empty = grids[~np.isin(np.arange(len(grids)), place)]
    parts = [
        _rows(KINDS[0], [(code,) for code in outside["code"]], outside["text"], outside.geometry),
        _rows(
            KINDS[1],
            [(code,) for code in empty["code"]],
            pd.Series("", index=empty.index),
            empty.geometry.representative_point(),
        ),
        _twice(addresses),
    ]
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=4326)


def _twice(addresses: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per text that several addresses have, written alike but for case and blanks."""
    key = addresses["text"].str.casefold().str.replace(r"\s+", "", regex=True)
    is_twice = key.duplicated(keep=False)
    again = addresses[is_twice].assign(key=key[is_twice])
    if again.empty:
        return _rows(KINDS[2], [], again["text"], again.geometry)
    groups = again.sort_values("code").groupby("key", sort=False)
    first = groups.first().sort_values("code")
    codes = [tuple(groups.get_group(name)["code"]) for name in first.index]
    return _rows(KINDS[2], codes, first["text"], gpd.GeoSeries(first["geometry"]))


def _rows(
    kind: str, codes: list[tuple[str, ...]], texts: pd.Series, places: gpd.GeoSeries
) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "kind": [kind] * len(codes),
            "codes": codes,
            "text": texts.to_list(),
            "geometry": places.to_list(),
        }
    )
    ordered = frame.sort_values("codes", kind="stable") if len(frame) else frame
    return gpd.GeoDataFrame(ordered, geometry="geometry", crs=4326)
