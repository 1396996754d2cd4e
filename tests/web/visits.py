"""Visits that notice what a person might not: errors, and requests to other machines."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

from webgis.config import Settings

DESKTOP: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@dataclass
class Visits:
    """Pages opened by one test."""

    browser: Browser
    url: str
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, path: str, device: dict[str, Any], **settings: Any) -> Page:
        """Open a path in a browser of its own and wait until it has settled."""
        context = self.browser.new_context(
            **{"reduced_motion": "reduce", "locale": "en-US", **device, **settings}
        )
        self.contexts.append(context)
        context.route("**/*", self._refuse_strangers)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.goto(self.url + path)
        settle(page)
        return page

    def expect(self, pattern: str) -> None:
        """Take a complaint that matches for what this test is about."""
        self.expected.append(pattern)

    def close(self) -> None:
        """Close all that was opened."""
        for context in self.contexts:
            context.close()

    def _refuse_strangers(self, route: Route) -> None:
        address = route.request.url
        own = urlsplit(self.url)
        # The events of a server without a proxy come from the next port.
        homes = {own.netloc, f"{own.hostname}:{(own.port or 0) + 1}"}
        if urlsplit(address).netloc in homes or address.startswith("data:"):
            route.fallback()
        else:
            self.complaints.append(f"asked another machine: {address}")
            route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        text = f"console {message.type}: {message.text} {message.location.get('url', '')}"
        if not any(re.search(pattern, text) for pattern in self.expected):
            self.complaints.append(text)


def sign_in(page: Page, settings: Settings, role: str) -> None:
    """Sign a page in as a demo account; what it opens next belongs to that account."""
    password = (settings.home / "demo-password").read_text(encoding="ascii").strip()
    own = urlsplit(page.url)
    answer = page.request.post(
        f"{own.scheme}://{own.netloc}/api/v1/session",
        data={"login": f"demo-{role}", "password": password},
    )
    assert answer.ok, answer.text()


def settle(page: Page) -> None:
    """Wait until the page is laid out and has nothing left to ask."""
    page.wait_for_selector("#app > *", state="attached")
    # Network idleness is only waited for once per load: after a click the feeds tell.
    page.wait_for_load_state("networkidle")
    expect(page.locator(".feed[aria-busy=true]")).to_have_count(0)
