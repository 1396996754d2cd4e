"""Many messages about one event: the same place, day and category, kept once."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.errors import InvalidInputError


def deduplicate(
    points: gpd.GeoDataFrame, time_column: str | None, category_column: str | None
) -> gpd.GeoDataFrame:
    """Keep the earliest of all points with the same place, day and category.

    Repeated messages about one event make false hotspots and alarms. The place is the exact
    coordinate; the day is that of the time as it stands, so convert to the city's time zone first.
    Points without a place or a time are kept.

    Parameters
    ----------
    points : Points in any CRS, times in ``time_column`` (datetimes) and categories in
        ``category_column``; None leaves a column out of the comparison.

    Returns
    -------
    The kept rows in their order and with their index; ``len(points) - len(result)`` collapsed.

    Raises
    ------
    InvalidInputError : no such column, or times that are not datetimes.

    >>> noise = gpd.GeoDataFrame({
    ...     "at": pd.to_datetime(["2016-07-08 09:00", "2016-07-08 08:00", "2016-07-09 09:00"]),
    ...     "category": "noise"}, geometry=[shapely.Point(1, 1)] * 3)
    >>> deduplicate(noise, "at", "category").index.tolist()
    [1, 2]
    """
    for column in filter(None, (time_column, category_column)):
        if column not in points:
            raise InvalidInputError(f"the points have no column {column!r}", field=column)
    geometry = np.array(points.geometry.array, dtype=object)
    geometry[shapely.is_empty(geometry)] = None
    order = np.arange(len(points))
    keys = {"x": shapely.get_x(geometry), "y": shapely.get_y(geometry)}
    is_known = ~np.isnan(keys["x"])
    if category_column is not None:
        keys["category"] = pd.factorize(points[category_column])[0]
    if time_column is not None:
        times = points[time_column]
        if not pd.api.types.is_datetime64_any_dtype(times):
            message = f"column {time_column!r} holds no dates and times"
            raise InvalidInputError(message, field=time_column)
        keys["day"] = times.dt.tz_localize(None).dt.normalize().to_numpy()
        is_known &= times.notna().to_numpy()
        order = np.argsort(times.to_numpy(), kind="stable")
    repeated = pd.DataFrame(keys).iloc[order].duplicated().to_numpy()
    is_kept = np.ones(len(points), dtype=np.bool_)
    is_kept[order] = ~repeated
    return points[is_kept | ~is_known]
