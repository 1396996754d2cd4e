"""Everything can be done without a mouse."""

import re

from playwright.sync_api import expect

from tests.web.visits import settle


def focused(page) -> str:
    return page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


def test_the_first_stop_skips_to_the_map(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the map")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("map="))


def test_every_stop_is_seen(page):
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 })()"
        )
        if not outline:
            unseen.append(focused(page))
    assert unseen == []


def test_tabs_are_walked_by_arrows(page):
    page.get_by_role("tab", name="Overview").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Incidents")).to_be_focused()
    expect(page).to_have_url(re.compile("panel=incidents"))
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Overview")).to_have_attribute("aria-selected", "true")


def test_an_area_is_entered_and_left_by_keys(page):
    page.locator("#area-list button").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("area="))
    settle(page)
    page.keyboard.press("u")
    expect(page).not_to_have_url(re.compile("area="))


def test_shortcuts_are_listed_and_can_be_switched_off(page):
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    dialog.get_by_role("switch", name="Single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    page.keyboard.press("h")
    expect(page.get_by_role("switch", name="Hotspots")).not_to_be_checked()


def test_a_letter_toggles_a_layer_but_not_while_typing(page):
    page.locator("#area-search").fill("h")
    expect(page.get_by_role("switch", name="Hotspots")).not_to_be_checked()
    page.locator("#area-search").press("Escape")
    page.locator("#area-search").blur()
    page.keyboard.press("h")
    expect(page.get_by_role("switch", name="Hotspots")).to_be_checked()
    expect(page).to_have_url(re.compile("layers=areas,incidents,hotspots"))
