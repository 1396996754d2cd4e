"""The space-time permutation scan."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.analyses import lattice, scan_discs
from geodata.analyses import permutation_scan as scan
from geodata.errors import InvalidInputError

SIDE = 12


@pytest.fixture(scope="module")
def town():
    return lattice.cells(gpd.GeoSeries([shapely.box(0, 0, SIDE * 500, SIDE * 500)], crs=26985), 500)


def quiet_year(seed=1, count=2_000):
    random = np.random.default_rng(seed)
    # Cells are unevenly busy, weeks too: neither is a cluster.
    busy = random.dirichlet(np.full(SIDE * SIDE, 0.8))
    age = (365 * random.beta(1.0, 1.4, count)).astype(np.int64)
    return random.choice(SIDE * SIDE, count, p=busy), age


def test_score_expected_and_count_of_a_cluster_by_hand(town):
    # 100 cases: 90 long ago all over, 10 in one cell, of which 8 on the last day, 2 elsewhere.
    place = np.r_[np.arange(90) % 45, np.full(8, 140), [100, 101]]
    age = np.r_[np.full(90, 50), np.zeros(10, dtype=int)].astype(np.int64)
    found = scan.find(town, place, age, cell_m=500, radius_m=0, shuffles=99)
    best = found.iloc[0]
    mean = 8 * 10 / 100
    by_hand = 8 * np.log(8 / mean) + 92 * np.log(92 / (100 - mean))
    assert (best["centre"], best["days"], best["observed"]) == (140, 1, 8)
    assert best["expected"] == pytest.approx(mean)
    assert best["score"] == pytest.approx(by_hand)
    assert best["p"] == 0.01
    assert best["recurrence_days"] == pytest.approx(100)


def test_the_fast_search_finds_the_highest_score_of_all(town):
    place, age = quiet_year(count=400)
    events = scan.Events(place.astype(np.int64), age)
    discs = scan_discs.build(town, events.cell, cell_m=500, radius_m=1_500)
    found = scan.scores(events, discs, len(town), 20)
    # Every cylinder, counted anew from coordinates.
    row, column = town["row"].to_numpy(), town["column"].to_numpy()
    best = 0.0
    for centre in np.unique(place):
        far = np.hypot(row - row[centre], column - column[centre])
        for radius in (0, 1, 1.5, 2, 3):
            inside = np.isin(place, np.flatnonzero(far <= radius + 1e-9))
            for days in range(1, 21):
                count, mean = (inside & (age < days)).sum(), inside.sum() * (age < days).sum() / 400
                if count >= 3 and count > mean:
                    score = count * np.log(count / mean)
                    score += (400 - count) * np.log((400 - count) / (400 - mean))
                    best = max(best, score)
    assert found["score"].iloc[0] == pytest.approx(best)


def test_pruning_changes_no_maximum(town):
    place, age = quiet_year(count=500)
    events = scan.Events(place.astype(np.int64), age)
    discs = scan_discs.build(town, events.cell, cell_m=500, radius_m=2_000)
    highest = scan.maxima(events, discs, len(town), max_days=14, shuffles=5, seed=4)
    random = np.random.default_rng(4)
    recent = int((age < 14).sum())
    order = np.argsort(age, kind="stable")
    for value in highest:
        cell = events.cell.copy()
        scan._draw(cell, random.random(recent))
        # The drawn cells get the times of the recent cases, the others those of the rest.
        shuffled = scan.Events(cell, age[order])
        assert scan.scores(shuffled, discs, len(town), 14)["score"].max() == pytest.approx(value)


def test_an_outbreak_in_a_block_is_found_and_told_once(town):
    place, age = quiet_year()
    random = np.random.default_rng(8)
    block = np.array([65, 66, 67, 77, 78, 79, 89, 90, 91])
    place = np.r_[place, random.choice(block, 14)]
    age = np.r_[age, random.integers(0, 10, 14)]
    found = scan.find(town, place, age, cell_m=500, shuffles=199, seed=5)
    strong = found[found["p"] <= 0.01]
    assert len(strong) == 1
    assert strong["centre"].iloc[0] in block


def test_pure_noise_alarms_as_rarely_as_p_says(town):
    strong = 0
    for seed in range(60):
        place, age = quiet_year(seed, count=300)
        found = scan.find(town, place, age, cell_m=500, max_days=14, shuffles=39, seed=seed)
        strong += bool((found["p"] <= 0.05).any())
    # 60 nights at 5 %: more than 8 happen once in 180 times.
    assert strong <= 8


def test_the_same_seed_gives_the_same_answer(town):
    place, age = quiet_year(count=300)
    first = scan.find(town, place, age, cell_m=500, shuffles=49, seed=3)
    again = scan.find(town, place, age, cell_m=500, shuffles=49, seed=3)
    assert first.equals(again)


def test_no_cases_no_clusters(town):
    none = np.zeros(0, dtype=np.int64)
    assert scan.find(town, none, none, cell_m=500, shuffles=9).empty
    assert scan.find(town, np.array([-1]), np.array([0]), cell_m=500, shuffles=9).empty


def test_what_cannot_be_is_refused(town):
    one = np.zeros(1, dtype=np.int64)
    with pytest.raises(InvalidInputError, match="ages"):
        scan.find(town, one, np.zeros(2, dtype=np.int64), cell_m=500)
    with pytest.raises(InvalidInputError, match="radius"):
        scan.find(town, one, one, cell_m=500, radius_m=-1)
    with pytest.raises(InvalidInputError, match="shuffle"):
        scan.find(town, one, one, cell_m=500, shuffles=0)
