"""The row that wins, told for one place and for all at once."""

from hypothesis import given
from hypothesis import strategies as st

from geodata.loop.routing import Responsibility, choose, spread

# City, two districts, a community in each, three grids: area -> the one above.
PARENTS = {
    "C": None,
    "D1": "C",
    "D2": "C",
    "K1": "D1",
    "K2": "D2",
    "G1": "K1",
    "G2": "K1",
    "G3": "K2",
}


def around(code):
    """Return the tiers of the areas around one, itself too, by code."""
    chain = []
    while code:
        chain.append(code)
        code = PARENTS[code]
    return {name: tier for tier, name in enumerate(reversed(chain), 1)}


def test_the_nearest_row_wins_and_then_the_narrower_category():
    rows = [
        Responsibility("C", 1, "CITY"),
        Responsibility("K1", 1, "WIDE"),
        Responsibility("K1", 2, "NARROW"),
        Responsibility("G2", 1, "GRID"),
    ]
    found = {code: row.department_code for code, row in spread(rows, PARENTS).items()}
    assert found == {
        "C": "CITY",
        "D1": "CITY",
        "D2": "CITY",
        "K1": "NARROW",
        "K2": "CITY",
        "G1": "NARROW",
        "G2": "GRID",
        "G3": "CITY",
    }


def test_where_no_row_covers_nobody_acts():
    assert set(spread([Responsibility("K2", 1, "X")], PARENTS)) == {"K2", "G3"}


keys = st.sets(st.tuples(st.sampled_from(list(PARENTS)), st.sampled_from([1, 2])))


@given(keys)
def test_everywhere_it_is_what_one_place_would_be_told(wanted):
    rows = [Responsibility(area, level, f"{area}-{level}") for area, level in wanted]
    found = spread(rows, PARENTS)
    for code in PARENTS:
        assert found.get(code) == choose(rows, around(code))
