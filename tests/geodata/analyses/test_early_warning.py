"""A city of 20 x 20 cells watched for 56 weeks."""

import numpy as np
import pytest
from scipy import sparse

from geodata.analyses import early_warning, neighbours, own_rate
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


def test_a_place_of_bursts_alarms_later_than_a_steady_one():
    weekly = np.random.default_rng(5).poisson(1.0, (400, 56)).astype(float)
    steady, bursty = weekly.copy(), weekly.copy()
    bursty[7, :-4] = 0
    bursty[7, :-4:13] = 13
    for cube in (steady, bursty):
        cube[7, -1] = 9
    p = [early_warning.judge(cube, ALONE)["p"].iloc[7] for cube in (steady, bursty)]
    assert p[0] < 0.001 < p[1]


def test_a_burst_of_one_day_weighs_less_when_damped():
    weekly = noise(6)
    weekly[7, -1] = 16
    damped = weekly.copy()
    damped[7, -1] = 4
    plain = early_warning.judge(weekly, ALONE)["p"].iloc[7]
    table = early_warning.judge(weekly, ALONE, damped=damped)
    assert table["observed"].iloc[7] == 16
    assert plain < table["p"].iloc[7]


def test_a_campaign_in_one_quarter_is_no_alarm_at_each_of_its_corners(monkeypatch):
    # A quarter with many cases where everything has doubled.
    weekly = np.random.default_rng(9).poisson(2.0, (400, 56)).astype(float)
    quarter = (ROW < 10) & (COLUMN < 10)
    weekly[quarter, -4:] *= 2
    city = early_warning.judge(weekly, WEIGHTS)
    monkeypatch.setattr(own_rate, "LOCAL_COUNT", 1e12)
    without = early_warning.judge(weekly, WEIGHTS)
    assert (city["q"] <= 0.05).sum() < (without["q"] <= 0.05).sum()


def test_a_young_city_is_judged_by_the_weeks_it_has():
    weekly = noise(7)[:, -12:]
    weekly[3, -2:] += 8
    found = early_warning.find(weekly, ALONE, base_weeks=8)
    assert set(found["zone"]) == {3}
    with pytest.raises(InvalidInputError, match="at least 8 weeks"):
        early_warning.find(weekly, ALONE, base_weeks=7)
