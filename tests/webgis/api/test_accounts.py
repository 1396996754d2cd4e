import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.worlds import market, people

URL = "/api/v1/accounts"


@pytest.mark.parametrize("role", ["citizen", "officer", "dispatcher", "planner", "auditor"])
def test_only_administrators_see_and_make_accounts(sign_in, town, role):
    other = sign_in(role)
    assert other.get(URL).status_code == 403
    assert other.post(URL, json={"login": "x", "name": "X"}).status_code == 403


def test_strangers_are_asked_to_sign_in(client, town):
    assert client.get(URL).status_code == 401
    assert client.get(f"{URL}/events").status_code == 401


def test_an_account_gets_a_role_on_a_subtree(sign_in, town):
    admin = sign_in("admin")
    new = {"login": "Chen", "name": "Chen Bo", "password": "0123456789", "department_code": "PARKS"}
    assert admin.post(URL, json=new).json["login"] == "chen"
    grant = {"role": "handler", "area_code": market.COMMUNITY, "reason": "new colleague"}
    answer = admin.post(f"{URL}/chen/grants", json=grant)
    assert answer.status_code == 201
    assert answer.json["grants"][0]["area_code"] == market.COMMUNITY
    events = sign_in("auditor").get(f"{URL}/events").json["items"]
    given = next(e for e in events if e["action"] == "grant" and e["login"] == "chen")
    assert (given["actor"], given["reason"]) == (admin.login, "new colleague")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"login": "a b", "name": "X"}, 422, "login"),
        ({"login": "ok", "name": "X", "password": "short"}, 422, "password"),
        ({"login": "ok", "name": "X", "department_code": "NONE"}, 422, "department_code"),
        ({"login": "ok", "name": "X", "officer_code": "NONE"}, 422, "officer_code"),
        ({"login": "ok"}, 422, None),
    ],
)
def test_what_cannot_be_is_named(sign_in, town, body, status, field):
    answer = sign_in("admin").post(URL, json=body)
    assert answer.status_code == status
    assert answer.json.get("field") == field


def test_a_login_is_never_given_away_again(sign_in, town):
    admin = sign_in("admin")
    assert admin.post(URL, json={"login": "ma", "name": "Ma"}).status_code == 201
    admin.patch(f"{URL}/ma", json={"is_active": False})
    assert admin.post(URL, json={"login": "ma", "name": "Other"}).status_code == 409


def test_a_key_acts_for_its_account_until_it_is_revoked(sign_in, client, session, town):
    people.account(session, "feed", "admin")
    admin = sign_in("admin")
    key = admin.post(f"{URL}/feed/keys", json={"name": "hotline"}).json["key"]
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get(URL, headers=headers).status_code == 200
    assert client.post(URL, headers=headers, json={"login": "k", "name": "K"}).status_code == 201
    key_id = admin.get(f"{URL}/feed").json["keys"][0]["id"]
    assert admin.delete(f"{URL}/feed/keys/{key_id}").status_code == 204
    assert client.get(URL, headers=headers).status_code == 401


def test_no_answer_shows_a_hash(sign_in, town):
    admin = sign_in("admin")
    assert "argon2" not in admin.get(URL).text + admin.get(f"{URL}/{admin.login}").text


@pytest.mark.parametrize(
    "sql", ["UPDATE account_event SET actor = 'x'", "DELETE FROM account_event"]
)
def test_what_happened_cannot_be_rewritten(session, town, sql):
    people.account(session, "li", "officer")
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(sql))
