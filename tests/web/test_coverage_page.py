"""The coverage page: a figure on the map, its ranking, the rules broken, the findings."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, PHONE


@pytest.mark.parametrize(("device", "look"), [(DESKTOP, "lang=en"), (PHONE, "lang=zh&theme=dark")])
def test_nothing_serious_for_axe(visits, device, look):
    page = visits.open(f"/coverage?{look}", device)
    page.wait_for_selector(".coverage-side .table")
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_the_heaviest_grid_stands_first_and_tiers_can_be_chosen(visits):
    page = visits.open("/coverage?lang=en", DESKTOP)
    first = page.locator(".coverage-side tbody tr").first
    expect(first).to_contain_text("Grid 3C04-03")
    page.get_by_role("combobox", name="Tier").select_option("3")
    expect(page.get_by_text("ANC 3G").first).to_be_visible()
    # The official lines of the wards, which two ANCs straddle.
    expect(page.locator(".finding-rows")).to_contain_text("ANC 6D")


def test_reach_is_ranked_from_the_worst(visits):
    page = visits.open("/coverage?lang=en", DESKTOP)
    page.get_by_role("combobox", name="Figure").select_option(label="Reached within 5 minutes")
    expect(page.locator(".coverage-side tbody tr").first).to_contain_text("0%")
