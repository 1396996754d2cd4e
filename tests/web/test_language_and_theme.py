"""Chinese and English, light and dark: all four, remembered."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, settle

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_the_language_is_switched_and_remembered(visits, live_server_url):
    page = visits.open("/map?lang=en&area=110001000000", DESKTOP)
    page.get_by_role("button", name=re.compile("中文")).click()
    expect(page.get_by_role("tab", name="热点")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("heading", name="第1区")).to_be_visible()
    page.goto(f"{live_server_url}/map")
    settle(page)
    expect(page.get_by_role("tab", name="热点")).to_be_visible()


@pytest.mark.parametrize("panel", ["overview", "incidents", "hotspots", "coverage"])
def test_no_chinese_is_left_in_english(visits, panel):
    page = visits.open(
        f"/map?lang=en&panel={panel}&layers=areas,incidents,hotspots,findings,outlines", DESKTOP
    )
    for region in (".drawer", ".sheet", ".brush", ".data-age"):
        assert not CHINESE.search(page.locator(region).inner_text())


def test_areas_and_kinds_are_named_in_chinese(visits):
    page = visits.open("/map?lang=zh&panel=incidents&area=110006000000", DESKTOP)
    row = page.locator(".incident-row").first
    for part in (".incident-title", ".incident-place", ".incident-status"):
        assert CHINESE.search(row.locator(part).inner_text())
    assert CHINESE.search(page.locator(".crumb").last.inner_text())


def test_the_reader_s_browser_chooses_the_first_language(visits):
    chinese = visits.open("/map", DESKTOP, locale="zh-CN")
    expect(chinese.get_by_role("tab", name="概览")).to_be_visible()
    english = visits.open("/map", DESKTOP, locale="en-GB")
    expect(english.get_by_role("tab", name="Overview")).to_be_visible()


def background(page) -> str:
    return page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")


def test_the_theme_follows_the_device_until_one_is_chosen(visits):
    page = visits.open("/map?lang=en", DESKTOP, color_scheme="dark")
    dark = background(page)
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert background(page) != dark
    page.get_by_role("button", name=re.compile("Theme: as the device")).click()
    expect(page).to_have_url(re.compile("theme=light"))
    page.get_by_role("button", name=re.compile("Theme: light")).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    settle(page)
    assert background(page) == dark
