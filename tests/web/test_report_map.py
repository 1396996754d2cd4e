"""The report of a view: one file that opens without a network and asks nobody."""

import pytest

from tests.web.visits import DESKTOP


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_draws_the_view_from_the_disk_with_the_network_off(visits, tmp_path, lang):
    page = visits.open(f"/command?lang={lang}&area=110002000000", DESKTOP)
    link = page.locator(".papers a").first
    assert "area=110002000000" in link.get_attribute("href")
    answer = page.request.get(visits.url + link.get_attribute("href"))
    assert answer.ok
    file = tmp_path / "report.html"
    file.write_bytes(answer.body())
    asked, complaints = [], []
    context = visits.browser.new_context(offline=True)
    try:
        alone = context.new_page()
        alone.on("request", lambda request: asked.append(request.url))
        alone.on("pageerror", lambda error: complaints.append(str(error)))
        alone.on("requestfailed", lambda request: complaints.append(request.url))
        alone.goto(file.as_uri())
        alone.locator(".leaflet-container canvas").first.wait_for(state="attached")
        drawn = alone.evaluate(
            """() => {
                const canvas = document.querySelector(".leaflet-container canvas");
                const { width, height } = canvas;
                const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
                return data.some((value) => value > 0);
            }"""
        )
    finally:
        context.close()
    assert drawn
    assert [url for url in asked if url != file.as_uri() and not url.startswith("data:")] == []
    assert complaints == []
