"""The planner's bench on Washington: drawn, proposed, checked, approved, published by hand."""

import json
import re
import urllib.request
from dataclasses import replace
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from geodata.demo import load
from tests.conftest import free_port, serving
from tests.web.visits import DESKTOP, PHONE, Visits, settle
from webgis import database, migrating
from webgis.auth import demo_accounts

# The first community of the city: eleven blocks in two grids.
SCOPE = "110001001002"


@pytest.fixture(scope="module")
def own_city(cluster, dc_settings):
    """A city of its own: what is published here must not reach the other tests."""
    name = f"wangge_plan_{uuid4().hex[:8]}"
    cluster.ensure_database(name)
    wanted = replace(dc_settings, database_url=cluster.url(name), port=free_port())
    engine = database.make_engine(wanted, statement_timeout_s=0)
    migrating.upgrade(engine)
    with database.transaction(engine) as session:
        load.load(session, "dc")
    with database.transaction(engine) as session:
        demo_accounts.create(session, wanted.home)
    engine.dispose()
    with serving(wanted) as url:
        yield url
    admin = create_engine(cluster.admin_url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def bench(browser, own_city):
    made = Visits(browser, own_city)
    yield made
    made.close()
    assert made.complaints == []


@pytest.fixture
def password(dc_settings):
    return (dc_settings.home / "demo-password").read_text(encoding="ascii").strip()


def sign_in(page, url, role, password):
    answer = page.request.post(
        f"{url}/api/v1/session", data={"login": f"demo-{role}", "password": password}
    )
    assert answer.ok, answer.text()
    page.reload()
    settle(page)


def begin(page, name):
    page.get_by_label("Name").fill(name)
    page.get_by_label("Area to redraw").select_option(SCOPE)
    page.get_by_role("button", name="Begin from today").click()
    page.get_by_role("heading", name=name).wait_for()
    page.locator(".plan-fact").wait_for()


def saved(page, version):
    page.get_by_text(f"Version {version}").wait_for()
    page.get_by_text("All saved").wait_for()


def rows(page):
    return page.locator(".plan-table tbody tr").count()


def serious(page):
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def get(url):
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310
        return json.load(answer)


def test_from_todays_grids_to_published_boundaries(bench, own_city, password):
    page = bench.open("/plan?lang=en", DESKTOP)
    sign_in(page, own_city, "planner", password)
    begin(page, "Spring")
    before = rows(page)
    # A unit moves by the list, for those who do not draw; then it is undone and done again.
    page.locator(".plan-table button").first.click()
    page.get_by_text("Units of 001").click()
    page.locator(".plan-checks input").first.check()
    page.get_by_role("button", name="Move", exact=True).click()
    saved(page, 3)
    assert rows(page) == before + 1
    page.get_by_role("button", name="Undo").click()
    saved(page, 4)
    page.get_by_role("button", name="Redo").click()
    saved(page, 5)
    page.get_by_role("tab", name="Problems").click()
    page.get_by_role("button", name="Check again").wait_for()
    page.get_by_role("tab", name="Impact").click()
    page.get_by_text("Units moved").wait_for()
    page.get_by_role("tab", name="Publish").click()
    page.get_by_role("button", name="Submit for approval").click()
    page.locator(".plan-status.is-submitted").wait_for()
    assert page.get_by_role("button", name="Approve").count() == 0
    # Another person approves and publishes from now on.
    boss = bench.open(page.url.removeprefix(own_city), DESKTOP)
    sign_in(boss, own_city, "approver", password)
    boss.get_by_role("tab", name="Publish").click()
    boss.get_by_role("button", name="Approve").click()
    boss.get_by_role("button", name="Publish", exact=True).click()
    boss.locator(".plan-status.is-published").wait_for()
    today = get(f"{own_city}/api/v1/areas?tier=5")["features"]
    past = get(f"{own_city}/api/v1/areas?tier=5&at=2020-01-01")["features"]
    codes = [{row["properties"]["code"] for row in rows} for rows in (today, past)]
    assert len(codes[0] - codes[1]) == 1
    # Every incident is in one grid on both dates, whatever was redrawn.
    for at in ("", "&at=2020-01-01"):
        found = get(f"{own_city}/api/v1/incidents/summary?by=area&tier=4{at}")
        assert sum(row["count"] for row in found["items"]) == found["total"] > 22_000


def test_the_brush_the_box_and_the_swipe(bench, own_city, password):
    page = bench.open("/plan?lang=en", DESKTOP)
    sign_in(page, own_city, "planner", password)
    begin(page, "Brush")
    page.locator(".plan-table button").nth(1).click()
    page.get_by_role("button", name="Box").click()
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4, steps=4)
    page.mouse.up()
    saved(page, 3)
    # All units of the community are in the grid that was picked; the others end.
    assert page.get_by_text("ends").count() >= 1
    page.keyboard.press("z")
    saved(page, 4)
    page.keyboard.press("b")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 200, box["y"] + box["height"] / 2, steps=10)
    page.mouse.move(box["x"] + box["width"] / 2 - 300, box["y"] + box["height"] / 2, steps=20)
    page.mouse.up()
    saved(page, 5)
    page.get_by_role("button", name="Compare with today").click()
    page.get_by_label("Where today ends").fill("30")


def test_the_engine_proposes_and_one_proposal_is_taken(bench, own_city, password):
    page = bench.open("/plan?lang=en", DESKTOP)
    sign_in(page, own_city, "planner", password)
    begin(page, "Engine")
    page.get_by_role("tab", name="Engine").click()
    page.get_by_label("Minimal change").uncheck()
    page.get_by_label("Balanced").uncheck()
    page.get_by_role("button", name="Propose").click()
    page.locator(".plan-card").wait_for(timeout=90_000)
    assert page.get_by_text("compactness").count() == 1
    accept = page.get_by_role("button", name="Accept")
    if accept.is_enabled():
        accept.click()
        saved(page, 3)


def test_the_whole_city_on_the_bench(bench, own_city, password):
    page = bench.open("/plan?lang=en", DESKTOP)
    sign_in(page, own_city, "planner", password)
    page.get_by_label("Name").fill("Whole city")
    page.get_by_label("Area to redraw").select_option("110000000000")
    page.get_by_role("button", name="Begin from today").click()
    # One more where another test published before.
    page.get_by_text(re.compile("of 73[89] grids")).wait_for(timeout=60_000)
    assert rows(page) >= 738


@pytest.mark.parametrize("device", [DESKTOP, PHONE])
def test_nobody_is_kept_out(bench, own_city, password, device):
    page = bench.open("/plan?lang=en", device)
    assert serious(page) == []
    sign_in(page, own_city, "planner", password)
    assert serious(page) == []
    begin(page, f"Axe {device['viewport']['width']}")
    page.locator(".plan-table button").first.click()
    for tab in ("Grids", "Problems", "Engine", "Impact", "History", "Comments", "Publish"):
        page.get_by_role("tab", name=tab).click()
        settle(page)
        assert serious(page) == [], tab
