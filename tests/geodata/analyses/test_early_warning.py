"""A city of 20 x 20 cells watched for 56 weeks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from geodata.analyses import early_warning, neighbours
from geodata.errors import InvalidInputError

ROW, COLUMN = (axis.ravel() for axis in np.indices((20, 20)))
WEIGHTS = neighbours.of_cells(ROW, COLUMN)
ALONE = sparse.csr_array(np.eye(400))


def noise(seed, mean=0.2):
    return np.random.default_rng(seed).poisson(mean, (400, 56)).astype(float)


def test_expected_by_hand():
    weekly = np.ones((400, 56))
    weekly[:, -1] = 2
    weekly[3, -1] = 10
    table = early_warning.judge(weekly, ALONE, windows_weeks=[1])
    # The city has 399 * 2 + 10 now and 400 * 52 in the year before.
    assert table["expected"].tolist() == pytest.approx([52 * 808 / 20_800] * 400)
    assert table["observed"].iloc[3] == 10
    assert table["ratio"].iloc[3] == pytest.approx(10 / 2.02)


def test_the_tail_is_that_of_the_negative_binomial():
    observed, base = np.arange(1.0, 15), np.full(14, 6.0)
    reference = stats.nbinom.sf(observed - 1, 6.5, 1 / 1.1)
    assert early_warning.upper_tail(observed, base, 0.1) == pytest.approx(reference, rel=1e-9)


def test_a_sudden_cluster_alarms_where_it_is():
    weekly = noise(1)
    weekly[(abs(ROW - 5) <= 1) & (abs(COLUMN - 15) <= 1), -2:] += 2
    found = early_warning.find(weekly, WEIGHTS)
    first = found.iloc[0]
    assert (first["zone"], first["window_days"]) == (5 * 20 + 15, 14)
    assert (abs(ROW[found["zone"]] - 5) <= 2).all()
    assert found["p"].is_monotonic_increasing


def test_noise_is_left_alone():
    false = [len(early_warning.find(noise(seed), WEIGHTS)) > 0 for seed in range(60)]
    assert np.mean(false) <= 0.07


def test_a_surge_of_the_whole_city_is_no_alarm():
    weekly = noise(2, mean=1)
    weekly[:, -4:] *= 3
    assert early_warning.judge(weekly, WEIGHTS)["ratio"].median() == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("last", [0, 1])
def test_nothing_before_or_nothing_now(last):
    weekly = np.zeros((400, 56))
    weekly[0, -1] = last
    assert early_warning.find(weekly, WEIGHTS).empty


def test_bad_weeks_are_refused():
    with pytest.raises(InvalidInputError, match="56 weeks are needed"):
        early_warning.find(np.zeros((400, 55)), WEIGHTS)
    with pytest.raises(InvalidInputError, match="at least one week"):
        early_warning.find(np.zeros((400, 56)), WEIGHTS, windows_weeks=[0])
    with pytest.raises(InvalidInputError, match="weights for 400 zones, but there are 2"):
        early_warning.find(np.zeros((2, 56)), WEIGHTS)
    with pytest.raises(InvalidInputError, match="below 0"):
        early_warning.find(np.full((400, 56), -1.0), WEIGHTS)


@given(st.integers(0, 20), st.integers(1, 5))
@settings(max_examples=20, deadline=None)
def test_more_events_never_make_less_of_an_alarm(seed, extra):
    observed = np.random.default_rng(seed).integers(0, 30, 50).astype(float)
    base = np.full(50, 9.0)
    before = early_warning.upper_tail(observed, base, 0.2)
    assert (early_warning.upper_tail(observed + extra, base, 0.2) <= before).all()
