"""A city of 20 x 20 cells and 12 months; what happens in the middle is made by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from geodata.analyses import emerging, neighbours
from geodata.errors import InvalidInputError

SIDE = 20
ROW, COLUMN = (axis.ravel() for axis in np.indices((SIDE, SIDE)))
WEIGHTS = neighbours.of_cells(ROW, COLUMN)
MIDDLE = (abs(ROW - 10) <= 2) & (abs(COLUMN - 10) <= 2)


def city(extra, base=2.0, steps=12):
    counts = np.random.default_rng(5).poisson(base, (SIDE * SIDE, steps)).astype(float)
    counts[MIDDLE] += np.asarray(extra)
    return counts


def middle_class(counts):
    return emerging.find(counts, WEIGHTS)["class"][(ROW == 10) & (COLUMN == 10)].item()


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ([0] * 11 + [15], "new hot spot"),
        ([0] * 8 + [15] * 4, "consecutive hot spot"),
        (np.arange(10, 34, 2), "intensifying hot spot"),
        (np.arange(32, 8, -2), "diminishing hot spot"),
        ([15] * 12, "persistent hot spot"),
        ([0] * 4 + [15, 15] + [0] * 4 + [15] * 2, "sporadic hot spot"),
        ([0] * 12, "no pattern"),
    ],
)
def test_histories_get_their_class(extra, expected):
    assert middle_class(city(extra)) == expected


def test_what_was_hot_and_is_no_more():
    counts = city([30] * 20, steps=20)
    counts[MIDDLE, 18:] = 2
    # The step before is judged with the last one, so one quiet step is not enough.
    assert middle_class(counts) == "historical hot spot"


def test_z_by_hand():
    # Two cells side by side, two steps: mean 1.5, s^2 = 5/4, n = 4.
    counts = np.array([[0.0, 1.0], [2.0, 3.0]])
    alone = sparse.csr_array(np.eye(2))
    z = emerging.score(counts, alone).z
    # First step, W = 1: (0 - 1.5) / sqrt(5/4 (4 - 1) / 3); second, W = 2: (1 - 3) / ... (8 - 4).
    assert z[0, 0] == pytest.approx(-1.5 / np.sqrt(5 / 4))
    assert z[0, 1] == pytest.approx((0 + 1 - 3) / np.sqrt(5 / 4 * (4 * 2 - 4) / 3))


def test_noise_is_left_alone():
    random = np.random.default_rng(8)
    false = [
        (emerging.score(random.poisson(mean, (400, 12)).astype(float), WEIGHTS).sign != 0).any()
        for mean in (0.05, 0.5, 5)
        for _ in range(40)
    ]
    assert np.mean(false) <= 0.07


@pytest.mark.parametrize("counts", [np.zeros((4, 3)), np.full((4, 3), 6.0), np.ones((4, 1))])
def test_where_there_is_nothing_to_tell_nothing_is_told(counts):
    found = emerging.find(counts, sparse.csr_array(np.eye(4)))
    assert found["class"].tolist() == ["no pattern"] * 4


def test_bad_cubes_are_refused():
    with pytest.raises(InvalidInputError, match="no cells or no steps"):
        emerging.find(np.zeros((0, 4)), sparse.csr_array((0, 0)))
    with pytest.raises(InvalidInputError, match="weights for 2 cells, but the cube has 3"):
        emerging.find(np.zeros((3, 4)), sparse.csr_array(np.eye(2)))
    with pytest.raises(InvalidInputError, match="below 0"):
        emerging.find(np.array([[-1.0, 2.0]]), sparse.csr_array(np.eye(1)))


@given(st.randoms(use_true_random=False), st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_cells_changes_nothing(random, seed):
    counts = np.random.default_rng(seed).poisson(1.0, (36, 6)).astype(float)
    counts[:3] += 9
    row, column = np.arange(36) // 6, np.arange(36) % 6
    found = emerging.find(counts, neighbours.of_cells(row, column))
    order = np.array(random.sample(range(36), 36))
    again = emerging.find(counts[order], neighbours.of_cells(row[order], column[order]))
    assert again["class"].tolist() == found["class"].to_numpy()[order].tolist()
    assert again["trend_z"].to_numpy() == pytest.approx(found["trend_z"].to_numpy()[order])
