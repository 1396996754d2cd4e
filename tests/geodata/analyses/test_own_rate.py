"""What is usual at a place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from geodata.analyses import own_rate

ALONE = sparse.csr_array(np.eye(3))


def test_the_tail_is_that_of_the_negative_binomial():
    observed = np.arange(1.0, 15)
    ones = np.ones(14)
    # Without bursts: a Poisson count whose rate is Gamma(6.5, 1), in a tenth of the exposure.
    law = own_rate.OwnLaw(6.5 * ones, ones, ones)
    reference = stats.nbinom.sf(observed - 1, 6.5, 1 / 1.1)
    assert own_rate.upper_tail(observed, law, 0.1) == pytest.approx(reference, rel=1e-9)


def test_a_quiet_place_leans_on_its_surroundings():
    past = np.zeros((3, 10))
    past[1:] = 4.0
    row = sparse.csr_array(np.ones((3, 3)))
    law = own_rate.learn(past, ALONE, row, 1)
    # Nothing of its own, two zones with 40 around: (2 + 0) / (1 + 2 / 40).
    assert law.shape[0] / law.rate[0] == pytest.approx(2 / 1.05)


def test_bursts_widen_the_law():
    past = np.ones((3, 52))
    past[0] = 0
    past[0, ::13] = 13
    law = own_rate.learn(past, ALONE, ALONE, 1)
    assert law.dispersion[0] > law.dispersion[1] >= 1


@given(st.integers(0, 20), st.integers(1, 5))
@settings(max_examples=20, deadline=None)
def test_more_events_never_make_less_of_an_alarm(seed, extra):
    observed = np.random.default_rng(seed).integers(0, 30, 50).astype(float)
    law = own_rate.OwnLaw(np.full(50, 9.5), np.ones(50), np.full(50, 1.4))
    before = own_rate.upper_tail(observed, law, 0.2)
    assert (own_rate.upper_tail(observed + extra, law, 0.2) <= before).all()
