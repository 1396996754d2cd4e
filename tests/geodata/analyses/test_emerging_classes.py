"""Each rule on a series made by hand; H hot, C cold, . neither, oldest step first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.analyses.emerging_classes import CLASSES, NO_PATTERN, classify

ROWS = [
    # Series of ten steps, trend, class.
    (".........H", 0, "new hot spot"),
    ("CC.......H", 0, "new hot spot"),
    ("........HH", 0, "consecutive hot spot"),
    ("..HHHHHHHH", 1, "consecutive hot spot"),
    ("C.......HH", 0, "consecutive hot spot"),
    ("HHHHHHHHHH", 1, "intensifying hot spot"),
    (".HHHHHHHHH", 1, "intensifying hot spot"),
    ("HHHHHHHHHH", -1, "diminishing hot spot"),
    ("HHH.HHHHHH", -1, "diminishing hot spot"),
    ("HHHHHHHHHH", 0, "persistent hot spot"),
    (".HHHHHHHHH", 0, "persistent hot spot"),
    ("HHHHHHHHH.", 0, "historical hot spot"),
    ("HHHHHHHHH.", -1, "historical hot spot"),
    ("CH.......H", 0, "oscillating hot spot"),
    ("HHHHCHHC.H", 1, "oscillating hot spot"),
    (".H.......H", 0, "sporadic hot spot"),
    ("HH....HHHH", 1, "sporadic hot spot"),
    ("H.......HH", 0, "sporadic hot spot"),
    ("HHHHHHHH..", 0, NO_PATTERN),
    ("....H.....", 0, NO_PATTERN),
    ("..........", 1, NO_PATTERN),
    # Nine steps hot and now cold: what is now is said first.
    ("HHHHHHHHHC", 0, "new cold spot"),
]


def signs(series):
    return np.array([["C.H".index(step) - 1 for step in series]], dtype=np.int8)


@pytest.mark.parametrize(("series", "trend", "expected"), ROWS)
def test_rules_of_hot_spots(series, trend, expected):
    assert classify(signs(series), np.array([trend], np.int8)).tolist() == [expected]


@pytest.mark.parametrize(
    ("series", "trend", "expected"), [row for row in ROWS if not row[2].startswith("new cold")]
)
def test_cold_spots_mirror_them(series, trend, expected):
    mirrored = series.translate(str.maketrans("HC", "CH"))
    found = classify(signs(mirrored), np.array([-trend], np.int8))
    assert found.tolist() == [expected.replace("hot", "cold")]


def test_there_are_17_classes():
    assert len(set(CLASSES)) == 17
    assert {row[2] for row in ROWS} - set(CLASSES) == set()


@given(st.text("HC.", min_size=1, max_size=14), st.sampled_from([-1, 0, 1]))
def test_every_cell_that_is_hot_now_has_a_hot_class(series, trend):
    (found,) = classify(signs(series), np.array([trend], np.int8))
    assert found in CLASSES
    if series[-1] == "H":
        assert found.endswith("hot spot")
    if series[-1] == ".":
        assert found == NO_PATTERN or found.startswith("historical")
