import numpy as np
import shapely

from geodata.analyses.sieve import Sieve

BLOCK = shapely.box(0, 0, 2, 2)
SPECK = shapely.box(0, 0, 0.5, 0.5)
CRACK = shapely.box(0, 0, 1000, 0.04)
BAY_WITH_CRACK = shapely.union(BLOCK, CRACK)
PIECES = np.array([BLOCK, SPECK, CRACK, BAY_WITH_CRACK, shapely.Polygon()])


def test_small_and_thin_pieces_are_held_back_and_counted():
    sieve = Sieve(1.0)
    assert sieve.keep("gap", PIECES).tolist() == [0, 3]
    assert sieve.count == {"gap": 2}
    assert sieve.area_m2["gap"] == 0.25 + 40.0


def test_counts_add_up_by_kind():
    sieve = Sieve(1.0)
    for kind in ("gap", "gap", "overlap"):
        sieve.keep(kind, np.array([SPECK]))
    assert sieve.count == {"gap": 2, "overlap": 1}


def test_asking_counts_nothing():
    sieve = Sieve(1.0)
    assert sieve.passes(PIECES).tolist() == [True, False, False, True, False]
    assert sieve.count == {}
