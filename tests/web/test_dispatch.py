"""A case is sent from the command centre: by the button, by one key, and refused to strangers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.visits import DESKTOP, settle, sign_in
from tests.worlds import reports

# Inside the community that the demo's station lead answers for.
IN_THE_COMMUNITY = (-77.03379, 38.93552)


@pytest.fixture
def reported(cluster, live_server_url):
    """Reports an incident in the community and returns its key."""
    with reports.forgotten_afterwards(cluster) as keys:
        yield lambda: keys.append(reports.report(live_server_url, IN_THE_COMMUNITY)) or keys[-1]


@pytest.fixture
def page(visits, dc_settings):
    page = visits.open("/sign-in?lang=en", DESKTOP)
    sign_in(page, dc_settings, "station-lead")
    page.goto(f"{visits.url}/command?lang=en")
    settle(page)
    page.locator(".live-state[data-state=live]").wait_for()
    return page


def choose(page, key):
    page.locator(f".live-new [data-id='{key}']").click(timeout=5000)
    settle(page)
    page.locator("#dispatch-now").wait_for()


def test_one_key_verifies_files_and_dispatches_to_who_is_responsible(page, reported):
    choose(page, reported())
    expect(page.locator("#dispatch-to")).to_have_value("DDOT")
    expect(page.locator("#dispatch-now")).to_contain_text("Department of Transportation")
    expect(page.locator(".dispatch .officers li")).to_have_count(5)
    page.keyboard.press("d")
    expect(page.locator(".orders-said").first).to_have_text(
        "Done: Verify, then File, then Dispatch. The case is now: Dispatched."
    )
    steps = page.locator(".dispatch .history .history-what")
    expect(steps).to_have_text(["Reported", "Verified", "Filed", "Dispatched"])
    expect(page.locator("#dispatch-now")).to_have_count(0)


def test_what_else_may_be_done_asks_for_what_it_needs(page, reported):
    choose(page, reported())
    page.get_by_text("Other actions").click()
    page.locator("[data-action=reject]").click()
    page.get_by_label("Reason").fill("not a matter of the city")
    page.get_by_role("button", name="Do it: Reject").click()
    expect(page.locator(".orders-said").first).to_contain_text("The case is now: Rejected")
    expect(page.locator(".dispatch .history")).to_contain_text("not a matter of the city")


def test_whoever_is_not_signed_in_may_look_only(visits, reported):
    page = visits.open("/command?lang=en", DESKTOP)
    page.locator(".live-state[data-state=live]").wait_for()
    page.locator(f".live-new [data-id='{reported()}']").click(timeout=5000)
    settle(page)
    expect(page.locator(".orders")).to_contain_text("Sign in to act on it")
    assert page.locator("#dispatch-now").count() == 0


def test_nobody_is_kept_from_dispatching(page, reported):
    choose(page, reported())
    page.get_by_text("Other actions").click()
    page.locator("[data-action=reject]").click()
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
