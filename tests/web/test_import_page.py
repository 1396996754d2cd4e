"""The import page: a file from choice to rollback, in both languages, on a desk and a phone."""

import json

import pytest

from geodata.demo.packed import open_city
from tests.web.test_accessibility import serious
from tests.web.visits import DESKTOP, PHONE, settle


@pytest.fixture
def roads(tmp_path):
    """Three roads as a department might send them, one without a shape."""
    x, y = open_city("dc").table("addresses").iloc[0][["lon", "lat"]]
    line = {"type": "LineString", "coordinates": [[x, y], [x + 0.01, y + 0.01]]}
    features = [
        {"type": "Feature", "properties": {"nr": f"r{i}", "label": "East Road"}, "geometry": shape}
        for i, shape in enumerate([line, line, None])
    ]
    path = tmp_path / "roads.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def open_signed_in(visits, dc_settings, path, device):
    page = visits.open(path, device)
    password = (dc_settings.home / "demo-password").read_text(encoding="ascii").strip()
    answer = page.context.request.post(
        f"{visits.url}/api/v1/session", data={"login": "demo-admin", "password": password}
    )
    assert answer.status == 200
    page.reload()
    settle(page)
    return page


def look_at(page, file, source):
    page.set_input_files("#file", str(file))
    page.select_option("#kind", "backdrop")
    page.fill("#source", source)
    page.locator(".import-form button").click()
    page.wait_for_selector(".import-reading")


def test_a_file_comes_in_and_goes_out_again(visits, dc_settings, roads):
    page = open_signed_in(visits, dc_settings, "/import?lang=en", DESKTOP)
    look_at(page, roads, "roads office")
    assert serious(page) == []
    page.select_option("#column-source_id", "nr")
    page.select_option("#column-name", "label")
    page.select_option("#column-kind", "")
    page.fill("#value-kind", "road")
    page.get_by_role("button", name="Check without writing").click()
    page.wait_for_selector(".import-report")
    assert "there is no shape" in page.locator(".import-findings").inner_text()
    assert serious(page) == []
    page.get_by_role("button", name="Import now").click()
    page.get_by_role("button", name="Roll the whole import back").click()
    page.get_by_role("button", name="Yes, roll back").click()
    page.get_by_text("rolled back").wait_for()


def test_a_phone_shows_the_same_without_scrolling_sideways(visits, dc_settings, roads):
    page = open_signed_in(visits, dc_settings, "/import?lang=zh", PHONE)
    assert serious(page) == []
    look_at(page, roads, "道路科")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_stranger_is_told_to_sign_in_and_may_take_open_layers(visits):
    page = visits.open("/import?lang=en", DESKTOP)
    assert page.get_by_role("link", name="Sign in").is_visible()
    options = page.locator("#export-layer option").all_inner_texts()
    assert "Grids" in options
    assert "Cases" not in options
    assert serious(page) == []
