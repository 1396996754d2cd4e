"""Categories have two levels."""

import pytest
from sqlalchemy.exc import DBAPIError

from geodata.models import Category


@pytest.mark.parametrize(
    ("level", "has_parent", "part"),
    [(3, True, "level"), (2, False, "two_levels"), (1, True, "two_levels|fk_category")],
)
def test_what_is_refused(session, town, level, has_parent, part):
    parent = town.noise.parent_id if has_parent else None
    session.add(Category(code="X", level=level, parent_id=parent, name="X", name_zh="X"))
    with pytest.raises(DBAPIError, match=part):
        session.flush()


def test_nothing_hangs_below_the_second_level(session, town):
    session.add(Category(code="X", level=2, parent_id=town.noise.id, name="X", name_zh="X"))
    with pytest.raises(DBAPIError, match="fk_category"):
        session.flush()
