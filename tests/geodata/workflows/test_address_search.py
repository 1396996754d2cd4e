"""Misspelt questions on a small address book; tests/bench asks the same of 300,000 addresses."""

from datetime import UTC, datetime

import pytest

from geodata.models import Address
from geodata.queries import bulk
from geodata.workflows import address_book, address_search
from tests.worlds import address_city

NOW = datetime(2026, 5, 5, tzinfo=UTC)


@pytest.fixture
def entries(town, session):
    entries = address_city.book(3_000)
    rows = ((entry.code, entry.text, "SRID=4326;POINT(114.005 22.505)") for entry in entries)
    bulk.copy_rows(session, Address, ("code", "text", "geom"), rows)
    assert address_book.complete(session) == 3_000
    return entries


def test_the_right_address_comes_first(entries, session):
    asked = address_city.questions(entries, 120)
    assert {entry.is_chinese for _, entry in asked} == {True, False}
    wrong = [
        (text, entry.text)
        for text, entry in asked
        if address_search.search(session, text, NOW, 5)[0]["text"] != entry.text
    ]
    assert len(wrong) <= 0.05 * len(asked), wrong


def test_what_is_spelt_right_is_always_found(entries, session):
    for entry in entries[::100]:
        found = address_search.search(session, entry.text, NOW, 1)[0]
        assert (found["code"], found["score"]) == (entry.code, 1.0)
