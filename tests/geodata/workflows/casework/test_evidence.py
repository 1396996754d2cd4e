"""Closing on the spot (即办件) needs what the officer saw before and after, of this very case."""

from uuid import UUID

import pytest

from geodata.errors import ConflictError, InvalidInputError
from geodata.models import Attachment
from tests.worlds import cases
from tests.worlds.cases import LI, do

BEFORE, AFTER = cases.photo("before").id, cases.photo("after").id


@pytest.fixture
def case(session, town):
    cases.write_matrix(session, town)
    cases.report(session)


def close(session, *ids):
    return do(session, LI, "close_on_spot", attachment_ids=ids)


def test_both_photos_close_it(session, case):
    session.add_all([cases.photo("before"), cases.photo("after")])
    session.flush()
    assert close(session, BEFORE, AFTER).status == "closed"


def test_photos_that_were_sent_ahead_become_the_case_s_own(session, case):
    session.add_all([cases.photo("before", None), cases.photo("after", None)])
    session.flush()
    close(session, BEFORE, AFTER)
    assert session.get(Attachment, AFTER, populate_existing=True).incident_id == cases.KEY


@pytest.mark.parametrize("kind", ["before", "after"])
def test_one_of_them_is_not_enough(session, case, kind):
    session.add(cases.photo(kind))
    session.flush()
    with pytest.raises(ConflictError, match="needs a photo of kind"):
        close(session, cases.photo(kind).id)


def test_a_photo_of_the_report_proves_nothing(session, case):
    session.add(cases.photo("report"))
    session.flush()
    with pytest.raises(ConflictError, match="after and before"):
        close(session, cases.photo("report").id)


def test_a_photo_of_another_case_is_named(session, case):
    other = UUID(int=99)
    cases.report(session, other, lon=114.005)
    session.add_all([cases.photo("before"), cases.photo("after", other)])
    session.flush()
    with pytest.raises(InvalidInputError, match=str(AFTER)) as caught:
        close(session, BEFORE, AFTER)
    assert caught.value.field == "attachment_ids"
    assert session.get(Attachment, AFTER, populate_existing=True).incident_id == other


def test_a_photo_that_nobody_sent_is_named(session, case):
    with pytest.raises(InvalidInputError, match="send it first"):
        close(session, BEFORE)
