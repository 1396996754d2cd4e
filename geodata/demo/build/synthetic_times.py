"""When synthetic incidents happen: hours of the day, days of the week, storms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Relative weight of each hour from 0 to 23.
HOURS = {
    "day": [0.1] * 7
    + [0.6, 1, 1.2, 1.2, 1, 0.7, 0.8, 1.1, 1.2, 1.1, 0.9, 0.6, 0.4, 0.3]
    + [0.2] * 3,
    "morning": [0.1] * 5 + [0.4, 1, 1.5, 1.6, 1.3, 1, 0.8] + [0.5] * 8 + [0.3, 0.2, 0.2, 0.1],
    "evening": [0.2] * 7 + [0.4] * 9 + [0.6, 1, 1.5, 1.7, 1.6, 1.2, 0.8, 0.4],
    "night": [1.3, 0.9, 0.5] + [0.2] * 15 + [0.3, 0.5, 0.8, 1.2, 1.7, 1.7],
    "rush": [0.1] * 6 + [0.5, 1.3, 1.7, 1.2] + [0.7] * 7 + [1.2, 1.6, 1.3, 0.8, 0.5, 0.3, 0.2],
    "any": [0.4] * 6 + [1.0] * 16 + [0.6, 0.5],
    "storm": [0.7] * 12 + [1.0] * 6 + [1.4] * 4 + [1.0, 0.8],
}
# Monday to Sunday.
WEEK = np.array([1.08, 1.04, 1.0, 1.0, 1.02, 0.82, 0.74])
STORM_FACTOR = 30.0
STORM_COUNT = 4


def day_weights(first_weekday: int, days: int, rhythm: str, storms: Ints) -> Floats:
    """Return the relative weight of each day of a period (first_weekday: 0 is Monday)."""
    weight = WEEK[(first_weekday + np.arange(days)) % 7].copy()
    if rhythm == "night":
        weight = 2.0 - weight
    if rhythm == "storm":
        weight = np.ones(days)
        weight[storms] *= STORM_FACTOR
    return weight


def course_weights(course: str, days: int) -> Floats:
    """Return how strong a spot is on each day: steady, emerging in the last third, or fading."""
    share = np.arange(days) / days
    if course == "emerging":
        return np.clip((share - 2 / 3) * 9, 0.02, None)
    if course == "fading":
        return np.clip(1.5 - 3 * share, 0.02, None)
    return np.ones(days)


def draw_days(weights: Floats, count: int, rng: np.random.Generator) -> Ints:
    """Draw ``count`` days by weight."""
    return rng.choice(len(weights), size=count, p=weights / weights.sum())


def draw_seconds(rhythm: str, count: int, rng: np.random.Generator) -> Ints:
    """Draw ``count`` seconds of the day by a rhythm of HOURS."""
    weight = np.array(HOURS[rhythm])
    hour = rng.choice(24, size=count, p=weight / weight.sum())
    return hour * 3600 + rng.integers(0, 3600, count)
