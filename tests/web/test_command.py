"""The command centre, driven as a duty officer drives it."""

import re
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, PHONE, settle
from tests.worlds import reports

LAYERS = "layers=areas,incidents,hotspots,overdue,officers"


@pytest.fixture
def page(visits):
    return visits.open("/command?lang=en", DESKTOP)


def query(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_it_starts_dark_on_the_last_week_of_the_data_beside_the_week_before(page):
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert query(page)["from"] == "2016-08-10"
    assert page.locator(".kpi[data-key=reported]").inner_text().startswith("Reported\n1,379")
    assert "before: 3,770" in page.locator(".kpi[data-key=reported]").inner_text()


@pytest.fixture
def reported(cluster, live_server_url):
    """A function that reports an incident and returns its key."""
    with reports.forgotten_afterwards(cluster) as keys:
        yield lambda: keys.append(reports.report(live_server_url)) or keys[-1]


def test_a_new_incident_is_there_without_asking(page, reported):
    page.locator(".live-state[data-state=live]").wait_for()
    key = reported()
    page.locator(f".live-new [data-id='{key}']").wait_for(timeout=2000)


def test_the_time_brush_moves_every_figure(page):
    handle = page.locator(".brush-from")
    handle.focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    assert query(page)["from"] == "2016-08-11"
    expect(page.locator(".kpi[data-key=reported]")).not_to_contain_text("1,379")


def test_the_brush_plays_and_has_a_table_behind_it(page):
    page.get_by_label("Speed").select_option("4")
    page.locator(".brush-to").focus()
    page.keyboard.press("PageDown")
    settle(page)
    before = query(page)["from"]
    page.get_by_role("button", name="Play").click()
    expect(page).to_have_url(re.compile(r"from=2016-08-1[1-9]|from=2016-08-0[6-9]"), timeout=5000)
    page.get_by_role("button", name="Pause").click()
    settle(page)
    assert query(page)["from"] != before
    page.locator(".brush-table summary").click()
    rows = page.locator(".brush-table tbody tr")
    assert rows.count() == 40
    assert rows.first.inner_text().split("\t") == ["Fri, Jul 8, 2016", "436"]


def test_paper_shows_figures_map_and_list(page):
    page.locator("#command-tab-alerts").click()
    settle(page)
    page.emulate_media(media="print")
    for shown in (".figures", "#map", ".alert-row"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".map-controls", ".tabs", ".layer-rows", ".area-search"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_drilling_keeps_the_same_panels_at_every_tier(page):
    page.keyboard.press("/")
    page.keyboard.type("Ward 2")
    page.keyboard.press("Enter")
    settle(page)
    assert query(page)["area"] == "110002000000"
    assert page.locator(".kpi").count() == 6
    assert page.locator(".breadcrumbs li").count() == 2
    page.keyboard.press("u")
    settle(page)
    assert "area" not in query(page)


def test_the_swipe_shows_the_week_before_on_the_right(page):
    page.locator("#compare").click()
    settle(page)
    assert page.locator("#swipe-from").input_value() == "2016-08-03"
    page.locator(".swipe-said", has_text="3,770 in view").wait_for()
    page.locator("#swipe").fill("25")
    clip = page.locator(".leaflet-compare-pane").evaluate("pane => pane.style.clipPath")
    left = page.locator(".swipe-line").evaluate("line => line.offsetLeft")
    width = page.locator("#map").evaluate("map => map.offsetWidth")
    assert clip.startswith("polygon")
    assert left == pytest.approx(width / 4, abs=3)


def test_who_is_nearest_to_the_chosen_incident(page):
    row = page.locator(".live-list .incident-row").first
    row.click()
    settle(page)
    assert row.get_attribute("aria-current") == "true"
    officers = page.locator(".dispatch .officers li")
    officers.nth(4).wait_for()
    assert "in the grid" in officers.first.inner_text()


@pytest.mark.parametrize(("theme", "lang"), [*product(("light", "dark"), ("zh", "en"))])
def test_axe_finds_nothing_serious(visits, theme, lang):
    page = visits.open(f"/command?{LAYERS}&theme={theme}&lang={lang}", DESKTOP)
    page.locator("#compare").click()
    page.locator(".live-list .incident-row").first.click()
    settle(page)
    assert serious(page) == []


def test_axe_finds_nothing_serious_on_a_phone(visits):
    page = visits.open("/command?lang=en", PHONE)
    assert serious(page) == []
    page.locator(".map-controls .phone-only").click()
    assert serious(page) == []


def serious(page):
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
