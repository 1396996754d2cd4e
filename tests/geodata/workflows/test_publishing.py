from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from geodata.errors import InvalidInputError
from geodata.queries import public_counts
from geodata.workflows import drawn_place, publishing
from tests.worlds import crowd, market


def run(session):
    return publishing.run(session, uuid4(), {}, lambda percent, message: None)


def counts(session):
    return [(row.start, row.count) for row in public_counts.weeks(session)]


def test_a_week_with_enough_doors_is_published_by_topic(session, town):
    crowd.report(session, town, 8)
    assert crowd.publish(session) == (8, 8)
    assert counts(session) == [(crowd.WEEK[0], 8)]
    assert [row.code for row in public_counts.topics(session, crowd.WEEK[0])] == ["02"]


def test_a_week_with_too_few_doors_is_not(session, town):
    crowd.report(session, town, 7)
    assert crowd.publish(session) == (7, 0)
    assert counts(session) == []


def test_one_address_is_one_door_however_often_it_reports(session, town):
    crowd.report(session, town, 20, address="7 Well Lane")
    assert crowd.publish(session) == (20, 0)


def test_sensitive_reports_have_no_square(session, town):
    town.noise.is_sensitive = True
    crowd.report(session, town, 9)
    crowd.publish(session)
    groups = public_counts.groups(session, crowd.WEEK[0], None, None)
    assert [(row.cell_m, row.count) for row in groups] == [(0, 9)]


def test_every_week_that_is_over_is_written_once(session, town):
    crowd.report(session, town, 8)
    crowd.report(session, town, 8, reported_at=market.NOON + timedelta(days=14))
    figures = run(session)
    assert figures["period_start"] == crowd.WEEK[0]
    assert figures["summary"]["published_count"] == 16
    before = counts(session)
    assert [count for _, count in before] == [8, 8]
    crowd.report(session, town, 5, reported_at=market.NOON + timedelta(days=1))
    assert run(session)["summary"]["published_count"] == 0
    assert counts(session) == before


def test_the_week_that_runs_is_not_published(session, town):
    crowd.report(session, town, 8, reported_at=datetime.now(UTC))
    assert run(session)["n"] == 0


def test_nothing_is_published_of_nothing(session, town):
    assert run(session)["n"] == 0


@pytest.mark.parametrize(
    "drawn",
    [
        {"type": "Point", "coordinates": [114, 22.5]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 89], [1, 89], [1, 99], [0, 89]]]},
        {"type": "Polygon", "coordinates": "all"},
        {"type": "Circle"},
        {},
    ],
)
def test_what_is_no_polygon_is_refused(drawn):
    with pytest.raises(InvalidInputError):
        drawn_place.read(drawn)
