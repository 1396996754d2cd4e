"""What the analyses found on the command screen: chosen on the map as in the list, with facts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, settle, sign_in

WHOLE = "/command?lang=en&to=2016-08-17"


def open_list(visits, side, path=WHOLE):
    page = visits.open(path, DESKTOP)
    page.locator(f"#command-tab-{side}").click()
    settle(page)
    return page


def numbers(page):
    """The facts of what is chosen, by name."""
    page.locator(".chosen .facts.numbers").first.wait_for()
    rows = page.locator(".chosen .facts.numbers > div").all()
    return dict(row.inner_text().split("\n", 1) for row in rows)


def middle_of_chosen(page):
    """Where on the map the chosen zone lies: its own button brings it to the middle."""
    page.locator(".chosen").get_by_text("Show on the map").click()
    settle(page)
    box = page.locator("#map").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_hotspot_is_computed_for_the_period_and_shows_what_is_behind_it(visits):
    page = open_list(visits, "hotspots", "/command?lang=en&from=2016-08-01&to=2016-08-10")
    page.get_by_role("button", name="Compute").click()
    row = page.locator("#command-panel .row").first
    row.wait_for(timeout=30_000)
    zone = row.get_attribute("data-zone")
    row.click()
    settle(page)
    facts = numbers(page)
    observed, expected = float(facts["Observed (S)"]), float(facts["Expected (E)"])
    assert float(facts["Ratio S / E"].rstrip("×")) == pytest.approx(observed / expected, abs=0.02)
    assert len(facts) == 6
    page.locator(".chosen .incident-row").first.wait_for()
    expect(page.locator(f"[data-zone='{zone}']")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("side", ["emerging", "forecast"])
def test_what_is_chosen_on_the_map_is_chosen_in_the_list(visits, side):
    page = open_list(visits, side, "/command?lang=en")
    row = page.locator("#command-panel .row").first
    zone = row.get_attribute("data-zone")
    row.click()
    settle(page)
    page.locator("#layer-incidents").uncheck()
    place = middle_of_chosen(page)
    page.locator(".chosen-close").click()
    expect(page.locator(f"[data-zone='{zone}']")).not_to_have_attribute("aria-current", "true")
    page.mouse.click(*place)
    settle(page)
    expect(page.locator(f"[data-zone='{zone}']")).to_have_attribute("aria-current", "true")


def test_a_forecast_stands_beside_its_record(visits):
    page = open_list(visits, "forecast", "/command?lang=en")
    assert page.locator("#command-panel .rank-mark").first.inner_text() == "1"
    page.locator("#command-panel .table").first.wait_for()
    heads = page.locator("#command-panel .table th").all_inner_texts()
    assert heads[:3] == ["Measure", "This", "Last year's count"]
    assert {"PAI", "PEI", "Hit rate"} < set(heads)
    page.get_by_role("button", name="30 days").click()
    settle(page)
    assert "horizon=30" in page.url
    expect(page.locator("#command-panel")).to_contain_text("Aug 17 – Sep 15")


def test_density_has_one_scale_for_every_zoom(visits):
    page = visits.open("/command?lang=en&layers=areas,density", DESKTOP)
    page.locator(".legend-bands").wait_for()
    scale = page.locator(".legend-bands").inner_text()
    page.get_by_role("button", name="Zoom in").click()
    settle(page)
    assert page.locator(".legend-bands").inner_text() == scale


def test_an_alert_is_dismissed_with_a_reason_and_taken_up_again(visits, dc_settings):
    page = visits.open("/sign-in?lang=en", DESKTOP)
    sign_in(page, dc_settings, "dispatcher")
    page.goto(f"{visits.url}/command?lang=en")
    page.locator("#command-tab-alerts").click()
    settle(page)
    row = page.locator(".alert-row").first
    alert = row.get_attribute("data-alert")
    row.click()
    settle(page)
    assert {"Observed (S)", "Expected (E)", "Ratio S / E", "p"} <= set(numbers(page))
    assert page.locator(".chosen .incident-row").count() > 0
    page.locator("[data-action=dismiss]").click()
    page.get_by_label("Reason").fill("known to the works department")
    page.locator(".chosen form").get_by_role("button", name="Dismiss").click()
    expect(page.locator(".chosen .badge").first).to_have_text("dismissed")
    expect(page.locator(".chosen .history")).to_contain_text("known to the works department")
    expect(page.locator(f"[data-alert='{alert}']")).to_have_count(0)
    page.locator("[data-action=reopen]").click()
    page.get_by_label("Reason").fill("it goes on")
    page.locator(".chosen form").get_by_role("button", name="Reopen").click()
    expect(page.locator(".chosen .badge").first).to_have_text("open")


def test_the_index_tells_its_formula_and_its_parts(visits):
    page = open_list(visits, "index", "/command?lang=en")
    expect(page.locator(".index-row")).to_have_count(8)
    first = page.locator(".index-row").first
    first.locator("summary").click()
    points = [float(one) for one in first.locator("tbody td:last-child").all_inner_texts()]
    score = float(first.locator("summary strong").inner_text())
    assert sum(points) == pytest.approx(score, abs=0.3)
    expect(page.locator(".index-formula")).to_contain_text("sum(weight * value)")
    first.get_by_role("button", name="Go into this area").click()
    expect(page.locator(".breadcrumbs li")).to_have_count(2)
    expect(page.locator(".index-row")).not_to_have_count(8)


@pytest.mark.parametrize("side", ["alerts", "emerging", "forecast", "index"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_list(visits, side, theme):
    page = open_list(visits, side, f"/command?lang=zh&theme={theme}")
    page.locator("#command-panel :is(.row, .alert-row, .index-row summary)").first.click()
    settle(page)
    found = Axe().run(page).response["violations"]
    bad = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"]) for v in bad] == []
