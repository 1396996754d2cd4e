import pytest

from geodata.queries import accounts
from tests.worlds import market, people

URL = "/api/v1/session"


@pytest.fixture
def li(session, town):
    return people.account(session, "li", "officer", market.MARKET)


def credentials(password=people.PASSWORD, login="li"):
    return {"login": login, "password": password}


def test_strangers_are_nobody(client, town):
    assert client.get(URL).json == {"account": None, "rights": [], "csrf": None}


def test_sign_in_and_out(client, li):
    answer = client.post(URL, json=credentials())
    assert answer.status_code == 200
    assert answer.json["account"]["roles"] == [{"role": "officer", "area_code": market.MARKET}]
    assert answer.json["rights"] == ["attachment.add_proof", "case.read", "plan.read"]
    assert client.get(URL).json["account"]["login"] == "li"
    headers = {"X-CSRFToken": answer.json["csrf"]}
    assert client.delete(URL, headers=headers).status_code == 204
    assert client.get(URL).json["account"] is None


def test_the_cookie_is_for_this_site_and_for_no_script(client, li):
    cookie = client.post(URL, json=credentials()).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("body", [credentials("wrong"), credentials(login="nobody")])
def test_unknown_login_and_wrong_password_get_the_same_words(client, li, body):
    answer = client.post(URL, json=body)
    assert answer.status_code == 401
    assert answer.json["detail"] == "login and password do not belong together"


def test_ten_wrong_passwords_rest_the_account(client, li, session):
    for _ in range(10):
        assert client.post(URL, json=credentials("wrong")).status_code == 401
    answer = client.post(URL, json=credentials())
    assert answer.status_code == 401
    assert "quarter of an hour" in answer.json["detail"]
    account = accounts.get(session, "li")
    assert [row.action for row in accounts.history(session, account.id, 1)] == ["lock"]


def test_a_closed_account_is_signed_out_everywhere(sign_in, client, li, town):
    client.post(URL, json=credentials())
    admin = sign_in("admin")
    admin.patch("/api/v1/accounts/li", json={"is_active": False, "reason": "left"})
    assert client.get(URL).json["account"] is None
    assert client.post(URL, json=credentials()).status_code == 401


def test_a_cookie_alone_changes_nothing(client, li):
    client.post(URL, json=credentials())
    answer = client.delete(URL)
    assert answer.status_code == 400
    assert "CSRF" in answer.json["detail"]


def test_a_grant_that_has_ended_gives_nothing(client, session, town):
    people.account(session, "old", "admin")
    account = accounts.get(session, "old")
    row = accounts.grants(session, account.id)[0]
    assert row.valid_to is None
    admin_url = f"/api/v1/accounts/old/grants/{row.id}"
    token = client.post(URL, json=credentials(login="old")).json["csrf"]
    headers = {"X-CSRFToken": token}
    assert client.delete(admin_url, headers=headers).status_code == 200
    assert client.delete(admin_url, headers=headers).status_code == 403
