"""A wall: an administrator makes its link, it turns its views, and goes dark when withdrawn."""

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, PHONE, settle, sign_in

WALL = {"viewport": {"width": 3840, "height": 2160}}
FIRST, SECOND = "lang=en&tier=2", "lang=en&panel=alerts&layers=areas,alerts"


@pytest.fixture
def desk(visits, dc_settings):
    page = visits.open("/sign-in?lang=en", DESKTOP)
    sign_in(page, dc_settings, "admin")
    page.goto(f"{visits.url}/command/walls")
    settle(page)
    return page


def make(desk, name):
    """Make a link by hand and return its path."""
    desk.get_by_label("Name of the wall").fill(name)
    desk.get_by_label("Views, one a line").fill(f"{FIRST}\n{SECOND}")
    desk.get_by_label("Seconds for each view").fill("5")
    desk.get_by_role("button", name="Make the link").click()
    return urlsplit(desk.locator("#wall-link").input_value()).path


def withdraw(desk, name):
    desk.get_by_role("button", name=f"Withdraw {name}").click()
    desk.get_by_role("button", name="Withdraw it for good").click()
    desk.get_by_text(f"{name} was withdrawn").wait_for()


def test_a_wall_turns_its_views_read_only_and_goes_dark_once_withdrawn(visits, desk):
    path = make(desk, "Duty room")
    wall = visits.open(path, WALL)
    assert parse_qs(urlsplit(wall.url).query)["tier"] == ["2"]
    assert urlsplit(wall.url).path == path
    expect(wall.locator(".wall-name")).to_have_text("Wall: Duty room")
    expect(wall.locator(".figures")).to_be_visible()
    for hidden in (".top-actions", ".map-controls", ".swipe-bar", ".orders"):
        expect(wall.locator(hidden)).to_be_hidden()
    wall.wait_for_url("**panel=alerts**", timeout=15_000)
    expect(wall.locator(".alert-row").first).to_be_visible()
    wall.wait_for_url("**tier=2**", timeout=15_000)
    withdraw(desk, "Duty room")
    visits.expect("404")
    wall.reload()
    expect(wall.locator("body")).not_to_contain_text("Duty room")


def test_type_and_marks_grow_with_the_wall(visits):
    desk = visits.open("/command?lang=en", DESKTOP)
    wall = visits.open("/command?lang=en", WALL)
    size = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert wall.evaluate(size) == pytest.approx(2 * desk.evaluate(size), rel=0.01)
    brush = "() => document.querySelector('.brush-track').offsetHeight"
    assert wall.evaluate(brush) == pytest.approx(2 * desk.evaluate(brush), rel=0.02)


def test_this_view_can_be_put_on_a_wall(visits, desk):
    desk.goto(f"{visits.url}/command?lang=en&panel=alerts")
    settle(desk)
    desk.get_by_role("link", name="Put on a wall").click()
    expect(desk.get_by_label("Views, one a line")).to_have_value(
        "lang=en&panel=alerts&from=2016-08-10"
    )


def test_only_an_administrator_sees_the_links(visits):
    page = visits.open("/command/walls?lang=en", DESKTOP)
    expect(page.locator("main")).to_contain_text("Only an administrator")
    assert page.locator("form").count() == 0


@pytest.mark.parametrize("device", [DESKTOP, PHONE])
def test_nobody_is_kept_out(visits, dc_settings, device):
    page = visits.open("/sign-in?lang=en", device)
    sign_in(page, dc_settings, "admin")
    page.goto(f"{visits.url}/command/walls")
    settle(page)
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
