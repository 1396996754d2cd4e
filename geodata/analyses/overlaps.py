"""Ground that two areas claim."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geodata.analyses import overlay
from geodata.analyses.findings import Finding, point_on
from geodata.analyses.layer import Layer, mended
from geodata.analyses.sieve import Sieve


def find_overlaps(layer: Layer, sieve: Sieve) -> list[Finding]:
    """One finding per pair of areas that share more than the tolerance in all.

    >>> import geopandas as gpd
    >>> frame = gpd.GeoDataFrame(
    ...     {"code": ["A", "B"]}, geometry=[shapely.box(0, 0, 3, 2), shapely.box(2, 0, 4, 2)])
    >>> find_overlaps(Layer.read(frame, "code"), Sieve(1.0))[0].area_m2
    2.0
    """
    first, second = _candidates(layer)
    shared = mended(overlay.intersection(layer.polygons[first], layer.polygons[second]))
    found = sieve.keep("overlap", shared)
    return [
        Finding("overlap", layer.ids(pair), float(part.area), part, point_on(part), "")
        for part, *pair in zip(shared[found], first[found], second[found], strict=True)
    ]


def _candidates(layer: Layer) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Pairs whose interiors may meet."""
    at, other = layer.tree.query(layer.polygons[layer.suspects], predicate="intersects")
    one = layer.suspects[at]
    is_pair = one != other
    pairs = np.unique(np.sort(np.stack([one[is_pair], other[is_pair]], axis=1), axis=1), axis=0)
    # Most neighbours only touch; asking that is cheaper than cutting them.
    shapely.prepare(layer.polygons[pairs[:, 0]])
    is_touching = shapely.touches(layer.polygons[pairs[:, 0]], layer.polygons[pairs[:, 1]])
    pairs = pairs[~is_touching]
    return pairs[:, 0], pairs[:, 1]
