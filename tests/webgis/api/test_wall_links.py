"""Links for wall screens: made by an admin, opened by the key alone, withdrawn for good."""

import pytest

LINKS = "/api/v1/wall-links"
LOBBY = {"name": "Lobby", "views": ["layers=areas,incidents"], "seconds_per_view": 20}


@pytest.fixture
def admin(sign_in, town):
    return sign_in("admin")


def test_a_screen_opens_what_an_admin_made(admin, client):
    made = admin.post(LINKS, json=LOBBY)
    assert made.status_code == 201, made.json
    key = made.json["key"]
    assert len(key) == 43  # 32 random bytes
    assert client.get(f"{LINKS}/open/{key}").json == LOBBY


def test_a_withdrawn_link_opens_nothing(admin, client):
    made = admin.post(LINKS, json=LOBBY).json
    assert admin.post(f"{LINKS}/{made['id']}/revoke").status_code == 200
    assert client.get(f"{LINKS}/open/{made['key']}").status_code == 404
    assert client.get(f"/wall/{made['key']}").status_code == 404


def test_the_key_is_told_once(admin):
    key = admin.post(LINKS, json=LOBBY).json["key"]
    (link,) = admin.get(LINKS).json["items"]
    assert key not in str(link)
    assert (link["name"], link["created_by"], link["revoked_at"]) == ("Lobby", admin.login, None)


def test_a_guessed_key_opens_nothing(client, town):
    assert client.get(f"{LINKS}/open/guess").status_code == 404
    assert client.get("/wall/guess").status_code == 404


def test_only_an_admin_makes_lists_and_withdraws(sign_in, client, town):
    assert client.post(LINKS, json=LOBBY).status_code == 401
    assert client.get(LINKS).status_code == 401
    dispatcher = sign_in("dispatcher")
    assert dispatcher.post(LINKS, json=LOBBY).status_code == 403
    assert dispatcher.post(f"{LINKS}/1/revoke").status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"views": []}, {"name": ""}, {"seconds_per_view": 1}, {"views": ["<b>"]}, {"x": 1}]
)
def test_nonsense_is_refused(admin, wrong):
    assert admin.post(LINKS, json={**LOBBY, **wrong}).status_code == 422
