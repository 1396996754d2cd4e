"""Local Moran as a second view."""

import esda
import geopandas as gpd
import numpy as np
import pytest
import shapely
from libpysal.weights import Queen

from geodata.analyses import local_moran, neighbours
from geodata.errors import InvalidInputError

SIDE = 20


def town(counts):
    row, column = (axis.ravel() for axis in np.indices((SIDE, SIDE)))
    boxes = shapely.box(column * 100, row * 100, column * 100 + 100, row * 100 + 100)
    data = {"count": np.asarray(counts, float), "row": row, "column": column}
    return gpd.GeoDataFrame(data, geometry=boxes, crs=26985)


def test_i_equals_the_reference():
    counts = np.random.default_rng(3).poisson(4, SIDE * SIDE)
    zones = town(counts)
    reference = esda.Moran_Local(
        counts, Queen.from_dataframe(zones, use_index=False), transformation="r", permutations=0
    )
    # The reference divides by n - 1.
    scale = (SIDE * SIDE - 1) / (SIDE * SIDE)
    found = local_moran.find(zones)["moran_i"].to_numpy()
    assert found * scale == pytest.approx(reference.Is, abs=1e-9)


def test_a_block_is_high_high_and_a_lone_peak_among_quiet_ones_is_high_low():
    counts = np.random.default_rng(5).poisson(12, (SIDE, SIDE))
    counts[3:8, 3:8] += 30
    counts[13:18, 13:18] = 0
    counts[15, 15] = 60
    counts[13:18, 3:8] = 0
    zones = town(counts.ravel())
    weights = neighbours.of_cells(zones["row"], zones["column"])
    kind = local_moran.find(zones, weights=weights)["moran_class"].to_numpy().reshape(SIDE, SIDE)
    assert kind[5, 5] == "high-high"
    assert kind[15, 15] == "high-low"
    assert kind[15, 5] == "low-low"


def test_noise_is_left_alone():
    false = 0
    for seed in range(60):
        counts = np.random.default_rng(seed).poisson(0.5, SIDE * SIDE)
        kinds = local_moran.find(town(counts))["moran_class"]
        false += bool((kinds != local_moran.NOT_SIGNIFICANT).any())
    # 60 maps at 5 %: more than 8 happen once in 180 times.
    assert false <= 8


def test_nothing_at_all():
    found = local_moran.find(town(np.zeros(SIDE * SIDE)))
    assert (found["moran_class"] == local_moran.NOT_SIGNIFICANT).all()
    assert (found["moran_i"] == 0).all()


@pytest.mark.parametrize("bad", [-1.0, np.nan])
def test_what_is_no_count_is_refused(bad):
    counts = np.ones(SIDE * SIDE)
    counts[3] = bad
    with pytest.raises(InvalidInputError, match="no count"):
        local_moran.find(town(counts))
    with pytest.raises(InvalidInputError, match="no column"):
        local_moran.find(town(np.ones(SIDE * SIDE)), count_column="dogs")
