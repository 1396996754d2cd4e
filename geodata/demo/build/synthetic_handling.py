"""How synthetic incidents are handled: in time mostly, late sometimes, some still open."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

# Handling takes this share of the limit in the median; 8 % take longer than the limit.
MEDIAN_SHARE, SIGMA = 0.4, 0.65
REJECTED_SHARE, REVIEWED_SHARE = 0.035, 0.06
STUCK_SHARE = 0.02
STUCK = ("suspended", "extended", "returned", "rework")
# State of an open incident by how much of its handling is over.
STAGES = (
    (0.05, "reported"),
    (0.10, "verified"),
    (0.15, "filed"),
    (0.25, "dispatched"),
    (0.80, "processing"),
    (0.90, "feedback"),
    (1.00, "checking"),
)


def handle(
    reported_at: pd.Series,
    limit_h: npt.NDArray[np.float64],
    now: pd.Timestamp,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return status, due_at and resolved_at of each incident as it stands at ``now``."""
    count = len(reported_at)
    taken_h = limit_h * MEDIAN_SHARE * np.exp(rng.normal(0, SIGMA, count))
    is_rejected = rng.random(count) < REJECTED_SHARE
    taken_h[is_rejected] = rng.uniform(0.3, 4.0, int(is_rejected.sum()))
    is_stuck = ~is_rejected & (rng.random(count) < STUCK_SHARE)
    resolved_at = reported_at + pd.to_timedelta((taken_h * 3600).round(), unit="s")
    is_open = (resolved_at > now) | is_stuck
    elapsed_h = (now - reported_at).dt.total_seconds().to_numpy() / 3600
    over = np.clip(elapsed_h / taken_h, 0, 1)
    stage = np.searchsorted([bound for bound, _ in STAGES], over, side="left")
    status = np.array([name for _, name in STAGES], dtype=object)[np.minimum(stage, 6)]
    status[is_stuck] = rng.choice(STUCK, int(is_stuck.sum()))
    done = np.where(rng.random(count) < REVIEWED_SHARE, "reviewed", "closed")
    status = np.where(is_open, status, np.where(is_rejected, "rejected", done))
    return pd.DataFrame(
        {
            "status": status,
            "due_at": reported_at + pd.to_timedelta(limit_h * 3600, unit="s"),
            "resolved_at": resolved_at.where(~is_open),
        },
        index=reported_at.index,
    )
