"""Ten stalls' households shared out among three streets."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geodata.demo.build.households import apportion


def shared(total: int, weights: list[int]) -> list[int]:
    group = pd.Series(["market"] * len(weights))
    return apportion(pd.Series({"market": total}), group, pd.Series(weights)).tolist()


def test_the_largest_remainder_gets_the_last_household():
    assert shared(10, [5, 3, 1]) == [6, 3, 1]


def test_a_group_without_weights_is_shared_equally():
    assert shared(7, [0, 0, 0]) == [3, 2, 2]


def test_groups_do_not_lend_to_each_other():
    group = pd.Series(["market", "river", "market"])
    totals = pd.Series({"market": 5, "river": 9})
    assert apportion(totals, group, pd.Series([1, 1, 4])).tolist() == [1, 9, 4]


@given(st.integers(0, 5000), st.lists(st.integers(0, 900), min_size=1, max_size=30))
def test_totals_are_exact_and_nobody_is_short_by_one(total, weights):
    parts = shared(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        quotas = [total * weight / whole for weight in weights]
        assert all(abs(part - quota) < 1 for part, quota in zip(parts, quotas, strict=True))
