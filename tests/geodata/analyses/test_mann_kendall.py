import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from geodata.analyses import mann_kendall


def test_by_hand():
    # 2 1 3 4: pairs - + + + + +, so S = 4; Var = 4 * 3 * 13 / 18.
    trend = mann_kendall.measure(np.array([[2.0, 1.0, 3.0, 4.0]]))
    assert trend.s.tolist() == [4.0]
    assert trend.z[0] == pytest.approx(3 / np.sqrt(4 * 3 * 13 / 18))
    assert trend.p[0] == pytest.approx(2 * stats.norm.sf(trend.z[0]))


def test_ties_narrow_the_variance():
    # 1 1 2 3 3: S = 8; two pairs of ties: (5*4*15 - 2*1*9 - 2*1*9) / 18.
    trend = mann_kendall.measure(np.array([[1.0, 1.0, 2.0, 3.0, 3.0]]))
    assert trend.s.tolist() == [8.0]
    assert trend.z[0] == pytest.approx(7 / np.sqrt((300 - 36) / 18))


@pytest.mark.parametrize("shape", [(0, 5), (3, 0), (3, 1)])
def test_series_too_short_have_no_trend(shape):
    trend = mann_kendall.measure(np.zeros(shape))
    assert trend.z.tolist() == [0.0] * shape[0]
    assert trend.p.tolist() == [1.0] * shape[0]


def test_a_series_that_stays_has_no_trend():
    assert mann_kendall.measure(np.full((1, 9), 4.0)).p.tolist() == [1.0]


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=12))
def test_backwards_and_upside_down_turn_the_sign(values):
    series = np.array([values], dtype=float)
    trend = mann_kendall.measure(series)
    for turned in (series[:, ::-1], -series):
        again = mann_kendall.measure(turned)
        assert again.s[0] == -trend.s[0]
        assert again.z[0] == -trend.z[0]
        assert again.p[0] == trend.p[0]
    assert mann_kendall.measure(3 * series + 7).z[0] == trend.z[0]
