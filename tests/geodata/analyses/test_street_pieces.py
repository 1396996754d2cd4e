import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analyses import street_pieces


def cut(*corners, **named):
    return street_pieces.cut(np.array([shapely.LineString(c) for c in corners]), **named)


def test_a_crossing_is_a_node_of_four_pieces():
    pieces = cut([(0, 50), (100, 50)], [(50, 0), (50, 100)])
    assert shapely.length(pieces.shapes).tolist() == [50, 50, 50, 50]
    assert pieces.line.tolist() == [0, 0, 1, 1]
    assert len(set(pieces.start) & set(pieces.end)) == 1


def test_a_flyover_meets_nothing():
    pieces = cut([(0, 50), (100, 50)], [(50, 0), (50, 100)], levels=np.array([0, 1]))
    assert len(pieces.shapes) == 2
    ramp = cut([(0, 50), (100, 50)], [(50, 50), (50, 100)], levels=np.array([0, 1]))
    assert len(ramp.shapes) == 3


def test_an_end_that_falls_short_is_joined():
    pieces = cut([(0, 0), (100, 0)], [(50, 0.3), (50, 80)])
    assert len(pieces.nodes) == 4
    apart = cut([(0, 0), (100, 0)], [(50, 5), (50, 80)])
    assert len(apart.nodes) == 4
    assert len(apart.shapes) == 2


def test_one_street_drawn_twice_and_rings():
    twice = cut([(0, 0), (100, 0)], [(20, 0), (60, 0)])
    assert len(twice.nodes) == 4
    ring = cut([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])
    assert ring.start.tolist() == ring.end.tolist() == [0]
    eight = cut([(0, 0), (100, 100), (100, 0), (0, 100)])
    assert len(eight.shapes) == 3


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12))
def test_no_length_is_lost_and_pieces_meet_at_their_ends_only(seed, count):
    rng = np.random.default_rng(seed)
    lines = np.array([shapely.LineString(rng.uniform(0, 1000, (3, 2))) for _ in range(count)])
    pieces = street_pieces.cut(lines, snap_m=0.01)
    assert shapely.length(pieces.shapes).sum() == pytest.approx(shapely.length(lines).sum(), abs=1)
    nodes = shapely.points(pieces.nodes)
    for ends, node in ((0, pieces.start), (-1, pieces.end)):
        assert shapely.distance(shapely.get_point(pieces.shapes, ends), nodes[node]).max() < 0.02
    a, b = shapely.STRtree(pieces.shapes).query(pieces.shapes, predicate="crosses")
    meet = shapely.intersection(pieces.shapes[a], pieces.shapes[b])
    assert shapely.distance(meet, nodes[pieces.start[a]]).size == len(a)
    inner = np.minimum(
        shapely.distance(meet, nodes[pieces.start[a]]), shapely.distance(meet, nodes[pieces.end[a]])
    )
    assert inner.max(initial=0) < 0.05
