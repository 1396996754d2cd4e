"""The half-life that would have forecast the latest months best."""

import geopandas as gpd
import numpy as np
import shapely

from geodata.analyses import half_life, lattice

CELLS = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 1000, 1000)], crs=26985), 100)
OPTIONS = {"horizon_days": 30, "share": 0.01, "sigma_cells": 0}


def test_a_place_that_moves_is_followed():
    # One event a day, in another cell every 200 days: the past misleads, a short memory helps.
    age = np.arange(1.0, 1500.0)
    assert half_life.choose(CELLS, (age // 200).astype(int), age, **OPTIONS).days == 180


def test_a_place_that_stays_keeps_the_default():
    age = np.arange(1.0, 1500.0)
    chosen = half_life.choose(CELLS, np.zeros(len(age), int), age, **OPTIONS)
    assert chosen == half_life.HalfLife(half_life.DEFAULT_DAYS, half_life.LOOKS)


def test_too_little_past_keeps_the_default():
    age = np.arange(1.0, 400.0)
    assert half_life.choose(CELLS, np.zeros(len(age), int), age, **OPTIONS).look_count == 0
