"""The bell: a report in an officer's grid rings on the officer's open page, in both languages."""

import uuid

import pytest
import shapely
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, PHONE, settle, sign_in
from tests.worlds import reports


@pytest.fixture
def officer(visits, dc_settings):
    """A function that opens a page as the demo officer."""

    def open_page(path, device):
        page = visits.open("/sign-in?lang=en", device)
        sign_in(page, dc_settings, "officer")
        read_all(page, visits.url)
        page.goto(visits.url + path)
        settle(page)
        return page

    return open_page


def read_all(page, url):
    """Read what other tests told the officer."""
    csrf = page.request.get(f"{url}/api/v1/session").json()["csrf"]
    headers = {"X-CSRFToken": csrf, "Referer": url}
    answer = page.request.post(f"{url}/api/v1/notices/read", data={"ids": None}, headers=headers)
    assert answer.ok, answer.text()


@pytest.fixture
def sent(cluster):
    """Collects the keys of reports and takes them back afterwards."""
    with reports.forgotten_afterwards(cluster) as keys:
        yield keys


def report_in_own_grid(page, url, sent):
    """Report something in the officer's grid as a stranger; return its number."""
    session = page.request.get(f"{url}/api/v1/session").json()
    code = session["account"]["roles"][0]["area_code"]
    grids = page.request.get(f"{url}/api/v1/areas?tier=5").json()["features"]
    shape = next(grid["geometry"] for grid in grids if grid["properties"]["code"] == code)
    place = shapely.geometry.shape(shape).representative_point()
    category = page.request.get(f"{url}/api/v1/categories").json()["items"]
    sent.append(str(uuid.uuid4()))
    body = {
        "id": sent[-1],
        "lon": place.x,
        "lat": place.y,
        "category_code": category[0]["code"],
    }
    answer = page.context.browser.new_context().request.post(f"{url}/api/v1/incidents", data=body)
    assert answer.status == 201, answer.text()
    return answer.json()["number"]


def test_a_report_rings_on_an_open_page_and_is_read(visits, officer, sent):
    page = officer("/coverage?lang=en", DESKTOP)
    bell = page.locator(".bell-button")
    expect(bell).to_have_accessible_name("Notices")
    number = report_in_own_grid(page, visits.url, sent)
    expect(bell).to_have_accessible_name("Notices, 1 unread", timeout=10_000)
    bell.click()
    row = page.locator(".bell-row").first
    expect(row).to_contain_text(f"New report: case {number}")
    assert Axe().run(page, context=".bell").response["violations"] == []
    page.get_by_role("button", name="Mark all as read").click()
    expect(bell).to_have_accessible_name("Notices")
    page.keyboard.press("Escape")
    expect(page.locator(".bell-panel")).to_be_hidden()
    expect(bell).to_be_focused()


def test_the_bell_on_a_phone_in_chinese(visits, officer, sent):
    page = officer("/map?lang=zh", PHONE)
    number = report_in_own_grid(page, visits.url, sent)
    bell = page.locator(".bell-button")
    expect(bell).to_have_accessible_name("通知，1 条未读", timeout=10_000)
    bell.tap()
    expect(page.locator(".bell-row").first).to_contain_text(f"新上报：事件{number}")
    box = page.locator(".bell-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.get_by_role("button", name="全部标为已读").tap()
    expect(bell).to_have_accessible_name("通知")


def test_a_stranger_has_no_bell(visits):
    page = visits.open("/map?lang=en", DESKTOP)
    expect(page.locator(".bell")).to_have_count(0)


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_choices_are_kept(officer, device):
    page = officer("/settings?lang=en", device)
    box = page.get_by_label("New report in your area: E-mail")
    was = box.is_checked()
    box.set_checked(not was)
    page.get_by_label("From").fill("22:00")
    page.get_by_label("To", exact=True).fill("07:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    page.reload()
    settle(page)
    expect(page.get_by_label("New report in your area: E-mail")).to_be_checked(checked=not was)
    expect(page.get_by_label("From")).to_have_value("22:00")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
