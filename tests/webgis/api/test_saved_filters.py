"""Filters that people keep under a name: each their own."""

import pytest

from geodata.queries import saved_filters

URL = "/api/v1/saved-filters"


def keep(client, name="Late lamps", question="category=LIGHT&queue=overdue"):
    return client.post(URL, json={"name": name, "question": question})


def names(client):
    return [row["name"] for row in client.get(URL).json["items"]]


def test_a_filter_is_kept_replaced_and_forgotten(sign_in, town):
    me = sign_in("dispatcher")
    assert keep(me).status_code == 201
    keep(me, "all mine", "queue=mine")
    answer = keep(me, question="queue=overdue")
    assert [(row["name"], row["question"]) for row in answer.json["items"]] == [
        ("all mine", "queue=mine"),
        ("Late lamps", "queue=overdue"),
    ]
    key = answer.json["items"][0]["id"]
    assert me.delete(f"{URL}/{key}").status_code == 200
    assert names(me) == ["Late lamps"]
    assert me.delete(f"{URL}/{key}").status_code == 404


def test_nobody_sees_or_forgets_a_filter_of_another(sign_in, town):
    me, other = sign_in("dispatcher"), sign_in("dispatcher")
    key = keep(me).json["items"][0]["id"]
    assert names(other) == []
    assert other.delete(f"{URL}/{key}").status_code == 404
    assert names(me) == ["Late lamps"]


def test_strangers_keep_none(client, town):
    assert client.get(URL).status_code == 401
    assert keep(client).status_code == 401
    assert client.delete(f"{URL}/1").status_code == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "", "question": ""}, "name"),
        ({"name": "x" * 81, "question": ""}, "name"),
        ({"name": "x"}, "question"),
        ({"name": "x", "question": "q=two words"}, "question"),
        ({"name": "x", "question": "q=灯"}, "question"),
        ({"name": "x", "question": "q" * 2001}, "question"),
    ],
)
def test_what_is_no_filter_is_refused_by_field(sign_in, town, body, field):
    answer = sign_in("dispatcher").post(URL, json=body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field


def test_there_is_an_end(sign_in, town, monkeypatch):
    monkeypatch.setattr(saved_filters, "MAX_PER_ACCOUNT", 2)
    me = sign_in("dispatcher")
    assert [keep(me, name).status_code for name in "abc"] == [201, 201, 409]
    assert names(me) == ["a", "b"]
