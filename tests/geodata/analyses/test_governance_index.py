"""The governance index: parts, weights, uncertainty."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.analyses import governance_index as index
from geodata.analyses import shrinkage
from geodata.errors import InvalidInputError


def table(**columns):
    return pd.DataFrame({name: np.asarray(values, float) for name, values in columns.items()})


LARGE = table(
    timely_numerator=[900, 500, 800],
    timely_denominator=[1000, 1000, 1000],
    covered_numerator=[100, 90, 0],
    covered_denominator=[100, 100, 0],
)


def test_the_formula_by_hand():
    found = index.measure(LARGE, {"timely": 3, "covered": 1})
    share = shrinkage.shares(np.array([900.0, 500, 800]), np.full(3, 1000.0)).estimate
    expected = [(3 * share[0] + 1) / 4, (3 * share[1] + 0.9) / 4, share[2]]
    assert found.areas["score"].tolist() == pytest.approx([100 * v for v in expected])
    assert found.areas["rank"].tolist() == [1, 3, 2]
    points = found.parts.groupby("area")["points"].sum()
    assert points.tolist() == pytest.approx(found.areas["score"].tolist())


def test_small_areas_are_told_with_more_doubt():
    small = table(timely_numerator=[9, 900, 400], timely_denominator=[10, 1000, 1000])
    found = index.measure(small).areas
    width = found["high"] - found["low"]
    assert width[0] > 3 * width[1]
    assert found["score"][0] < 90
    assert 0.5 < found["better_p"][0] < found["better_p"][1]


def test_fewer_cases_per_person_are_worth_more():
    found = index.measure(table(quiet_numerator=[10, 300], quiet_denominator=[10_000, 10_000]))
    assert found.areas["score"][0] > found.areas["score"][1]
    # At the mean rate the value is one half.
    same = index.measure(table(quiet_numerator=[50, 50], quiet_denominator=[1000, 1000]))
    assert same.areas["score"].tolist() == pytest.approx([50, 50])


def test_what_nobody_knows_leaves_the_formula():
    found = index.measure(LARGE.assign(quiet_numerator=0.0, quiet_denominator=0.0))
    assert set(found.parts["part"]) == {"timely", "covered"}
    nothing = index.measure(table(timely_numerator=[0], timely_denominator=[0]))
    assert nothing.areas["score"].isna().all()
    assert nothing.parts.empty


def test_a_weight_of_0_leaves_a_part_out():
    found = index.measure(LARGE, {"timely": 0, "covered": 1})
    assert found.areas["score"].tolist()[:2] == [100, 90]
    assert np.isnan(found.areas["score"][2])


@given(st.permutations([0, 1, 2]), st.floats(0.1, 50))
def test_order_of_areas_and_scale_of_weights_change_nothing(order, factor):
    weights = {"timely": 2.0, "covered": 1.0}
    plain = index.measure(LARGE, weights).areas["score"]
    turned = index.measure(
        LARGE.iloc[order], {part: weight * factor for part, weight in weights.items()}
    ).areas["score"]
    assert turned.sort_index().tolist() == pytest.approx(plain.tolist())


@pytest.mark.parametrize(
    ("weights", "message"),
    [({"beauty": 1}, "no part"), ({"timely": -1}, "below 0"), ({"timely": 0}, "all weights")],
)
def test_weights_that_cannot_be(weights, message):
    with pytest.raises(InvalidInputError, match=message):
        index.measure(LARGE, weights)
    with pytest.raises(InvalidInputError, match="timely_denominator"):
        index.measure(LARGE.drop(columns="timely_denominator"))
