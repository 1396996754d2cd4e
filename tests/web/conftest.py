"""A real browser on the real pages of a real server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.visits import DESKTOP, Visits

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if "tests/web" in item.path.as_posix():
            item.add_marker(pytest.mark.web)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium; closed before other folders' tests run an event loop."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=QUIET.split()
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visits(browser: Browser, live_server_url: str) -> Iterator[Visits]:
    """Opens pages; afterwards no console holds an error and nothing has left the machine."""
    made = Visits(browser, live_server_url)
    yield made
    made.close()
    assert made.complaints == []


@pytest.fixture
def page(visits: Visits) -> Page:
    """The map page, in English on a desktop."""
    return visits.open("/map?lang=en", DESKTOP)
