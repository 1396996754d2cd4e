"""Rates and shares of small areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geodata.analyses import shrinkage
from geodata.errors import InvalidInputError

COUNTS = arrays(float, 12, elements=st.integers(0, 40))
SIZES = arrays(float, 12, elements=st.integers(0, 500))


def test_marshall_by_hand():
    counts, people = np.array([2.0, 10.0, 40.0]), np.array([100.0, 100.0, 200.0])
    # mean .13; weighted variance (100*.11^2 + 100*.03^2 + 200*.07^2) / 400 = .0057;
    # of chance .13 / (400 / 3) = .000975; between .004725; prior .13 / .004725 = 27.51 people.
    found = shrinkage.rates(counts, people)
    assert found.prior == pytest.approx(0.13 / 0.004725)
    assert found.estimate[0] == pytest.approx((27.5132 * 0.13 + 2) / 127.5132, rel=1e-5)
    assert found.sd[0] == pytest.approx(np.sqrt(27.5132 * 0.13 + 2) / 127.5132, rel=1e-5)


@given(COUNTS, SIZES)
def test_an_estimate_lies_between_its_own_rate_and_the_mean(counts, people):
    found = shrinkage.rates(counts, people)
    if people.sum() == 0:
        assert np.isnan(found.estimate).all()
        return
    mean = counts.sum() / people.sum()
    own = np.where(people > 0, found.raw, mean)
    is_fair = people > 0
    low, high = np.minimum(own, mean), np.maximum(own, mean)
    tolerance = 1e-9 * (1 + high)
    assert (found.estimate >= low - tolerance)[is_fair].all()
    assert (found.estimate <= high + tolerance)[is_fair].all()


@given(SIZES, st.integers(0, 2**32 - 1))
def test_shares_stay_shares_and_small_areas_lean_more(sizes, seed):
    hits = np.random.default_rng(seed).binomial(sizes.astype(int), 0.7).astype(float)
    found = shrinkage.shares(hits, sizes)
    if sizes.sum() == 0:
        assert np.isnan(found.estimate).all()
        return
    assert (found.estimate >= 0).all()
    assert (found.estimate <= 1).all()
    assert found.prior >= shrinkage.LEAST_PRIOR


def test_rates_that_vary_no_more_than_chance_are_the_mean():
    random = np.random.default_rng(4)
    people = np.full(300, 50.0)
    found = shrinkage.rates(random.poisson(0.1 * people).astype(float), people)
    assert np.ptp(found.estimate) < 0.25 * np.ptp(found.raw)


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_what_cannot_be_is_refused(bad):
    with pytest.raises(InvalidInputError):
        shrinkage.rates(np.array([bad]), np.ones(1))
    with pytest.raises(InvalidInputError):
        shrinkage.shares(np.ones(1), np.array([bad]))
    with pytest.raises(InvalidInputError, match="shapes"):
        shrinkage.rates(np.ones(1), np.ones(2))
    with pytest.raises(InvalidInputError, match="more hits"):
        shrinkage.shares(np.full(1, 2.0), np.ones(1))
