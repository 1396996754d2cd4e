"""A street of blocks, 100 households each."""

from __future__ import annotations

import numpy as np
import shapely

from geodata.demo.build.borders import shared_borders
from geodata.demo.build.draw_grids import draw


def blocks(columns: int, rows: int) -> np.ndarray:
    return np.array(
        [
            shapely.box(0.001 * x, 0.001 * y, 0.001 * (x + 1), 0.001 * (y + 1))
            for y in range(rows)
            for x in range(columns)
        ]
    )


def test_sixteen_blocks_make_four_grids_of_four():
    shapes = blocks(4, 4)
    owner = np.zeros(16, dtype=np.int64)
    grid = draw(owner, np.full(16, 100.0), shared_borders(shapes), seed=1)
    assert sorted(np.bincount(grid)) == [4, 4, 4, 4]
    for number in range(4):
        assert shapely.union_all(shapes[grid == number]).geom_type == "Polygon"


def test_the_draw_is_repeatable_and_communities_do_not_touch_each_other():
    shapes = blocks(8, 4)
    owner = np.array([0, 0, 0, 0, 1, 1, 1, 1] * 4, dtype=np.int64)
    households = np.full(32, 100.0)
    both = draw(owner, households, shared_borders(shapes), seed=1)
    assert (both == draw(owner, households, shared_borders(shapes), seed=1)).all()
    households[owner == 1] = 60.0
    assert (draw(owner, households, shared_borders(shapes), seed=1) == both)[owner == 0].all()


def test_a_single_block_is_one_grid_whatever_its_size():
    grid = draw(
        np.zeros(1, dtype=np.int64), np.array([1978.0]), shared_borders(blocks(1, 1)), seed=1
    )
    assert grid.tolist() == [0]
