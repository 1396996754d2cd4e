"""When the server fails or is gone: said plainly, with a way to go on."""

from playwright.sync_api import expect

from tests.web.visits import DESKTOP, settle

BROKEN = r"Failed to load resource|ERR_FAILED"


def test_a_part_that_fails_is_retried_alone(visits):
    visits.expect(BROKEN)
    page = visits.open("/map?lang=en", DESKTOP)
    page.route("**/incidents?*", lambda route: route.abort())
    page.get_by_role("tab", name="Incidents").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This could not be loaded")
    expect(alert).to_contain_text("The server does not answer")
    page.unroute("**/incidents?*")
    alert.get_by_role("button", name="Try again").click()
    expect(page.locator(".incident-row").first).to_be_visible()


def test_the_server_s_own_words_are_shown(visits):
    visits.expect(BROKEN)
    page = visits.open("/map?lang=en&category=no!such!code", DESKTOP)
    expect(page.get_by_role("alert").first).to_contain_text("code")


def test_a_page_that_cannot_start_says_so(visits):
    visits.expect(BROKEN)
    page = visits.open("/map?lang=en", DESKTOP)
    page.route("**/api/v1/city", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("The page could not start.")).to_be_visible()
    page.unroute("**/api/v1/city")
    page.get_by_role("button", name="Try again").click()
    settle(page)
    expect(page.locator("#incident-total")).to_be_visible()


def test_an_unknown_area_in_the_address_is_survived(visits):
    visits.expect(BROKEN)
    page = visits.open("/map?lang=en&area=999999999999", DESKTOP)
    expect(page.get_by_role("alert").first).to_be_visible()
    page.locator(".crumb").first.click()
    expect(page.get_by_role("heading", name="Washington, D.C.")).to_be_visible()
