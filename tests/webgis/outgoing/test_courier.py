"""Messages about cases to a real receiver that fails in every way: none lost, each in order."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from geodata.models import Notice, Webhook, WebhookAttempt, WebhookDelivery
from geodata.notices import signature
from geodata.workflows import telling, webhook_care
from tests.worlds import cases, market
from tests.worlds.cases import DESK, LI
from tests.worlds.receiver import receiving
from webgis.database import transaction
from webgis.outgoing.courier import Courier

DRAWN = {
    "type": "Polygon",
    "coordinates": [[[114, 22.5], [114.01, 22.5], [114.01, 22.51], [114, 22.51], [114, 22.5]]],
}
RIVER = (114.015, 22.505)


def report(engine, lon=114.004, lat=22.504):
    key = uuid.uuid4()
    with transaction(engine) as session:
        cases.report(session, key, datetime.now(UTC), lon=lon, lat=lat)
    return key


def act(engine, key, who, action, **values):
    with transaction(engine) as session:
        cases.do(session, who, action, datetime.now(UTC), key, **values)


def tell(engine):
    with transaction(engine) as session:
        telling.tell_waiting(session, datetime.now(UTC))


def hurry(engine):
    """Let the time pass that retries and leases wait for."""
    with transaction(engine) as session:
        session.execute(text("UPDATE webhook_delivery SET next_at = now(), claimed_until = NULL"))


def deliver(engine, settings):
    courier = Courier(engine, settings)
    while courier.look():
        courier.wait()
    courier.close()


def rows(engine, model):
    with transaction(engine) as session:
        return session.scalars(select(model).order_by(model.id)).all()


def test_a_case_in_the_area_arrives_signed_and_says_nothing_personal(house, loopback, follow):
    with receiving() as receiver:
        hook = follow(receiver.url, area_code=market.COMMUNITY)
        key = report(house)
        tell(house)
        deliver(house, loopback)
    (got,) = receiver.got
    sent = json.loads(got["body"])
    assert sent["type"] == "incident.report"
    assert sent["data"]["subject"] == str(key)
    assert sent["data"]["area_codes"][-1] == market.MARKET
    assert not {"description", "address", "contact"} & set(sent["data"])
    headers = got["headers"]
    expected = signature.headers(
        [hook.secret], headers["webhook-id"], int(headers["webhook-timestamp"]), got["body"]
    )
    assert headers["webhook-signature"] == expected["webhook-signature"]
    (attempt,) = rows(house, WebhookAttempt)
    assert (attempt.status, attempt.error) == (204, None)


def test_a_drawing_hears_of_its_own_ground_alone(house, loopback, follow):
    with receiving() as receiver:
        follow(receiver.url, geometry=DRAWN)
        inside = report(house)
        report(house, *RIVER)
        tell(house)
        deliver(house, loopback)
    assert [json.loads(got["body"])["data"]["subject"] for got in receiver.got] == [str(inside)]


def test_only_the_kinds_that_were_asked_for(house, loopback, follow):
    with receiving() as receiver:
        follow(receiver.url, area_code=market.COMMUNITY, kinds=["incident.file", "alert"])
        key = report(house)
        act(house, key, LI, "verify")
        act(house, key, DESK, "file")
        tell(house)
        deliver(house, loopback)
    assert [json.loads(got["body"])["type"] for got in receiver.got] == ["incident.file"]


def test_ones_own_notices_are_pushed(house, loopback, follow):
    with receiving() as receiver:
        follow(receiver.url, login="gardener")
        key = report(house)
        act(house, key, LI, "verify")
        act(house, key, DESK, "file")
        act(house, key, DESK, "dispatch", department_code="PARKS")
        tell(house)
        deliver(house, loopback)
    (got,) = receiver.got
    sent = json.loads(got["body"])
    assert sent["type"] == "notice.case_yours"
    assert sent["data"]["title"].startswith("待您处理：事件")


def test_who_lost_the_right_hears_nothing(house, loopback, follow):
    with receiving() as receiver:
        follow(receiver.url, area_code=market.COMMUNITY)
        with transaction(house) as session:
            session.execute(text("UPDATE account SET is_active = false WHERE login = 'desk'"))
        try:
            report(house)
            tell(house)
            deliver(house, loopback)
        finally:
            with transaction(house) as session:
                session.execute(text("UPDATE account SET is_active = true WHERE login = 'desk'"))
    assert receiver.got == []


@pytest.mark.parametrize("failure", ["500", "302", "garbage"])
def test_a_failed_message_comes_again_with_the_same_id_and_before_the_next(
    house, loopback, follow, failure
):
    with receiving(failure) as receiver:
        follow(receiver.url, area_code=market.COMMUNITY)
        key = report(house)
        act(house, key, LI, "verify")
        tell(house)
        deliver(house, loopback)
        # The second message about the case waits for the first.
        assert len(receiver.got) == 1
        hurry(house)
        receiver.behaviour = "ok"
        deliver(house, loopback)
    kinds = [json.loads(got["body"])["type"] for got in receiver.got]
    assert kinds == ["incident.report", "incident.report", "incident.verify"]
    ids = [got["headers"]["webhook-id"] for got in receiver.got]
    assert ids[0] == ids[1] != ids[2]
    assert [row.state for row in rows(house, WebhookDelivery)] == ["delivered", "delivered"]


def test_other_webhooks_are_not_held_up_by_one_that_hangs(house, loopback, follow):
    with receiving("hang") as hanging, receiving() as quick:
        hanging.hang_s = 2
        follow(hanging.url, area_code=market.COMMUNITY)
        follow(quick.url, area_code=market.COMMUNITY)
        for _ in range(5):
            report(house)
        tell(house)
        courier = Courier(house, loopback)
        end = time.monotonic() + 1.5
        while len(quick.got) < 5 and time.monotonic() < end:
            courier.look()
            time.sleep(0.02)
        assert len(quick.got) == 5
        assert len(hanging.got) == 1
        courier.close()


def test_two_secrets_sign_for_a_day_after_a_change(house, loopback, follow):
    with receiving() as receiver:
        hook = follow(receiver.url, area_code=market.COMMUNITY)
        with transaction(house) as session:
            kept = session.get_one(Webhook, hook.id)
            new = webhook_care.rotate(kept, datetime.now(UTC))
        report(house)
        tell(house)
        deliver(house, loopback)
    (got,) = receiver.got
    head = got["headers"]
    for secret in (new, hook.secret):
        code = signature.headers(
            [secret], head["webhook-id"], int(head["webhook-timestamp"]), got["body"]
        )["webhook-signature"]
        assert code in head["webhook-signature"].split(" ")
    later = datetime.now(UTC) + timedelta(days=1, minutes=1)
    with transaction(house) as session:
        assert webhook_care.secrets_at(session.get_one(Webhook, hook.id), later) == [new]


def test_after_days_of_failure_it_is_switched_off_and_its_owner_is_told(house, loopback, follow):
    with receiving("500") as receiver:
        hook = follow(receiver.url, area_code=market.COMMUNITY)
        report(house)
        tell(house)
        deliver(house, loopback)
        with transaction(house) as session:
            session.execute(
                text("UPDATE webhook SET failing_since = now() - interval '5 days 1 hour'")
            )
        hurry(house)
        deliver(house, loopback)
        (kept,) = rows(house, Webhook)
        assert (kept.id, kept.disabled_why) == (hook.id, "nothing delivered for 5 days")
        assert [row.state for row in rows(house, WebhookDelivery)] == ["given_up"]
        told = [row for row in rows(house, Notice) if row.kind == "webhook"]
        assert [(row.account_id, row.facts) for row in told] == [
            (hook.account_id, {"name": "test"})
        ]
        count = len(receiver.got)
        report(house)
        tell(house)
        deliver(house, loopback)
        assert len(receiver.got) == count


def test_gone_is_gone(house, loopback, follow):
    with receiving("410") as receiver:
        follow(receiver.url, area_code=market.COMMUNITY)
        report(house)
        tell(house)
        deliver(house, loopback)
    (kept,) = rows(house, Webhook)
    assert kept.disabled_why == "the receiver answered 410 Gone"


def worker(settings):
    environment = {
        **os.environ,
        "WEBGIS_HOME": str(settings.home),
        "WEBGIS_CITY": "none",
        "WEBGIS_DATABASE_URL": settings.database_url,
        "WEBGIS_WEBHOOK_NETWORKS": "127.0.0.0/8",
    }
    return subprocess.Popen([sys.executable, "-m", "webgis.cli", "worker"], env=environment)


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


def test_a_worker_killed_again_and_again_loses_nothing_and_keeps_the_order(house, loopback, follow):
    steps = ((LI, "verify"), (DESK, "file"), (DESK, "prioritize"))
    with receiving() as receiver:
        follow(receiver.url, area_code=market.COMMUNITY)
        keys = [report(house) for _ in range(6)]
        for who, action in steps:
            for key in keys:
                values = {"priority": "urgent", "reason": "loud"} if action == "prioritize" else {}
                act(house, key, who, action, **values)
        for round_ in range(3):
            running = worker(loopback)
            receiver.behaviour = "hang" if round_ == 1 else "ok"
            receiver.hang_s = 1
            wanted = len(receiver.got) + 4
            until(lambda wanted=wanted, round_=round_: len(receiver.got) >= wanted or round_ == 1)
            if round_ == 1:
                until(lambda wanted=wanted: len(receiver.got) > wanted - 4)
            running.send_signal(signal.SIGKILL)
            running.wait()
            hurry(house)
        receiver.behaviour = "ok"
        running = worker(loopback)
        try:
            until(lambda: len(set(receiver.ids)) == 24)
        finally:
            running.terminate()
            running.wait(30)
    order = defaultdict(list)
    for got in receiver.got:
        sent = json.loads(got["body"])
        if got["taken"] and sent["type"] not in order[sent["data"]["subject"]]:
            order[sent["data"]["subject"]].append(sent["type"])
    expected = ["incident.report", *(f"incident.{action}" for _, action in steps)]
    assert [order[str(key)] for key in keys] == [expected] * 6
