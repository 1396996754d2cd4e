from datetime import date

import pandas as pd
import pytest

from geodata.analyses import load_limits
from geodata.analyses.load_limits import LoadLimit
from geodata.errors import InvalidInputError

TREE = pd.DataFrame(
    {
        "code": ["S1", "C1", "C2", "C3", "G1", "G2", "G3"],
        "tier": [3, 4, 4, 4, 5, 5, 5],
        "name": ["Harbour", "Great Wall", "Green Hill", "Unknown", "North", "Market", "South"],
        "population": [900_000, 34_113, 120_000, None, 1, 1, 1],
        "households": [None, None, None, None, 299, 500, 501],
    }
)


def rows(found):
    return found[["rule", "name", "side"]].to_numpy().tolist()


def test_rules_of_every_tier():
    found = load_limits.find(TREE, code_column="code", tier_column="tier", name_column="name")
    assert rows(found) == [
        ["community_30k", "Green Hill", "above"],
        ["community_30k", "Great Wall", "above"],
        ["community_100k", "Green Hill", "above"],
        ["grid_households", "South", "above"],
        ["grid_households", "North", "below"],
    ]
    assert found["ratio"].iloc[0] == 4


def test_rules_are_data():
    own = [LoadLimit("near_a_million", 3, "population", high=800_000)]
    found = load_limits.find(
        TREE, code_column="code", tier_column="tier", name_column="name", limits=own
    )
    assert rows(found) == [["near_a_million", "Harbour", "above"]]
    with pytest.raises(InvalidInputError, match="reversed"):
        LoadLimit("odd", 5, "households", low=500, high=300)
    with pytest.raises(InvalidInputError, match="no limit"):
        LoadLimit("odd", 5, "households")


def test_a_missing_column_is_named():
    with pytest.raises(InvalidInputError, match="households"):
        load_limits.find(TREE.drop(columns="households"), code_column="code", tier_column="tier")


def test_when_a_limit_will_be_passed():
    census = pd.DataFrame(
        {
            "code": ["up", "up", "down", "down", "over", "over", "slow", "slow", "once"],
            "day": ["2010-01-01", "2020-01-01"] * 4 + ["2020-01-01"],
            "people": [20_000, 25_000, 25_000, 20_000, 29_000, 31_000, 20_000, 20_100, 1],
        }
    )
    found = load_limits.forecast(
        census, code_column="code", date_column="day", value_column="people", high=30_000
    ).set_index("code")
    assert found["passes_on"].to_dict() == {
        "down": None,
        "over": date(2020, 1, 1),
        "slow": None,
        "up": date(2029, 12, 31),  # 5,000 more at 500 a year; leap days differ
    }
    assert found.loc["up", "per_year"] == pytest.approx(500, rel=1e-3)
