"""Signing in and out by hand, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.visits import DESKTOP, PHONE


def enter(page, login, password):
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("device", [DESKTOP, PHONE])
def test_in_with_the_right_password_and_out_again(visits, dc_settings, device):
    password = (dc_settings.home / "demo-password").read_text(encoding="ascii")
    page = visits.open("/sign-in", device)
    visits.expect("401")
    enter(page, "demo-dispatcher", "not the password")
    page.get_by_text("login and password do not belong together").wait_for()
    enter(page, "demo-dispatcher", password)
    page.get_by_text("Signed in as Demo Dispatcher").wait_for()
    page.reload()  # the cookie stays
    page.get_by_text("dispatcher · the whole city").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Password").wait_for()


@pytest.mark.parametrize("device", [DESKTOP, PHONE])
def test_nobody_is_kept_out(visits, device):
    page = visits.open("/sign-in", device)
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


def test_the_map_leads_there(visits):
    page = visits.open("/map", DESKTOP)
    page.get_by_role("link", name="Account and pages").click()
    page.get_by_role("heading", name="Sign in").wait_for()
