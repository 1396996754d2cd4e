"""The public face, as a person without an account meets it."""

from itertools import product

import pytest
from playwright.sync_api import expect

from tests.web.test_accessibility import serious
from tests.web.visits import DESKTOP, PHONE, settle


@pytest.mark.parametrize(
    ("theme", "lang", "device"), [*product(("light", "dark"), ("zh", "en"), (DESKTOP, PHONE))]
)
def test_axe_finds_nothing_serious(visits, theme, lang, device):
    page = visits.open(f"/?theme={theme}&lang={lang}", device)
    page.locator(".count-square").first.wait_for(state="attached")
    assert serious(page) == []


@pytest.mark.parametrize("path", ["", "collections", "collections/grids/items"])
def test_axe_finds_nothing_serious_in_open_data_documents(visits, path):
    page = visits.browser.new_page()
    page.goto(f"{visits.url}/ogc/{path}?f=html&lang=en")
    assert serious(page) == []
    page.close()


def test_squares_and_table_show_a_week(visits):
    page = visits.open("/?lang=en", DESKTOP)
    rows = page.locator(".count-table tbody tr")
    rows.first.wait_for()
    assert page.locator("#week option").count() >= 4
    page.locator("#week").select_option(index=2)
    expect(rows.nth(6)).to_be_visible()
    expect(page.locator(".count-square").nth(20)).to_be_attached()
    rows.nth(2).get_by_role("button").click()
    settle(page)
    expect(rows.nth(2).get_by_role("button")).to_have_attribute("aria-pressed", "true")
    assert page.locator(".count-square").count() > 0


def test_a_wrong_key_says_so(visits):
    visits.expect("404")
    page = visits.open("/?lang=en", DESKTOP)
    page.locator("#report-key").fill("nothing")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".track-answer")).to_have_text("There is no report with this key.")


def test_a_drawn_polygon_becomes_a_feed(visits):
    page = visits.open("/?lang=en", DESKTOP)
    page.get_by_role("button", name="Draw a polygon").click()
    box = page.locator("#public-map").bounding_box()
    for x, y in ((0.3, 0.3), (0.6, 0.3), (0.5, 0.7)):
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.wait_for_timeout(350)  # two quick taps would be a double tap, which zooms
    page.get_by_role("button", name="Done").click()
    link = page.locator(".place-feed").get_by_role("link", name="News feed")
    link.wait_for()
    answer = page.request.get(link.get_attribute("href"))
    assert answer.status == 200
    assert "http://www.georss.org/georss" in answer.text()


def test_staff_find_the_map_at_the_start(visits, dc_settings):
    password = (dc_settings.home / "demo-password").read_text().strip()
    page = visits.open("/sign-in?lang=en", DESKTOP)
    page.get_by_label("Login").fill("demo-dispatcher")
    page.get_by_label("Password").fill(password)
    page.locator("form").get_by_role("button", name="Sign in").click()
    page.locator(".welcome").wait_for()
    page.goto(f"{visits.url}/?lang=en")
    settle(page)
    expect(page.locator("#incident-total")).to_have_text("22,576")
