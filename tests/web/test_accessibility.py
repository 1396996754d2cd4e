"""axe finds nothing serious on any page, in any theme, language or size."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.visits import DESKTOP, PHONE

MAP_VIEWS = {
    "whole city": "/map?map=12/38.9/-77.03",
    "everything on": "/map?layers=areas,incidents,hotspots,findings,outlines&panel=hotspots"
    "&category=CLEAN&overdue=true",
    "incidents": "/map?map=17/38.91700/-77.03200&panel=incidents",
    "coverage": "/map?panel=coverage&area=110003000000",
}
LOOKS = [*product(("light", "dark"), ("zh", "en"))]


def serious(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("view", MAP_VIEWS)
@pytest.mark.parametrize(("theme", "lang"), LOOKS)
def test_the_map_on_a_desktop(visits, view, theme, lang):
    page = visits.open(f"{MAP_VIEWS[view]}&theme={theme}&lang={lang}", DESKTOP)
    assert serious(page) == []


@pytest.mark.parametrize(("theme", "lang"), LOOKS)
def test_the_map_on_a_phone(visits, theme, lang):
    page = visits.open(f"/map?panel=incidents&theme={theme}&lang={lang}", PHONE)
    assert serious(page) == []
    page.locator(".sheet-grip").click()
    assert serious(page) == []
    page.locator(".map-controls .phone-only").click()
    assert serious(page) == []


def test_the_list_of_shortcuts(visits):
    page = visits.open("/map?lang=en", DESKTOP)
    page.keyboard.press("?")
    assert serious(page) == []


@pytest.mark.parametrize(("theme", "device"), [*product(("light", "dark"), (DESKTOP, PHONE))])
def test_the_api_reader(visits, theme, device):
    page = visits.open(f"/api/docs?lang=en&theme={theme}", device)
    page.locator("#get-api-v1-areas summary").first.click()
    assert serious(page) == []
