import numpy as np
import pytest

from geodata.analyses import forecast_score
from geodata.errors import InvalidInputError


def test_by_hand():
    # 6 of 10 events in 1 of 5 cells, where the best cell had 6.
    score = forecast_score.measure(
        np.array([6.0, 2, 1, 1, 0]), np.array([True, False, False, False, False])
    )
    assert score == pytest.approx((0.6, 3.0, 1.0, 10, 6))


def test_a_wrong_choice_scores_nothing():
    score = forecast_score.measure(np.array([5.0, 0]), np.array([False, True]))
    assert (score.hit_rate, score.pai, score.pei) == (0, 0, 0)


def test_without_events_there_is_no_score():
    assert np.isnan(forecast_score.measure(np.zeros(3), np.array([True, False, False])).pai)
    assert np.isnan(forecast_score.measure(np.ones(3), np.zeros(3, dtype=bool)).pai)


def test_months_are_pooled_by_events():
    months = [np.array([9.0, 0]), np.array([0, 1.0])]
    choice = np.array([True, False])
    assert forecast_score.pooled(months, [choice, choice]).hit_rate == pytest.approx(0.9)


def test_cells_that_do_not_match_are_refused():
    with pytest.raises(InvalidInputError, match="3 cells, but 2"):
        forecast_score.measure(np.zeros(3), np.zeros(2, dtype=bool))
