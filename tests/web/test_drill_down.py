"""From the city down to a grid and back: by map, list, breadcrumbs, tiers and keys."""

import re

from playwright.sync_api import Page, expect

from tests.web.visits import settle

# Without those of sensitive categories, which strangers do not see.
INCIDENTS = "22,245"


def total(page: Page):
    return page.locator("#incident-total")


def crumbs(page: Page) -> list[str]:
    return page.locator(".crumb").all_inner_texts()


def test_the_page_opens_on_the_whole_city(page):
    expect(page).to_have_title("Washington, D.C. · 网格 Wangge")
    expect(total(page)).to_have_text(INCIDENTS)
    assert crumbs(page) == ["Washington, D.C."]
    expect(page.locator("#area-list li")).to_have_count(8)


def test_a_click_on_the_map_goes_into_the_area(page):
    page.get_by_role("switch", name="Incidents").uncheck()
    middle = page.locator("#map").bounding_box()
    page.mouse.click(middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2)
    expect(page).to_have_url(re.compile(r"area=11000\d000000"))
    assert len(crumbs(page)) == 2
    expect(page.locator(".segment[aria-pressed=true]").first).to_have_text("ANC")


def test_down_to_a_grid_by_the_list_and_up_by_the_breadcrumbs(page):
    for name in ("Ward 6", "ANC 6D", "SMD 6D01"):
        page.locator("#area-list").get_by_role("button", name=re.compile(name)).click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        settle(page)
    page.locator("#area-list button").first.click()
    expect(page.get_by_role("heading", name=re.compile("Grid 6D01"))).to_be_visible()
    assert crumbs(page)[:4] == ["Washington, D.C.", "Ward 6", "ANC 6D", "SMD 6D01"]
    page.locator(".crumb", has_text="Ward 6").click()
    expect(page.get_by_role("heading", name="Ward 6")).to_be_visible()
    assert crumbs(page) == ["Washington, D.C.", "Ward 6"]


def test_the_counts_below_add_up_to_the_area(page):
    page.locator("#area-list").get_by_role("button", name=re.compile("Ward 1")).click()
    expect(page.get_by_role("heading", name="Ward 1")).to_be_visible()
    settle(page)
    counts = page.locator("#area-list .row-count").all_inner_texts()
    assert sum(int(count.replace(",", "")) for count in counts) == int(
        total(page).inner_text().replace(",", "")
    )


def test_a_tier_above_the_area_leads_up_to_it(page):
    page.locator("#area-list").get_by_role("button", name=re.compile("Ward 1")).click()
    expect(page).to_have_url(re.compile("area="))
    page.get_by_role("button", name="Ward", exact=True).click()
    expect(page).not_to_have_url(re.compile("area="))
    page.get_by_role("button", name="SMD", exact=True).click()
    expect(page).to_have_url(re.compile("tier=4"))
    expect(page.get_by_text("SMD: 296 areas")).to_be_visible()


def test_the_back_button_and_a_reload_restore_the_view(page):
    page.locator("#area-list").get_by_role("button", name=re.compile("Ward 7")).click()
    expect(page.get_by_role("heading", name="Ward 7")).to_be_visible()
    settle(page)
    address = page.url
    page.reload()
    settle(page)
    expect(page.get_by_role("heading", name="Ward 7")).to_be_visible()
    assert page.url == address
    page.go_back()
    expect(page.get_by_role("heading", name="Washington, D.C.")).to_be_visible()
    expect(total(page)).to_have_text(INCIDENTS)
    page.go_forward()
    expect(page.get_by_role("heading", name="Ward 7")).to_be_visible()


def test_an_area_is_found_by_name_and_by_code(page):
    page.keyboard.press("/")
    search = page.get_by_role("combobox", name="Find an area by name or code")
    expect(search).to_be_focused()
    search.fill("6d01")
    expect(page.get_by_role("option").first).to_contain_text("SMD 6D01")
    search.press("Enter")
    expect(page.get_by_role("heading", name="SMD 6D01")).to_be_visible()
    search.fill("110003000000")
    search.press("Enter")
    expect(page.get_by_role("heading", name="Ward 3")).to_be_visible()


def test_straddling_ancs_have_an_official_outline(visits):
    page = visits.open(
        "/map?lang=en&layers=areas,outlines&area=110003000000",
        {"viewport": {"width": 1600, "height": 900}},
    )
    expect(page.get_by_role("switch", name="Official outlines")).to_be_checked()
    expect(page.locator(".leaflet-outlines-pane canvas")).to_have_count(1)
