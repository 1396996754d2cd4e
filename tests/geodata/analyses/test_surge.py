"""Groups of cases that have become many."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from geodata.analyses import alarm_groups, neighbours, surge
from geodata.errors import InvalidInputError


def test_p_is_the_negative_binomial_tail():
    # 12 before in a base four times as long: Gamma(12.5) / 4 as mean of a Poisson law.
    found = surge.find(np.array([9.0]), np.array([12.0]), window_share=0.25)
    tail = stats.nbinom(12.5, 1 / 1.25).sf(8)
    assert found["p"].iloc[0] == pytest.approx(tail)
    assert found["expected"].iloc[0] == 3.0
    assert found["ratio"].iloc[0] == 3.0


def test_noise_raises_nothing_and_a_surge_is_found_in_it():
    random = np.random.default_rng(3)
    before, now = random.poisson(40, 200).astype(float), random.poisson(10, 200).astype(float)
    assert (surge.find(now, before, window_share=0.25)["q"] > 0.01).all()
    now[17] = 40
    found = surge.find(now, before, window_share=0.25)
    assert np.flatnonzero(found["q"] <= 0.01).tolist() == [17]


def test_nothing_before_is_no_division_by_zero():
    found = surge.find(np.array([0.0, 3.0]), np.zeros(2), window_share=0.25)
    assert found["ratio"].isna().all()
    assert found["p"].tolist()[0] == 1.0


def test_overdue_share_against_the_other_areas():
    hits, sizes = np.array([8.0, 2.0, 0.0]), np.array([10.0, 40.0, 60.0])
    found = surge.shares(hits, sizes)
    # 2 of the other 100 are overdue.
    assert found["expected"].iloc[0] == pytest.approx(0.2)
    assert found["p"].iloc[0] == pytest.approx(stats.binom(10, 2.5 / 101).sf(7))
    assert (found["q"] <= 0.01).tolist() == [True, False, False]


def test_what_cannot_be_is_refused():
    with pytest.raises(InvalidInputError, match="groups"):
        surge.find(np.zeros(2), np.zeros(3), window_share=1)
    with pytest.raises(InvalidInputError, match="at least one"):
        surge.find(np.zeros(2), np.zeros(2), window_share=0)
    with pytest.raises(InvalidInputError, match="hits"):
        surge.shares(np.ones(1), np.zeros(1))


def test_alarms_side_by_side_are_one():
    alarms = pd.DataFrame(
        {"zone": [0, 0, 1, 8], "p": [0.02, 0.01, 0.03, 0.001], "window_days": [7, 14, 7, 7]}
    )
    weights = neighbours.of_cells(np.arange(9) // 3, np.arange(9) % 3)
    found = alarm_groups.group(alarms, weights)
    assert found[["zone", "window_days", "zones"]].to_numpy().tolist() == [
        [8, 7, [8]],
        [0, 14, [0, 1]],
    ]
