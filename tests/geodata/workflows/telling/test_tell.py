"""A noise complaint on the market: who hears of it at each step, once, and in which words."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from geodata.models import Account, Follower, Notice, OutboxEntry
from geodata.notices import wording
from geodata.queries import notice_choices
from geodata.workflows import casework, telling
from tests.worlds import cases, market, people
from tests.worlds.cases import BOSS, CHECKER, DESK, GARDENER, LI

NOW = datetime.now(UTC)
STAFF = {
    "li": ("officer", market.MARKET, {"officer": "W1"}),
    "desk": ("dispatcher", None, {}),
    "lead": ("station_lead", market.COMMUNITY, {}),
    "gardener": ("handler", None, {"department": "PARKS"}),
    "gardener2": ("handler", None, {"department": "PARKS"}),
    "navvy": ("handler", None, {"department": "ROADS"}),
    "zhao": ("checker", None, {}),
    "boss": ("approver", None, {}),
}


@pytest.fixture
def case(session, town):
    cases.write_matrix(session, town)
    for login, (role, area, place) in STAFF.items():
        people.account(session, login, role, area, **place)
    session.execute(text("DELETE FROM outbox_entry"))
    cases.report(session, now=NOW)
    return cases.KEY


def do(session, who, action, **values):
    return cases.do(session, who, action, NOW, **values)


def told(session):
    """Tell what waits; return {login: kind} of the notices that this made."""
    last = session.scalar(select(func.coalesce(func.max(Notice.id), 0)))
    telling.tell_waiting(session, NOW)
    rows = session.execute(
        select(Account.login, Notice.kind)
        .join(Notice, Notice.account_id == Account.id)
        .where(Notice.id > last)
    )
    return dict(list(rows))


def test_a_report_is_told_to_the_officer_of_its_grid_and_the_nearest_desk(session, case):
    # The community has a station lead of its own: the city's dispatcher is not troubled.
    assert told(session) == {"li": "case_new", "lead": "case_new"}
    assert session.scalar(select(func.count()).select_from(OutboxEntry)) == 0


def test_each_step_is_told_to_whom_it_concerns_and_never_to_who_did_it(session, case):
    told(session)
    do(session, LI, "verify")
    assert told(session) == {"lead": "case_yours"}
    do(session, DESK, "file")
    assert told(session) == {"lead": "case_yours"}
    do(session, DESK, "dispatch", department_code="PARKS", assist_codes=("ROADS",))
    assert told(session) == {
        "gardener": "case_yours",
        "gardener2": "case_yours",
        "navvy": "case_assist",
    }
    do(session, GARDENER, "claim")
    assert told(session) == {}
    do(session, GARDENER, "request_extension", reason="parts", until=NOW + timedelta(days=60))
    assert told(session) == {"boss": "case_decision"}


def test_who_claimed_a_case_is_told_alone(session, case):
    parks = people.account(session, "tree", "handler", None, department="PARKS")
    cases.bring_to(session, "processing", NOW)
    told(session)
    account_id = session.scalar(select(Account.id).where(Account.login == parks))
    session.execute(text("UPDATE incident SET handler_id = :id"), {"id": account_id})
    session.expire_all()
    do(session, BOSS, "supervise", reason="the mayor asked")
    assert told(session) == {"tree": "case_overdue", "lead": "case_overdue"}


def test_a_reporter_who_signed_in_hears_how_it_goes_on(session, town, case):
    told(session)
    people.account(session, "chen", "citizen")
    chen = session.scalar(select(Account.id).where(Account.login == "chen"))
    session.execute(text("UPDATE incident SET reporter_id = :id"), {"id": chen})
    session.expire_all()
    for who, action, values in cases.WAYS["closed"]:
        do(session, who, action, **values)
    telling.tell_waiting(session, NOW)
    rows = session.scalars(select(Notice).where(Notice.account_id == chen).order_by(Notice.id))
    words = [wording.title(row.kind, row.facts, "en").partition(": ")[2] for row in rows]
    assert words == [
        "verified",
        "filed",
        "sent to the department",
        "being handled",
        "handled, to be checked",
        "closed",
    ]


def test_a_follower_hears_of_the_case_that_it_was_merged_into(session, town, case):
    told(session)
    people.account(session, "chen", "citizen")
    chen = session.scalar(select(Account.id).where(Account.login == "chen"))
    other = uuid.uuid4()
    cases.report(session, other, NOW)
    session.add(Follower(id=uuid.uuid4(), incident_id=other, account_id=chen))
    session.flush()
    cases.do(session, DESK, "merge", NOW, other, into=case, reason="the same noise")
    assert told(session)["chen"] == "case_progress"
    do(session, LI, "verify")
    assert told(session)["chen"] == "case_progress"


def test_an_event_is_told_once_however_often_it_comes(session, case):
    first = told(session)
    event = session.scalar(select(Notice.event_id).limit(1))
    session.add(OutboxEntry(source="incident", event_id=event))
    session.flush()
    assert first
    assert told(session) == {}


def test_what_was_undone_is_not_told(session, case):
    told(session)
    undone = session.begin_nested()
    do(session, LI, "verify")
    undone.rollback()
    assert told(session) == {}


def test_history_that_is_brought_in_is_no_news(session, case):
    told(session)
    long_ago = NOW - timedelta(days=3)
    order = casework.Order("verify")
    casework.act(session, LI, case, order, long_ago)
    assert told(session) == {}


def test_what_cannot_be_told_is_kept_aside_and_holds_nobody_up(session, case):
    # An event that is not there: no row can be read.
    session.add(OutboxEntry(source="plan", event_id=2**40))
    session.flush()
    do(session, LI, "verify")
    for _ in range(7):
        telling.tell_waiting(session, NOW)
    left = session.scalars(select(OutboxEntry)).all()
    assert [(row.source, row.attempt_count) for row in left] == [("plan", 5)]
    assert left[0].error.startswith("NoResultFound")


def test_who_wants_nothing_in_the_list_gets_nothing_there(session, case):
    lead = session.scalar(select(Account.id).where(Account.login == "lead"))
    ways = {"in_app": False, "email": False, "webhook": False}
    notice_choices.choose(session, lead, "case_new", ways)
    telling.tell_waiting(session, NOW)
    shown = session.scalars(select(Notice.is_shown).where(Notice.account_id == lead)).all()
    assert shown == [False]


def test_a_closed_account_is_told_nothing(session, case):
    session.execute(text("UPDATE account SET is_active = false WHERE login = 'lead'"))
    # The next level that has somebody.
    assert told(session) == {"li": "case_new", "desk": "case_new"}


def test_the_checker_of_a_failed_check_is_not_told_of_it(session, case):
    cases.bring_to(session, "checking", NOW)
    told(session)
    do(session, CHECKER, "fail", reason="still loud")
    assert told(session) == {"gardener": "case_yours", "gardener2": "case_yours"}
