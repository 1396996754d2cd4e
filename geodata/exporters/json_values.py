"""Values of a frame as JSON knows them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd


def json_value(value: Any) -> Any:
    """Return ``value`` as None, bool, int, float, str, list or dict.

    Missing values and numbers that are none become None; times become ISO 8601 text.

    >>> json_value(pd.Timestamp("2016-07-08T00:19:28")), json_value(float("nan"))
    ('2016-07-08T00:19:28', None)
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, np.generic):
        return json_value(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, np.ndarray)):
        return [json_value(item) for item in value]
    return _as_text(value)


def _as_text(value: Any) -> str | None:
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)
