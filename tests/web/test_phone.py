"""On a phone: the map fills the screen, a sheet and a drawer lie over it, fingers fit."""

import re

from playwright.sync_api import expect

from tests.web.visits import PHONE, settle

TOO_SMALL = """() => [...document.querySelectorAll('button, a, input, select, [role=slider]')]
    .filter(e => e.checkVisibility({ visibilityProperty: true }))
    .filter(e => !e.closest('[inert], .skip-links'))
    .map(e => [e, (e.closest('label') ?? e).getBoundingClientRect()])
    .filter(([e, box]) => box.width > 0 && !e.matches('.sheet-grip'))
    .filter(([e, box]) => box.height < 43.5 || box.width < 40)
    .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""


def test_the_sheet_rises_and_the_drawer_opens(visits):
    page = visits.open("/map?lang=en", PHONE)
    sheet = page.locator(".sheet")
    low = sheet.bounding_box()["height"]
    page.get_by_role("button", name="Resize the panel").click()
    expect(sheet).to_have_attribute("data-height", "half")
    page.wait_for_function("h => document.querySelector('.sheet').offsetHeight > h", arg=low)
    page.get_by_role("button", name="Layers and filters").click()
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_focused()
    expect(page.get_by_role("slider", name="First day")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Layers and filters")).to_be_focused()


def test_what_is_chosen_raises_the_sheet(visits):
    page = visits.open("/map?lang=en&map=17/38.91700/-77.03200&panel=incidents", PHONE)
    page.get_by_role("button", name="Resize the panel").click()
    page.locator(".incident-row").first.tap()
    expect(page).to_have_url(re.compile("select=incident:"))
    expect(page.locator(".history")).to_be_visible()


def test_everything_touched_is_at_least_44_px(visits):
    page = visits.open("/map?lang=en&panel=incidents&map=16/38.91700/-77.03200", PHONE)
    page.get_by_role("button", name="Resize the panel").click()
    assert page.evaluate(TOO_SMALL) == []
    page.get_by_role("button", name="Layers and filters").click()
    settle(page)
    assert page.evaluate(TOO_SMALL) == []


def test_nothing_is_wider_than_the_screen(visits):
    page = visits.open("/map?lang=zh&panel=coverage", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
