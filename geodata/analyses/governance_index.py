"""The governance index (统一指数): parts with weights, added up, with what chance leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from geodata.analyses import shrinkage
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError

# Part -> how its numerator and denominator become a value from 0 to 1.
PARTS: dict[str, str] = {
    "timely": "share",
    "resolved": "share",
    "first_time": "share",
    "quiet": "rate",
    "covered": "count",
    "balanced": "count",
}
WEIGHTS: dict[str, float] = {
    "timely": 30.0,
    "resolved": 25.0,
    "first_time": 15.0,
    "quiet": 15.0,
    "covered": 10.0,
    "balanced": 5.0,
}
FORMULA = "score = 100 * sum(weight * value) / sum(weight), over the parts that are known"
# 90 % of what is plausible.
_Z90 = 1.6448536269514722


class Index(NamedTuple):
    """``areas``: a row per area; ``parts``: a row per area and part."""

    areas: pd.DataFrame
    parts: pd.DataFrame


def measure(table: pd.DataFrame, weights: Mapping[str, float] | None = None) -> Index:
    """Add up the parts of the index of every area of one tier.

    A part is a numerator over a denominator. A *share* (timely, resolved, first_time) and the
    *rate* (quiet: cases per person) are known from few cases only: they are drawn towards the
    figure of all areas (``shrinkage``) and carry a standard deviation. The value of quiet is
    2^(-rate / mean rate): one half at the mean. A *count* (covered, balanced) is what it is.

        score = 100 sum(w v) / sum(w),    sd = 100 sqrt(sum(w^2 sd^2)) / sum(w)

    over the parts with a weight that are known: those with a denominator in at least one area, and
    of the counted ones those with a denominator in this area.

    Parameters
    ----------
    table : a row per area; for a part p the columns p_numerator and p_denominator, both >= 0 and
        missing or 0 where there is nothing to count. Parts without columns are not known.
    weights : part -> weight >= 0; None is WEIGHTS.

    Returns
    -------
    Index with the index of ``table``. areas: score, low, high (90 % interval), sd, rank (1 the
    best; ties share), better_p (chance that the area's true score is above the mean of all).
    parts: area (label of the row), part, numerator, denominator, raw, value, sd, weight, points
    (what it adds to the score). score is NaN where nothing is known.

    Raises
    ------
    InvalidInputError : an unknown part, a weight below 0, all weights 0, or counts that cannot be.

    >>> town = pd.DataFrame({"timely_numerator": [9, 50], "timely_denominator": [10, 100]})
    >>> found = measure(town)
    >>> found.areas["rank"].tolist(), found.parts["raw"].tolist()
    ([1, 2], [0.9, 0.5])
    """
    chosen = _weights(weights)
    values, spreads, given, rows = [], [], [], []
    for part, kind in PARTS.items():
        if chosen.get(part, 0.0) <= 0 or f"{part}_numerator" not in table:
            continue
        numerator, denominator = (
            _column(table, part, "numerator"),
            _column(table, part, "denominator"),
        )
        if denominator.sum() <= 0:
            continue
        raw, value, sd = _value(kind, numerator, denominator)
        weight = np.where(np.isfinite(value), chosen[part], 0.0)
        values.append(np.where(np.isfinite(value), value, 0.0))
        spreads.append(np.where(np.isfinite(value), sd, 0.0))
        given.append(weight)
        rows.append(
            pd.DataFrame(
                {
                    "area": table.index,
                    "part": part,
                    "numerator": numerator,
                    "denominator": denominator,
                    "raw": raw,
                    "value": value,
                    "sd": np.where(np.isfinite(value), sd, np.nan),
                    "weight": weight,
                }
            )
        )
    areas = _scores(table.index, values, spreads, given)
    parts = pd.concat(rows, ignore_index=True) if rows else _no_parts()
    total = parts.groupby("area")["weight"].transform("sum")
    parts["points"] = 100.0 * parts["weight"] * parts["value"].fillna(0.0) / total.where(total > 0)
    return Index(areas, parts)


def _scores(
    index: pd.Index, values: list[FloatArray], spreads: list[FloatArray], given: list[FloatArray]
) -> pd.DataFrame:
    nothing = np.zeros((1, len(index)))
    weight = np.array(given) if given else nothing
    total = weight.sum(axis=0)
    is_known = total > 0
    whole = np.where(is_known, total, 1.0)
    added = (weight * (np.array(values) if values else nothing)).sum(axis=0)
    open_part = np.square(weight * (np.array(spreads) if spreads else nothing)).sum(axis=0)
    score = np.where(is_known, 100.0 * added / whole, np.nan)
    sd = np.where(is_known, 100.0 * np.sqrt(open_part) / whole, np.nan)
    mean = float(score[is_known].mean()) if is_known.any() else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        better = np.where(sd > 0, special.ndtr((score - mean) / sd), (score > mean) * 1.0)
    rank = pd.Series(score).rank(method="min", ascending=False)
    return pd.DataFrame(
        {
            "score": score,
            "low": np.maximum(score - _Z90 * sd, 0.0),
            "high": np.minimum(score + _Z90 * sd, 100.0),
            "sd": sd,
            "rank": rank.astype("Int64").to_numpy() if is_known.all() else rank.to_numpy(),
            "better_p": np.where(is_known, better, np.nan),
        },
        index=index,
    )


def _value(
    kind: str, numerator: FloatArray, denominator: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    if kind == "count":
        is_open = denominator > 0
        raw = np.where(is_open, numerator / np.where(is_open, denominator, 1.0), np.nan)
        return raw, np.minimum(raw, 1.0), np.zeros(len(raw))
    if kind == "share":
        found = shrinkage.shares(numerator, denominator)
        return found.raw, found.estimate, found.sd
    found = shrinkage.rates(numerator, denominator)
    mean = numerator.sum() / denominator.sum()
    if mean <= 0:
        return found.raw, np.ones(len(found.raw)), np.zeros(len(found.raw))
    value = np.exp2(-found.estimate / mean)
    return found.raw, value, np.log(2.0) / mean * value * found.sd


def _weights(weights: Mapping[str, float] | None) -> dict[str, float]:
    chosen = dict(WEIGHTS if weights is None else weights)
    for part, weight in chosen.items():
        if part not in PARTS:
            raise InvalidInputError(f"there is no part {part!r} of the index", field=part)
        if not (np.isfinite(weight) and weight >= 0):
            raise InvalidInputError(f"the weight of {part} is below 0 or no number", field=part)
    if sum(chosen.values()) <= 0:
        raise InvalidInputError("all weights are 0", field="weights")
    return chosen


def _column(table: pd.DataFrame, part: str, side: str) -> FloatArray:
    name = f"{part}_{side}"
    if name not in table:
        raise InvalidInputError(f"the areas have no column {name!r}", field=name)
    values = pd.to_numeric(table[name], errors="coerce").fillna(0.0)
    return np.asarray(values.to_numpy(dtype=np.float64))


def _no_parts() -> pd.DataFrame:
    names = ("area", "part", "numerator", "denominator", "raw", "value", "sd", "weight")
    return pd.DataFrame({name: pd.Series(dtype=float) for name in names})
