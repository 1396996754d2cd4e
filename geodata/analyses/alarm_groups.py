"""Alarms that lie side by side are one matter."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph


def group(alarms: pd.DataFrame, weights: sparse.csr_array) -> pd.DataFrame:
    """Return the strongest alarm of each group of zones that are the same or neighbours.

    Parameters
    ----------
    alarms : with zone (position) and p, a row per zone and window.
    weights : (zones, zones), ones for neighbours and each zone itself.

    Returns
    -------
    The row with the smallest p of each group, smallest p first, with ``zones``: the positions of
    all zones of the group, ascending.

    >>> alarms = pd.DataFrame({"zone": [0, 1, 3], "p": [0.02, 0.01, 0.03]})
    >>> row = sparse.csr_array(np.eye(4) + np.eye(4, k=1) + np.eye(4, k=-1))
    >>> group(alarms, row)[["zone", "zones"]].values.tolist()
    [[1, [0, 1]], [3, [3]]]
    """
    zones = np.unique(alarms["zone"].to_numpy(dtype=np.int64))
    beside = weights[zones][:, zones]
    _, label = csgraph.connected_components(beside, directed=False)
    of_zone = dict(zip(zones.tolist(), label.tolist(), strict=True))
    ordered = alarms.assign(label=[of_zone[int(zone)] for zone in alarms["zone"]])
    ordered = ordered.sort_values(["p", "zone"], kind="stable").drop_duplicates("label")
    members = [zones[label == one].tolist() for one in ordered["label"]]
    return ordered.drop(columns="label").assign(zones=members).reset_index(drop=True)
