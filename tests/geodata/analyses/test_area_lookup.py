import pickle

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.analyses import area_lookup
from geodata.analyses.area_lookup import AreaLookup, suitable_cells
from geodata.errors import InvalidInputError

# A kiosk inside a square, a yard beside it, and a lot that nobody drew.
KIOSK = shapely.box(2, 2, 3, 3)
SQUARE = shapely.box(0, 0, 4, 4)
YARD = shapely.box(4, 0, 6, 4)
PLACES = gpd.GeoSeries([SQUARE, KIOSK, None, YARD, shapely.Polygon()])
CODES = ["2", "1", "0", "3", "00"]
X = np.array([1.0, 2.5, 2.0, 4.0, 5.0, 7.0, np.nan, np.inf, -1e300])
Y = np.array([1.0, 2.5, 2.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
EXPECTED = [0, 1, 1, 0, 3, -1, -1, -1, -1]


@pytest.mark.parametrize("cells_per_side", [None, 1, 5, 64])
def test_both_ways_answer_the_position_in_the_input(cells_per_side):
    lookup = AreaLookup.build(PLACES, CODES, cells_per_side=cells_per_side)
    assert lookup.find(X, Y).tolist() == EXPECTED


def test_many_points_build_the_raster(monkeypatch):
    monkeypatch.setattr(area_lookup, "RASTER_FROM_POINTS", 5)
    lookup = AreaLookup.build(PLACES, CODES)
    assert lookup.find(X[:4], Y[:4]).tolist() == EXPECTED[:4]
    assert lookup.nbytes == 0
    assert lookup.find(X, Y).tolist() == EXPECTED
    assert lookup.nbytes > 0


def test_large_input_is_read_in_chunks(monkeypatch):
    monkeypatch.setattr(area_lookup, "_CHUNK_POINTS", 2)
    assert AreaLookup.build(PLACES, CODES).find(X, Y).tolist() == EXPECTED


@pytest.mark.parametrize("cells_per_side", [None, 8])
def test_it_travels_to_another_process(cells_per_side):
    lookup = AreaLookup.build(PLACES, CODES, cells_per_side=cells_per_side)
    lookup.find(X, Y)
    assert pickle.loads(pickle.dumps(lookup)).find(X, Y).tolist() == EXPECTED  # noqa: S301


def test_without_codes_the_first_row_wins():
    assert AreaLookup.build(PLACES).find(X[:2], Y[:2]).tolist() == [0, 0]


def test_nothing_to_find():
    empty = AreaLookup.build(gpd.GeoSeries([None, shapely.Polygon()]), cells_per_side=8)
    assert empty.find(X, Y).tolist() == [-1] * len(X)
    assert AreaLookup.build(PLACES, cells_per_side=8).find(X[:0], Y[:0]).tolist() == []


def test_a_bow_tie_is_read_as_geos_reads_it():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    x, y = np.array([0.2, 1.0, 1.8, 1.0]), np.array([1.0, 1.0, 1.0, 1.9])
    for cells in (None, 16):
        found = AreaLookup.build(gpd.GeoSeries([bow_tie]), cells_per_side=cells).find(x, y)
        assert found.tolist() == [0, 0, 0, -1]


def test_heights_are_ignored():
    raised = shapely.force_3d(SQUARE, 7.0)
    assert AreaLookup.build(gpd.GeoSeries([raised])).find(X[:1], Y[:1]).tolist() == [0]


def test_the_raster_grows_with_the_areas_between_bounds():
    assert suitable_cells(1) == 256
    assert suitable_cells(3_000) == 2048
    assert suitable_cells(10**9) == 4096


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (shapely.Point(0, 0), "row 2: area B is a Point"),
        (shapely.Polygon([(0, 0), (1, np.inf), (1, 1)]), "row 2: area B has a coordinate"),
        (
            shapely.Polygon([(0, 0), (1, 0), (1, 1)], [[(5, 5), (6, 5), (6, 6)]]),
            "row 2: area B has a hole outside",
        ),
    ],
)
def test_what_is_not_an_area_is_refused(geometry, message):
    with pytest.raises(InvalidInputError, match=message):
        AreaLookup.build(gpd.GeoSeries([SQUARE, geometry]), ["A", "B"])


def test_lengths_must_agree():
    with pytest.raises(InvalidInputError, match="5 areas but 1 codes"):
        AreaLookup.build(PLACES, ["A"])
    with pytest.raises(InvalidInputError, match="equally long"):
        AreaLookup.build(PLACES).find(X, Y[:3])
