"""When a matter is known, and when a person hears of it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.alerting import settling
from geodata.alerting.candidate import Candidate, Title
from geodata.alerting.settling import Known


def found(identity="a", observed=10.0, cases=(), category=None):
    return Candidate(
        identity,
        Title("", ""),
        "POINT (0 0)",
        observed,
        category_code=category,
        incident_ids=list(cases),
    )


def known(key=1, identity="a", **values):
    values = {"state": "open", "observed": 10.0, "cases": (), "category": None} | values
    return Known(
        key,
        identity,
        values["state"],
        values["category"],
        values["observed"],
        frozenset(values["cases"]),
    )


def test_the_same_identity_is_the_same_matter():
    assert settling.match([found("a")], [known(identity="a")])[0].id == 1


def test_half_of_the_cases_are_enough_and_the_larger_share_wins():
    matches = settling.match(
        [found("b", cases=[1, 2, 3, 4])],
        [known(1, "x", cases=[1, 2, 8, 9]), known(2, "y", cases=[1, 2, 3, 9])],
    )
    assert matches[0].id == 2
    assert settling.match([found("b", cases=[1, 2, 3])], [known(1, "x", cases=[3, 4, 5])]) == [None]


def test_another_category_is_another_matter():
    one = found("b", cases=[1, 2], category="noise")
    assert settling.match([one], [known(1, "x", cases=[1, 2], category="waste")]) == [None]


@pytest.mark.parametrize(
    ("state", "observed", "outcome"),
    [
        ("open", 10, "seen"),
        ("open", 14, "seen"),
        ("open", 15, "grew"),
        ("assigned", 15, "grew"),
        ("dismissed", 12, "seen"),
        ("dismissed", 15, "raised_again"),
        ("resolved", 30, "raised_again"),
    ],
)
def test_told_again_only_when_grown_by_half(state, observed, outcome):
    assert settling.outcome(found(observed=float(observed)), known(state=state)) == outcome


def test_small_matters_must_grow_by_three():
    assert settling.outcome(found(observed=4.0), known(observed=2.0)) == "seen"
    assert settling.outcome(found(observed=5.0), known(observed=2.0)) == "grew"


CASES = st.sets(st.integers(0, 6), max_size=5)


@given(st.lists(CASES, max_size=4), st.lists(CASES, max_size=4))
def test_an_alert_serves_at_most_one_candidate(new, old):
    candidates = [found(f"new {i}", cases=cases) for i, cases in enumerate(new)]
    alerts = [known(i, f"old {i}", cases=cases) for i, cases in enumerate(old)]
    ids = [match.id for match in settling.match(candidates, alerts) if match is not None]
    assert len(ids) == len(set(ids))
