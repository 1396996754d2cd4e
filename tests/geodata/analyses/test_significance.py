import numpy as np
import pytest
from scipy import stats

from geodata.analyses.significance import bins, count_p, false_discovery, normal_p


def test_poisson_tails_by_hand():
    # Mean 1: P(X >= 3) = 1 - 2.5/e, P(X <= 0) = 1/e; twice, at most 1.
    p = count_p(np.array([3.0, 0.0, 1.0]), np.ones(3), 1.0)
    assert p == pytest.approx([2 * (1 - 2.5 / np.e), 2 / np.e, 1.0])


@pytest.mark.parametrize("mean", [0.01, 0.7, 18.0, 4000.0])
def test_poisson_tails_equal_scipy(mean):
    observed = np.arange(0.0, 60.0)
    law = stats.poisson(mean)
    expected = np.minimum(1, 2 * np.minimum(law.sf(observed - 1), law.cdf(observed)))
    assert count_p(observed, np.full(60, mean), 1.0) == pytest.approx(
        expected, rel=1e-9, abs=1e-300
    )


@pytest.mark.parametrize("dispersion", [1.3, 6.0])
def test_negative_binomial_tails_equal_scipy(dispersion):
    observed, mean = np.arange(0.0, 60.0), 9.0
    law = stats.nbinom(mean / (dispersion - 1), 1 / dispersion)
    assert law.var() == pytest.approx(dispersion * mean)
    expected = np.minimum(1, 2 * np.minimum(law.sf(observed - 1), law.cdf(observed)))
    assert count_p(observed, np.full(60, mean), dispersion) == pytest.approx(expected, rel=1e-9)


def test_where_nothing_is_expected_nothing_is_said():
    assert count_p(np.array([0.0, 7.0]), np.zeros(2), 1.0).tolist() == [1.0, 1.0]


def test_normal_tails():
    assert normal_p(np.array([0.0, -2.575829, 2.575829])) == pytest.approx(
        [1, 0.01, 0.01], rel=1e-5
    )


def test_false_discovery_equals_scipy_and_the_step_up_rule():
    p = np.random.default_rng(5).uniform(0, 1, 200) ** 3
    q = false_discovery(p)
    assert q == pytest.approx(stats.false_discovery_control(p))
    for rate in (0.01, 0.05, 0.1):
        ranked = np.sort(p)
        passing = np.flatnonzero(ranked <= rate * np.arange(1, 201) / 200)
        called = passing.max() + 1 if len(passing) else 0
        assert (q <= rate).sum() == called


def test_nothing_to_correct():
    assert false_discovery(np.zeros(0)).tolist() == []


def test_bins_by_rate_and_sign():
    q = np.array([0.01, 0.011, 0.05, 0.1, 0.101, 0.001])
    assert bins(q, np.array([1, 1, -1, -1, 1, 0])).tolist() == [3, 2, -2, -1, 0, 0]
