"""Hotspots and coverage: figures with their method, each a click from what lies behind."""

import json
import re
import urllib.request
from datetime import date, timedelta
from itertools import product

import pytest
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, settle

HOTSPOTS = "/map?lang=en&layers=areas,hotspots&panel=hotspots"


def test_hotspots_tell_how_they_were_found(visits):
    page = visits.open(HOTSPOTS, DESKTOP)
    facts = page.locator(".run-facts")
    for name in ("Method", "n", "Period", "Boundaries of", "Computed"):
        expect(facts.locator("dt", has_text=re.compile(f"^{name}$"))).to_be_visible()
    expect(facts).to_contain_text("Getis-Ord Gi*")
    legend = page.locator(".bin-scale li")
    assert legend.all_inner_texts() == ["99%", "95%", "90%", "—", "90%", "95%", "99%"]


def test_a_zone_shows_its_numbers_and_its_incidents(visits):
    page = visits.open(HOTSPOTS, DESKTOP)
    page.locator("#tab-panel .rows .row").first.click()
    expect(page).to_have_url(re.compile("select=zone:"))
    for name in ("Observed (S)", "Expected (E)", "Ratio S / E", "z", "p", "q (FDR)"):
        expect(
            page.locator(".numbers dt", has_text=re.compile(f"^{re.escape(name)}$"))
        ).to_be_visible()
    expect(page.locator(".incident-row").first).to_be_visible()
    page.locator(".incident-row").first.click()
    expect(page).to_have_url(re.compile("panel=incidents&select=incident:"))


def is_answered(url: str, category: str, day: date) -> bool:
    """Whether a run with this question is in the database, which outlives the tests."""
    query = f"cell_m=250&category={category}&from={day}T04:00:00Z"
    with urllib.request.urlopen(f"{url}/api/v1/hotspots?{query}", timeout=20) as answer:  # noqa: S310
        return json.load(answer)["run"] is not None


@pytest.fixture
def new_question(live_server_url) -> tuple[str, date]:
    """A category and a first day that no hotspots were computed for yet."""
    days = [date(2016, 7, 9) + timedelta(days=n) for n in range(30)]
    for category, day in product(("LIGHT", "CLEAN", "ROAD", "WASTE", "SIGN"), days):
        if not is_answered(live_server_url, category, day):
            return category, day
    raise AssertionError("every question was asked; remove the test database")


def test_hotspots_follow_the_filters_by_a_job(visits, new_question):
    category, day = new_question
    page = visits.open(f"{HOTSPOTS}&category={category}&from={day}", DESKTOP)
    expect(page.get_by_text("have not been computed for these filters")).to_be_visible()
    page.get_by_role("button", name="Compute").click()
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    expect(page.get_by_text("Done.")).to_be_visible(timeout=60_000)
    expect(page.locator(".run-facts")).to_contain_text("Getis-Ord Gi*")
    expect(page.locator(".run-facts")).to_contain_text(f"{day:%b} {day.day}, 2016")


def test_coverage_names_what_the_areas_miss(visits):
    page = visits.open("/map?lang=en&layers=areas,findings&panel=coverage", DESKTOP)
    expect(page.locator(".cover-row")).to_have_count(3)
    expect(page.locator(".cover-row").first).to_contain_text("0 outside")
    assert page.locator("#tab-panel tbody th").all_inner_texts() == [
        "City",
        "Ward",
        "ANC",
        "SMD",
        "Grid",
    ]
    page.get_by_label("Kind of finding").select_option(label="Crosses its parent's border")
    found = page.locator(".finding-row")
    expect(found.filter(has_text="ANC 3G").first).to_be_visible()
    expect(found.filter(has_text="ANC 6D").first).to_be_visible()
    found.filter(has_text="ANC 6D").first.click()
    expect(page).to_have_url(re.compile("select=finding:"))
    settle(page)
    expect(page).to_have_url(re.compile(r"map=1[2-6]"))
