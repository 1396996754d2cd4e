"""The same place again and again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geodata.analyses import repeats
from geodata.errors import InvalidInputError

SETTINGS = {"radius_m": 20.0, "days": 30, "min_count": 3}


def test_four_cases_at_one_door_and_what_is_usual_there():
    # Four this month; in the year before two at the same door and one elsewhere; one long ago.
    x = np.array([0.0, 1, 2, 3, 500, 0, 0, 500, 0])
    age = np.array([0, 3, 10, 29, 1, 30, 300, 40, 700])
    found = repeats.find(x, np.zeros(9), age, **SETTINGS)
    assert found["members"].tolist() == [[0, 1, 2, 3]]
    assert found["observed"].tolist() == [4]
    assert found["expected"].tolist() == [pytest.approx(2 * 30 / 365)]


def test_a_young_city_is_judged_by_the_days_it_knows():
    # Three in the last 30 days, two in the 10 days before them: as many days are six.
    age = np.array([0, 3, 10, 31, 39])
    found = repeats.find(np.zeros(5), np.zeros(5), age, **SETTINGS)
    assert found["expected"].tolist() == [pytest.approx(2 * 30 / 10)]


def test_a_case_belongs_to_one_place_only():
    # Six in a row, 10 m apart: the middle ones see most.
    found = repeats.find(np.arange(6) * 10.0, np.zeros(6), np.zeros(6, dtype=int), **SETTINGS)
    members = [case for row in found["members"] for case in row]
    assert len(members) == len(set(members))


def test_cases_without_a_place_or_of_the_future_are_left_out():
    x = np.array([0.0, 0.0, np.nan, 0.0])
    age = np.array([0, 0, 0, -1])
    assert repeats.find(x, np.zeros(4), age, **SETTINGS).empty


@given(
    arrays(float, 25, elements=st.integers(0, 60)),
    arrays(int, 25, elements=st.integers(-2, 60)),
    st.integers(-1000, 1000),
)
def test_moving_the_city_moves_nothing(x, age, shift):
    here = repeats.find(x, x[::-1].copy(), age, **SETTINGS)
    there = repeats.find(x + shift, x[::-1] + shift, age, **SETTINGS)
    assert here["members"].tolist() == there["members"].tolist()
    assert (here["observed"] >= 3).all()


def test_listed_places_count_within_their_own_radius():
    x = np.array([0.0, 4.0, 9.0, 100.0])
    places = np.array([[0.0, 0.0], [100.0, 0.0]])
    found = repeats.at_places(
        x, np.zeros(4), np.zeros(4, dtype=int), places, np.array([5.0, 5.0]), days=7, min_count=1
    )
    assert found[["place", "observed"]].to_numpy().tolist() == [[0, 2], [1, 1]]


def test_what_cannot_be_is_refused():
    with pytest.raises(InvalidInputError, match="ages"):
        repeats.find(np.zeros(2), np.zeros(2), np.zeros(3, dtype=int), **SETTINGS)
    with pytest.raises(InvalidInputError, match="day"):
        repeats.find(
            np.zeros(1), np.zeros(1), np.zeros(1, dtype=int), radius_m=1, days=0, min_count=1
        )
