"""Filters narrow every number, live in the address, and come back from it."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, settle


def counted(url: str, query: str) -> str:
    address = f"{url}/api/v1/incidents?page_size=1&{query}"
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
        return f"{json.load(answer)['total']:,}"


@pytest.fixture
def total(page):
    return page.locator("#incident-total")


def test_a_category_stands_for_its_children(page, total, live_server_url):
    page.get_by_label("Street lighting", exact=True).check()
    expect(page).to_have_url(re.compile("category=LIGHT"))
    expect(total).to_have_text(counted(live_server_url, "category=LIGHT"))
    page.get_by_role("button", name="Show what belongs to Street lighting").click()
    expect(page.get_by_label("Streetlight Repair Investigation")).to_be_checked()
    expect(page.get_by_label("Streetlight Repair Investigation")).to_be_disabled()


def test_categories_are_searched_in_both_languages(page):
    search = page.get_by_label("Category", exact=True)
    search.fill("alley")
    expect(page.locator(".tree-label", has_text="Alley Cleaning")).to_be_visible()
    search.fill("路灯")
    expect(page.locator(".tree > li")).not_to_have_count(0)
    search.fill("no such thing")
    expect(page.get_by_text("No such category")).to_be_visible()


def test_status_department_and_lateness_combine(page, total, live_server_url):
    page.locator(".chip", has_text="Closed").click()
    expect(page.locator(".chip", has_text="Closed")).to_have_attribute("aria-pressed", "true")
    expect(total).to_have_text(counted(live_server_url, "status=closed,reviewed"))
    page.get_by_label("Department").select_option("DPW")
    page.get_by_label("Only resolved late").check()
    query = "status=closed,reviewed&department=DPW&late=true"
    expect(total).to_have_text(counted(live_server_url, query))
    expect(page.locator(".brush-total")).to_have_text(f"{total.inner_text()} incidents")


def test_days_are_whole_days_of_the_city(page, total, live_server_url):
    page.get_by_label("From", exact=True).fill("2016-07-10")
    page.get_by_label("To", exact=True).fill("2016-07-12")
    expect(page).to_have_url(re.compile("from=2016-07-10&to=2016-07-13"))
    query = "from=2016-07-10T04:00:00Z&to=2016-07-13T04:00:00Z"
    expect(total).to_have_text(counted(live_server_url, query))


def test_the_brush_is_worked_by_keys(page, total, live_server_url):
    first = page.get_by_role("slider", name="First day")
    first.focus()
    for _ in range(3):
        first.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "Mon, Jul 11, 2016")
    page.get_by_role("slider", name="Last day").press("PageDown")
    expect(page).to_have_url(re.compile("from=2016-07-11&to=2016-08-10"))
    query = "from=2016-07-11T04:00:00Z&to=2016-08-10T04:00:00Z"
    expect(total).to_have_text(counted(live_server_url, query))
    page.get_by_role("button", name="Whole period").click()
    expect(page).not_to_have_url(re.compile("from="))


def test_the_brush_is_drawn_by_the_mouse(page):
    box = page.locator(".brush-track").bounding_box()
    y = box["y"] + 20
    page.mouse.move(box["x"] + box["width"] * 0.25, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("from=2016-07-18&to=2016-07-28"))


def test_playing_moves_the_window_a_day_at_a_time(page):
    page.get_by_role("button", name="Play").click()
    expect(page).to_have_url(re.compile("from=2016-07-09&to=2016-07-16"), timeout=8000)
    page.get_by_role("button", name="Pause").click()


def test_every_filter_comes_back_from_the_address(visits, live_server_url):
    query = "category=CLEAN&status=closed,reviewed&department=DPW&from=2016-07-11&to=2016-07-25"
    page = visits.open(f"/map?lang=en&{query}&area=110005000000&panel=incidents", DESKTOP)
    expect(page.get_by_label("Street and alley cleanliness", exact=True)).to_be_checked()
    expect(page.locator(".chip", has_text="Closed")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Department")).to_have_value("DPW")
    expect(page.get_by_label("From", exact=True)).to_have_value("2016-07-11")
    expect(page.get_by_label("To", exact=True)).to_have_value("2016-07-24")
    wanted = counted(
        live_server_url,
        "category=CLEAN&status=closed,reviewed&department=DPW&area=110005000000"
        "&from=2016-07-11T04:00:00Z&to=2016-07-25T04:00:00Z",
    )
    expect(page.locator(".brush-total")).to_have_text(f"{wanted} incidents")
    page.get_by_role("button", name="Clear").click()
    settle(page)
    expect(page).not_to_have_url(re.compile("category|status|department|from"))
    expect(page).to_have_url(re.compile("area=110005000000"))
