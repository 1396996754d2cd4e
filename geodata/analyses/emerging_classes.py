"""The 17 classes of a cell's history: eight of hot spots, the same eight of cold ones, none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

# From here on a cell counts as hot all the time.
LASTING_SHARE = 0.9
NO_PATTERN = "no pattern"
KINDS = (
    "new",
    "consecutive",
    "intensifying",
    "diminishing",
    "historical",
    "persistent",
    "oscillating",
    "sporadic",
)
CLASSES = (*(f"{kind} {heat} spot" for kind in KINDS for heat in ("hot", "cold")), NO_PATTERN)

Signs = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]


def classify(sign: Signs, trend: Signs) -> npt.NDArray[np.object_]:
    """Return the class of each cell.

    The rules, tested in this order, H being the share of hot steps and "now" the last step:
    new: hot now, never before. consecutive: one final run of at least two hot steps, never hot
    before it, H < 90 %. intensifying, diminishing: H >= 90 %, hot now, a significant trend up or
    down. historical: H >= 90 %, not hot now. persistent: H >= 90 %, no trend. oscillating: hot
    now, cold at some time, H < 90 %. sporadic: hot now, on and off, never cold, H < 90 %.
    Cold spots mirror them; of the same rule the hot one is tested first.

    Parameters
    ----------
    sign : (n, t), 1 where a step is hot, -1 cold, 0 neither, oldest first.
    trend : (n,), 1 where z rises significantly, -1 where it falls, 0 neither.

    Returns
    -------
    (n,) texts of CLASSES.

    >>> classify(np.array([[0, 0, 0, 1], [0, 0, -1, -1]], np.int8), np.zeros(2, np.int8)).tolist()
    ['new hot spot', 'consecutive cold spot']
    """
    found = np.full(len(sign), NO_PATTERN, dtype=object)
    hot, cold = _rules(sign, trend), _rules(-sign, -trend)
    # The first rule that holds wins, so the last is written first.
    for kind in reversed(KINDS):
        found[cold[kind]] = f"{kind} cold spot"
        found[hot[kind]] = f"{kind} hot spot"
    return found


def _rules(sign: Signs, trend: Signs) -> dict[str, Mask]:
    is_hot = sign > 0
    steps = sign.shape[1]
    hot_count = is_hot.sum(axis=1)
    is_now = is_hot[:, -1]
    # 9 of 10 is 90 %, whatever 0.9 is in binary.
    is_lasting = hot_count >= LASTING_SHARE * steps - 1e-9
    final_run = np.cumprod(is_hot[:, ::-1], axis=1).sum(axis=1)
    was_cold = (sign < 0).any(axis=1)
    only_final = is_now & (final_run == hot_count)
    return {
        "new": only_final & (hot_count == 1),
        "consecutive": only_final & (hot_count >= 2) & ~is_lasting,
        "intensifying": is_lasting & is_now & (trend > 0),
        "diminishing": is_lasting & is_now & (trend < 0),
        "historical": is_lasting & ~is_now,
        "persistent": is_lasting & is_now & (trend == 0),
        "oscillating": is_now & ~is_lasting & was_cold,
        "sporadic": is_now & ~is_lasting & ~was_cold & ~only_final,
    }
