"""A database of its own, for couriers and workers have sessions of their own."""

import ipaddress
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geodata.models import Account
from geodata.queries import accounts
from geodata.workflows import webhook_making
from tests.worlds import cases, market, people
from webgis import migrating
from webgis.database import transaction

EMPTIED = (
    "webhook_attempt, webhook_delivery, webhook, subscription, notice, notice_choice,"
    " notice_setting, mail, outbox_entry"
)


@pytest.fixture(scope="module")
def own_engine(cluster):
    """An engine on a migrated database with Market Town and a dispatcher, dropped afterwards."""
    name = f"wangge_outgoing_{uuid.uuid4().hex[:8]}"
    cluster.ensure_database(name)
    engine = create_engine(cluster.url(name), poolclass=NullPool)
    migrating.upgrade(engine)
    with Session(engine) as session:
        cases.write_matrix(session, market.build(session))
        people.account(session, "desk", "dispatcher")
        people.account(session, "gardener", "handler", department="PARKS")
        session.commit()
    yield engine
    engine.dispose()
    with create_engine(
        cluster.admin_url(), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    ).connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def house(own_engine):
    """The engine, emptied of what earlier tests told."""
    with own_engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {EMPTIED} CASCADE"))
    return own_engine


@pytest.fixture
def loopback(settings, own_engine):
    """Settings of the database that let webhooks lead to the loopback."""
    return replace(
        settings,
        database_url=own_engine.url.render_as_string(hide_password=False),
        webhook_networks=(ipaddress.ip_network("127.0.0.0/8"),),
    )


@pytest.fixture
def follow(house):
    """A function that makes a webhook of the dispatcher to a URL; ``wish``: place, kinds."""

    def make(url, login="desk", **wish):
        with transaction(house) as session:
            now = datetime.now(UTC)
            key = session.scalar(select(Account.id).where(Account.login == login))
            actor = accounts.actor(session, key, now)
            order = webhook_making.Wish("test", url, **wish)
            return webhook_making.make(session, actor, order, now)[0]

    return make
