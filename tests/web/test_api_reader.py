"""The reader of the API's description: all of it, and it asks no other machine."""

from playwright.sync_api import expect

from tests.web.visits import DESKTOP


def test_every_operation_is_shown(visits):
    page = visits.open("/api/docs?lang=en", DESKTOP)
    described = page.evaluate(
        "fetch('/api/v1/openapi.json').then(r => r.json())"
        ".then(d => Object.values(d.paths).flatMap(p => Object.keys(p))"
        ".filter(m => ['get', 'post', 'put', 'patch', 'delete'].includes(m)).length)"
    )
    assert described > 15
    expect(page.locator(".endpoint")).to_have_count(described)
    expect(page.get_by_text(f"{described} operations")).to_be_visible()


def test_an_operation_is_found_and_sent(visits):
    page = visits.open("/api/docs?lang=en", DESKTOP)
    page.get_by_label("Search the interface").fill("areas/tree")
    expect(page.locator(".endpoint:visible")).to_have_count(1)
    page.locator(".endpoint:visible > summary").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".try-output:visible")).to_contain_text('"name": "Washington, D.C."')
    page.get_by_label("Search the interface").fill("zzz")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()
