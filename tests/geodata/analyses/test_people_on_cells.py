"""People of units shared out to cells."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.analyses import lattice, people_on_cells
from geodata.errors import InvalidInputError


def units(offset=0.0):
    boxes = [shapely.box(i * 130 + offset, 0, i * 130 + 130 + offset, 170) for i in range(5)]
    people = {"people": [10.0, 20.0, np.nan, 40.0, 0.0]}
    return gpd.GeoDataFrame(people, geometry=boxes, crs=26985)


@given(st.floats(0, 100))
def test_nobody_is_lost_while_all_lies_inside(offset):
    outline = gpd.GeoSeries([shapely.box(-100, -100, 1000, 300)], crs=26985)
    cells = lattice.cells(outline, 100)
    found = people_on_cells.share_out(cells, units(offset), column="people")
    assert found.sum() == pytest.approx(70)
    assert (found >= 0).all()


def test_what_cannot_be_shared_out():
    cells = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=26985)
    with pytest.raises(InvalidInputError, match="no column"):
        people_on_cells.share_out(cells, units(), column="dogs")
    with pytest.raises(InvalidInputError, match="different"):
        people_on_cells.share_out(cells, units().to_crs(32618), column="people")
