"""The whole life of a case, in real browsers: reported offline on a phone, and at its end reviewed.

Everybody is somebody else: a citizen, an officer in the field, the desk, a department, a checker.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Page, expect

from tests.web.test_report import (
    as_file,
    drafts,
    go_home,
    keep_for_later,
    last_button,
    open_report,
    photo,
    write,
)
from tests.web.visits import DESKTOP, PHONE, sign_in
from tests.worlds import reports

LIFE = [
    "Report",
    "Verify",
    "File",
    "Dispatch",
    "Return",
    "Dispatch",
    "Claim",
    "Report as handled",
    "Start the check",
    "Fail the check",
    "Claim",
    "Photo added",
    "Report as handled",
    "Start the check",
    "Pass the check and close",
    "Review",
]
WORDS = "The rim of the hole is sharp"


@dataclass
class Desk:
    """One person at one screen, looking at the case; what they see is kept as pictures."""

    page: Page
    pictures: Path

    def act(self, action: str, done: str, *, asks: bool = False, **values: str) -> None:
        """Do an action with what its form asks for; ``done`` is the state of the case then."""
        self.page.locator(f"[data-action={action}]").click()
        for name, value in values.items():
            field = self.page.locator(f"#order-{name}")
            if name == "department_code":
                field.select_option(value)
            else:
                field.fill(value)
        if values or asks:
            self.page.locator(".action-form button[type=submit]").click()
        expect(self.page.locator(".orders-said")).to_contain_text(f"The case is now: {done}.")
        self.keep(action)

    def look(self, stage: str, owner: str) -> None:
        """Expect the case to stand at a stage, and one who answers for it."""
        self.page.reload()
        expect(self.page.locator(".stage-step[aria-current] .stage-name")).to_have_text(stage)
        expect(self.page.locator(".case-owner")).to_contain_text(owner)

    def keep(self, name: str) -> None:
        """Keep a picture of the page."""
        number = len([*self.pictures.iterdir()]) + 1
        self.page.screenshot(path=self.pictures / f"{number:02}-{name}.png")


@pytest.fixture
def come(visits, dc_settings, tmp_path) -> Callable[..., Desk]:
    """A function that brings somebody with a role to a case."""

    def come_as(role: str, key: str, device=DESKTOP) -> Desk:
        page = visits.open("/sign-in?lang=en", device)
        sign_in(page, dc_settings, role)
        page.goto(f"{visits.url}/cases/{key}?lang=en")
        page.locator(".stage-track").wait_for()
        return Desk(page, tmp_path)

    return come_as


@pytest.fixture
def in_the_grid(visits, dc_settings) -> tuple[str, str]:
    """A latitude and a longitude in the grid for which the demo's officer answers."""
    page = visits.open("/sign-in?lang=en", DESKTOP)
    sign_in(page, dc_settings, "officer")
    api = f"{visits.url}/api/v1"
    code = page.request.get(f"{api}/session").json()["account"]["roles"][0]["area_code"]
    grid = page.request.get(f"{api}/areas/{code}").json()["geometry"]
    inside = shapely.from_geojson(json.dumps(grid)).representative_point()
    return f"{inside.y:.5f}", f"{inside.x:.5f}"


@pytest.fixture
def reported_offline(visits, cluster, tmp_path, in_the_grid) -> Iterator[str]:
    """Report a pothole on a phone without a network, which then comes back; the case's key."""
    visits.expect("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch")
    with reports.forgotten_afterwards(cluster) as keys:
        phone = open_report(visits)
        keep_for_later(phone)
        phone.context.set_offline(True)
        write(phone, WORDS, in_the_grid)
        keys.extend(draft["id"] for draft in drafts(phone))
        last_button(phone).click()
        expect(phone.locator(".sent")).to_contain_text("Kept on this device")
        phone.screenshot(path=tmp_path / "01-offline.png")
        phone.context.set_offline(False)
        go_home(phone)
        expect(phone.locator(".draft-state.is-good")).to_have_count(1, timeout=15_000)
        phone.screenshot(path=tmp_path / "02-sent.png")
        assert len(keys) == 1
        yield keys[0]


def test_from_a_phone_without_a_network_to_the_review(visits, come, reported_offline):
    key = reported_offline
    officer = come("officer", key, PHONE)
    expect(officer.page.locator(".prose")).to_have_text(WORDS)
    officer.act("verify", "Verified", note="seen, two hands deep")

    desk = come("dispatcher", key)
    desk.act("file", "Filed")
    department = desk.page.request.get(f"{visits.url}/api/v1/departments").json()["items"][0]
    code, name = department["code"], department["name"]
    desk.act("dispatch", "Dispatched", department_code=code)
    desk.look("Handle", name)

    handler = come("handler", key)
    handler.act("return", "Returned", reason="the rim belongs to the water works")
    desk.look("Dispatch", "desk")
    expect(desk.page.locator(".history")).to_contain_text("the rim belongs to the water works")
    desk.act("dispatch", "Dispatched", department_code=code)
    handler.page.reload()
    handler.act("claim", "In progress")
    handler.act("feedback", "Feedback", note="filled and rolled")

    checker = come("checker", key)
    checker.act("check", "Checking")
    checker.act("fail", "Rework", reason="sunk again")
    handler.look("Handle", name)
    handler.act("claim", "In progress")
    handler.page.locator("[data-action=feedback]").click()
    handler.page.locator("#photo-after").set_input_files(as_file(photo()))
    handler.page.locator("#order-note").fill("filled with asphalt")
    handler.page.locator(".action-form button[type=submit]").click()
    expect(handler.page.locator(".case-photo figcaption")).to_contain_text("after")

    checker.look("Check", "desk")
    checker.act("check", "Checking")
    checker.act("pass", "Closed", asks=True)
    checker.act("review", "Reviewed", note="still whole after a week")
    expect(checker.page.locator(".stage-step[aria-current] .stage-name")).to_have_text("Reviewed")
    steps = [
        words.split(" → ")[0] for words in checker.page.locator(".history-what").all_inner_texts()
    ]
    assert steps[::-1] == LIFE
    expect(checker.page.locator(".facts")).to_contain_text("Returned")
    expect(checker.page.locator(".facts")).to_contain_text("Reworked")


def test_an_officer_closes_on_the_spot_with_two_photos(come, reported_offline):
    officer = come("officer", reported_offline, PHONE)
    page = officer.page
    page.locator("[data-action=close_on_spot]").click()
    page.locator("#photo-before").set_input_files(as_file(photo()))
    page.locator("#photo-after").set_input_files(as_file(photo((640, 480))))
    page.locator(".action-form button[type=submit]").click()
    expect(page.locator(".orders-said")).to_contain_text("The case is now: Closed.")
    kinds = page.locator(".case-photo figcaption")
    expect(kinds).to_have_count(2)
    assert sorted(words.split(" ")[0] for words in kinds.all_inner_texts()) == ["after", "before"]
    expect(page.locator(".stage-step[aria-current] .stage-name")).to_have_text("Closed")
    officer.keep("closed-on-the-spot")
