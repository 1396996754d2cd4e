"""Which streets each post serves first, and within how many minutes."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np

from geodata.analyses import shortest_ways, street_access
from geodata.analyses.reach import MINUTES
from geodata.analyses.street_network import StreetNetwork
from geodata.crs import require_metric
from geodata.errors import InvalidInputError


def find(
    network: StreetNetwork,
    posts: gpd.GeoDataFrame,
    *,
    code_column: str,
    minutes: Sequence[int] = MINUTES,
    access_m: float = 300.0,
) -> gpd.GeoDataFrame:
    """Give each piece of street to the post that is nearest to its nearer end.

    Returns
    -------
    GeoDataFrame of LineStrings, only what is reached within the last of ``minutes``: post_code,
    time_s (to its farthest place), within_min (the limit that it keeps), length_m.

    Raises
    ------
    InvalidInputError : not metric, the column absent.

    >>> import shapely
    >>> from geodata.analyses import street_network
    >>> road = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (360, 0)])], crs=26985)
    >>> post = gpd.GeoDataFrame({"code": ["P1"]}, geometry=gpd.points_from_xy([0], [0]), crs=26985)
    >>> served = find(street_network.build(road), post, code_column="code")
    >>> served[["post_code", "within_min"]].to_numpy().tolist()
    [['P1', 5]]
    """
    require_metric(posts)
    if code_column not in posts:
        raise InvalidInputError(f"the posts have no column {code_column!r}", field=code_column)
    seats = street_access.attach(network, posts.geometry, access_m=access_m)
    node_s, node_post = shortest_ways.from_nearest(network, seats)
    start_s, end_s = node_s[network.start], node_s[network.end]
    post = np.where(start_s <= end_s, node_post[network.start], node_post[network.end])
    # The farthest place on a piece is where the ways by its two ends take equally long.
    time_s = (start_s + end_s + network.time_s) / 2
    limits = np.sort(np.asarray(minutes))
    # A post on the street itself is a nanosecond away from it.
    band = np.searchsorted(60.0 * limits + 1e-6, time_s)
    kept = np.flatnonzero((band < len(limits)) & (post >= 0))
    columns = {
        "post_code": posts[code_column].to_numpy()[post[kept]],
        "time_s": time_s[kept],
        "within_min": limits[band[kept]],
        "length_m": network.length_m[kept],
    }
    return gpd.GeoDataFrame(columns, geometry=network.shapes[kept], crs=posts.crs)
