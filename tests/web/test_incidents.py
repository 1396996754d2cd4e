"""Incidents: the list and the map show the same, and choosing in one chooses in the other."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, settle

NEAR = "/map?lang=en&map=17/38.91700/-77.03200&panel=incidents"


def shown(page):
    return page.locator(".incident-row")


def test_the_list_holds_what_the_map_shows(visits):
    page = visits.open(NEAR, DESKTOP)
    head = page.locator(".list-head")
    expect(head).to_contain_text("incidents in view")
    before = head.inner_text()
    page.get_by_role("button", name="Zoom in").click()
    expect(head).not_to_have_text(before)
    settle(page)
    count = int(re.match(r"[\d,]+", head.inner_text())[0].replace(",", ""))
    expect(shown(page)).to_have_count(min(50, count))


def test_more_of_the_list_is_shown_on_demand(visits):
    page = visits.open(NEAR.replace("map=17", "map=15"), DESKTOP)
    expect(shown(page)).to_have_count(50)
    page.get_by_role("button", name=re.compile("Show more")).click()
    expect(shown(page)).to_have_count(100)


def test_choosing_in_the_list_shows_the_incident_with_its_history(visits):
    page = visits.open(NEAR, DESKTOP)
    name = shown(page).first.locator(".incident-title").inner_text()
    shown(page).first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("History", exact=True)).to_be_visible()
    expect(page.locator(".history li")).not_to_have_count(0)
    expect(page).to_have_url(re.compile("select=incident:"))
    page.reload()
    settle(page)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name="All in view").click()
    expect(shown(page).first).to_be_visible()
    expect(page).not_to_have_url(re.compile("select="))


@pytest.fixture
def lonely(live_server_url):
    """An incident of a small part of the city that no other lies near to."""
    url = f"{live_server_url}/api/v1/incidents?page_size=500&bbox=-77.080,38.940,-77.060,38.955"
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310
        found = json.load(answer)
    assert found["total"] == len(found["items"])
    places = [(item["lon"], item["lat"]) for item in found["items"]]
    for item in found["items"]:
        near = [p for p in places if abs(p[0] - item["lon"]) + abs(p[1] - item["lat"]) < 6e-4]
        if len(near) == 1 and -77.079 < item["lon"] < -77.061 and 38.941 < item["lat"] < 38.954:
            return item
    raise AssertionError("no incident lies alone")


def test_choosing_on_the_map_shows_it_in_the_panel(visits, lonely):
    place = f"{lonely['lat']:.5f}/{lonely['lon']:.5f}"
    page = visits.open(f"/map?lang=en&map=18/{place}", DESKTOP)
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(f"panel=incidents&select=incident:{lonely['id']}"))
    expect(page.get_by_text(str(lonely["number"]), exact=True)).to_be_visible()


def test_arrow_keys_walk_the_list(visits):
    page = visits.open(NEAR, DESKTOP)
    shown(page).first.focus()
    page.keyboard.press("ArrowDown")
    expect(shown(page).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("select=incident:"))


def test_an_empty_view_says_so(visits):
    page = visits.open(
        "/map?lang=en&map=17/38.88880/-77.05000&panel=incidents&from=2016-08-16&category=SAFE",
        DESKTOP,
    )
    expect(page.get_by_text("No incident in this part of the map")).to_be_visible()


def test_no_pop_ups_anywhere(visits):
    page = visits.open(NEAR, DESKTOP)
    shown(page).first.click()
    expect(page.locator(".leaflet-popup")).to_have_count(0)
