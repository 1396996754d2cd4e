"""Noise complaints on a lattice of square cells of 100 m."""

import esda
import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import WSP
from scipy import sparse, stats

from geodata.analyses import hotspots, neighbours
from geodata.errors import InvalidInputError


def city(counts, **columns):
    counts = np.asarray(counts)
    row, column = (axis.ravel() for axis in np.indices(counts.shape))
    boxes = shapely.box(column * 100, row * 100, column * 100 + 100, row * 100 + 100)
    data = {"count": counts.ravel(), **columns}
    return gpd.GeoDataFrame(data, geometry=boxes, crs=26985)


def cell_weights(side):
    row, column = (axis.ravel() for axis in np.indices((side, side)))
    return neighbours.of_cells(row, column)


def reference_z(counts, weights):
    """esda, which wants the neighbours without the cell itself and adds it."""
    others = sparse.csr_matrix(weights - sparse.eye_array(weights.shape[0]))
    w = WSP(others).to_W(silence_warnings=True)
    return esda.G_Local(
        counts.ravel().astype(float), w, transform="B", star=True, permutations=0
    ).Zs


@pytest.mark.parametrize("mean", [0.1, 2.0, 50.0])
def test_z_is_that_of_the_reference(mean):
    counts = np.random.default_rng(1).poisson(mean, (30, 30))
    weights = cell_weights(30)
    found = hotspots.find(city(counts), weights=weights)
    assert found["z"].to_numpy() == pytest.approx(reference_z(counts, weights), abs=1e-9)


def test_z_and_p_by_hand():
    # Five zones in a row, all nine events in the middle one: mean 1.8, variance 12.96.
    found = hotspots.find(city([[0, 0, 9, 0, 0]]), is_count=False)
    # S = 9, W = 3: (9 - 5.4) / (3.6 sqrt((5 * 3 - 9) / 4)).
    assert found["z"].iloc[2] == pytest.approx(1 / np.sqrt(1.5))
    assert found["p"].iloc[2] == pytest.approx(2 * stats.norm.sf(1 / np.sqrt(1.5)))
    assert found["expected"].tolist() == [1.8] * 5
    assert found["local_count"].tolist() == [0, 9, 9, 9, 0]
    assert found["local_expected"].tolist() == pytest.approx([3.6, 5.4, 5.4, 5.4, 3.6])


def test_counts_are_judged_by_the_exact_tail():
    counts = np.random.default_rng(2).poisson(1.0, (20, 20))
    found = hotspots.find(city(counts))
    assert found.attrs["method"]["law"] == "Poisson"
    law = stats.poisson(found["local_expected"])
    upper, lower = law.sf(found["local_count"] - 1), law.cdf(found["local_count"])
    assert found["p"].to_numpy() == pytest.approx(np.minimum(1, 2 * np.minimum(upper, lower)))


def test_a_block_with_more_complaints_is_hot_and_a_quiet_one_cold():
    counts = np.random.default_rng(3).poisson(4, (40, 40))
    counts[10:15, 20:25] += 12
    counts[25:34, 5:14] = 0
    bins = hotspots.find(city(counts))["bin"].to_numpy().reshape(40, 40)
    assert (bins[10:15, 20:25] == 3).all()
    assert (bins[26:33, 6:13] == -3).all()


def test_uneven_counts_are_judged_by_the_wider_law():
    counts = np.random.default_rng(4).negative_binomial(0.5, 0.1, (30, 30))
    found = hotspots.find(city(counts))
    assert found.attrs["method"]["law"] == "negative binomial"
    assert (found["bin"] == 0).mean() > 0.99


def test_people_explain_complaints():
    # Ten times the people, ten times the complaints: hot by count, plain by rate.
    people = np.full((20, 20), 100)
    people[5:10, 5:10] = 1000
    counts = np.random.default_rng(5).poisson(people / 50)
    plain = hotspots.find(city(counts, people=people.ravel()))
    fair = hotspots.find(city(counts, people=people.ravel()), population_column="people")
    assert (plain["bin"].to_numpy().reshape(20, 20)[6:9, 6:9] == 3).all()
    assert (fair["bin"] == 0).all()
    assert fair["expected"].sum() == pytest.approx(counts.sum())
    assert fair["expected"].iloc[0] == pytest.approx(100 * counts.sum() / people.sum())


def test_equal_people_give_the_same_as_none():
    counts = np.random.default_rng(6).poisson(2, (15, 15))
    plain = hotspots.find(city(counts))
    fair = hotspots.find(city(counts, people=7), population_column="people")
    for column in ("expected", "z", "p", "q", "bin"):
        assert fair[column].to_numpy() == pytest.approx(plain[column].to_numpy(), abs=1e-12)


@pytest.mark.parametrize(
    "counts",
    [
        np.zeros((4, 4)),
        np.full((4, 4), 7),
        np.full((4, 4), 0.1),
        np.array([[3]]),
        np.array([[0, 900]]),
        np.array([[1, 2], [3, 900]]),
    ],
)
def test_where_there_is_nothing_to_tell_nothing_is_told(counts):
    found = hotspots.find(city(counts))
    assert found["z"].tolist() == [0.0] * counts.size
    assert found["p"].tolist() == [1.0] * counts.size
    assert found["bin"].tolist() == [0] * counts.size


def test_no_zones_and_no_people():
    assert hotspots.find(city(np.zeros((0, 0)))).empty
    found = hotspots.find(city(np.arange(16).reshape(4, 4), people=0), population_column="people")
    assert found["p"].tolist() == [1.0] * 16


def test_values_that_are_no_counts_may_be_centred():
    values = np.random.default_rng(7).normal(0, 1, (20, 20))
    values -= values.mean()
    weights = cell_weights(20)
    found = hotspots.find(city(values), weights=weights)
    assert found["z"].to_numpy() == pytest.approx(reference_z(values, weights), abs=1e-9)
    assert found.attrs["method"]["law"] == "normal"


def test_bad_zones_are_refused():
    with pytest.raises(InvalidInputError, match="metres"):
        hotspots.find(city(np.ones((2, 2))).to_crs(4326))
    with pytest.raises(InvalidInputError, match="no column 'cases'"):
        hotspots.find(city(np.ones((2, 2))), count_column="cases")
    with pytest.raises(InvalidInputError, match="row 3: column 'count' holds no number"):
        hotspots.find(city(np.array([[1, 2, np.nan]])))
    with pytest.raises(InvalidInputError, match="population is below 0"):
        hotspots.find(city(np.ones((2, 2)), people=-1), population_column="people")


@given(
    counts=st.lists(st.integers(0, 30), min_size=12, max_size=12),
    random=st.randoms(use_true_random=False),
    shift=st.integers(-9999, 9999),
)
@settings(max_examples=40, deadline=None)
def test_neither_order_nor_place_changes_a_verdict(counts, random, shift):
    zones = city(np.array(counts).reshape(3, 4))
    found = hotspots.find(zones)
    order = random.sample(range(12), 12)
    moved = zones.set_geometry(zones.translate(shift * 100.0, shift * -100.0)).iloc[order]
    again = hotspots.find(moved).loc[found.index]
    assert again["z"].to_numpy() == pytest.approx(found["z"].to_numpy(), abs=1e-9)
    assert again["p"].to_numpy() == pytest.approx(found["p"].to_numpy(), abs=1e-12)


def false_maps(mean, maps, side=100, seed=11):
    """Share of maps of pure noise with a false hot or cold cell, and the sd of z on each."""
    random = np.random.default_rng(seed)
    zones, weights = city(np.zeros((side, side))), cell_weights(side)
    is_false, spread = [], []
    for _ in range(maps):
        found = hotspots.find(
            zones.assign(count=random.poisson(mean, side * side)), weights=weights
        )
        is_false.append(bool((found["q"] <= 0.05).any()))
        spread.append(found["z"].std())
    return np.mean(is_false), spread


@pytest.mark.parametrize("mean", [0.02, 0.3, 3])
def test_noise_is_left_alone(mean):
    share, spread = false_maps(mean, maps=40)
    assert share <= 0.07
    assert min(spread) > 0.95
    assert max(spread) < 1.05


@pytest.mark.drill
@pytest.mark.parametrize("mean", [0.02, 0.1, 0.3, 1, 3, 10])
def test_noise_is_left_alone_on_400_maps(mean):
    share, spread = false_maps(mean, maps=400)
    assert share <= 0.07
    assert min(spread) > 0.95
    assert max(spread) < 1.05


def test_a_hotspot_of_a_small_town_does_not_mask_itself():
    counts = np.random.default_rng(8).poisson(1.0, (12, 12))
    counts[4:6, 4:6] += 12
    found = hotspots.find(city(counts))
    assert found.attrs["method"]["law"] == "Poisson"
    assert (found["bin"].to_numpy().reshape(12, 12)[4:6, 4:6] == 3).all()
