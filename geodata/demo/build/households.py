"""Share whole numbers out so that every group's total is exact."""

from __future__ import annotations

import numpy as np
import pandas as pd


def apportion(totals: pd.Series, group: pd.Series, weight: pd.Series) -> pd.Series:
    """Share each group's total over its members by weight, by largest remainder.

    ``totals`` is indexed by group; ``group`` and ``weight`` have one row per member. A group whose
    weights are all zero is shared out equally. Equal remainders: the earlier row wins.

    >>> group, weight = pd.Series(["a", "a", "a"]), pd.Series([1, 1, 1])
    >>> apportion(pd.Series({"a": 10}), group, weight).tolist()
    [4, 3, 3]
    """
    weight = weight.astype(float)
    weight = weight.where(weight.groupby(group).transform("sum") > 0, 1.0)
    exact = weight / weight.groupby(group).transform("sum") * group.map(totals)
    whole = np.floor(exact).astype("int64")
    missing = group.map(totals) - whole.groupby(group).transform("sum")
    # Rounded, so that equal remainders are equal numbers.
    rank = (exact - whole).round(9).groupby(group).rank(method="first", ascending=False)
    return (whole + (rank <= missing)).astype("int64")
