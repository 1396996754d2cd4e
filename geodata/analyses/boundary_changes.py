"""What becomes of each area when new boundaries come: added, versioned, corrected, unchanged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.analyses.layer import Layer
from geodata.analyses.overlaps import find_overlaps
from geodata.analyses.parenthood import find_strays
from geodata.analyses.sieve import Sieve
from geodata.crs import require_metric

# The same border written by two programs differs by less than this, in degrees (0.1 mm).
SAME_DEGREES = 1e-9
TOLERANCE_M2 = 1.0


@dataclass(frozen=True)
class Break:
    """A rule of the partition that new boundaries would break; ``codes`` are the areas."""

    kind: str
    codes: tuple[str, ...]
    area_m2: float


def same_ground(one: pd.Series, other: pd.Series) -> np.ndarray:
    """Tell row by row whether two columns of shapes are the same ground.

    Parameters
    ----------
    one, other : n shapes each in EPSG:4326, in the same order.

    Returns
    -------
    n truth values: equal vertex by vertex within 1e-9 degrees, wherever the rings begin.

    >>> box = shapely.box(0, 0, 1, 1)
    >>> same_ground(pd.Series([box]), pd.Series([shapely.reverse(box)])).tolist()
    [True]
    """
    left = shapely.normalize(np.asarray(one, dtype=object))
    right = shapely.normalize(np.asarray(other, dtype=object))
    return np.asarray(shapely.equals_exact(left, right, tolerance=SAME_DEGREES))


def descendants(tree: pd.DataFrame, codes: Collection[str]) -> list[str]:
    """Return the codes of all areas below others, from the upper tiers down.

    Parameters
    ----------
    tree : areas with code, tier and parent_code.
    codes : whose descendants are meant.

    >>> tree = pd.DataFrame({"code": ["A", "B"], "tier": [1, 2], "parent_code": [None, "A"]})
    >>> descendants(tree, {"A"})
    ['B']
    """
    above, found = set(codes), []
    for code, parent in tree.sort_values("tier")[["code", "parent_code"]].itertuples(index=False):
        if parent in above:
            above.add(code)
            found.append(code)
    return found


def find_breaks(
    after: gpd.GeoDataFrame, parents: gpd.GeoDataFrame | None, changed: Collection[str]
) -> list[Break]:
    """Find overlaps and strays that changed areas have a part in.

    Parameters
    ----------
    after : one tier as it would be, in a metric CRS: code, parent_code, geometry.
    parents : the tier above as it would be, in the same CRS: code, geometry.
    changed : codes of areas whose ground or parent is new, of either tier.

    Returns
    -------
    The breaks of more than 1 m2, overlaps first.

    Raises
    ------
    InvalidInputError : a CRS without metres.

    >>> two = gpd.GeoDataFrame({"code": ["A", "B"], "parent_code": ["", ""]}, crs=26985,
    ...     geometry=[shapely.box(0, 0, 3, 2), shapely.box(2, 0, 4, 2)])
    >>> find_breaks(two, None, {"A"})
    [Break(kind='overlap', codes=('A', 'B'), area_m2=2.0)]
    """
    require_metric(after)
    named = None if parents is None else "parent_code"
    layer, sieve = Layer.read(after, "code", parent_column=named), Sieve(TOLERANCE_M2)
    found = find_overlaps(layer, sieve)
    if parents is not None and not parents.empty:
        found += find_strays(layer, Layer.read(parents, "code"), sieve)
    return [
        Break(one.kind, tuple(one.area_ids), float(one.area_m2 or 0))
        for one in found
        if set(changed) & {*one.area_ids, *one.parent_ids}
    ]
