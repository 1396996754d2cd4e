"""Reporting from a phone: three steps, with and without a network, eyes or a mouse."""

import io
import json
from itertools import product

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.web.test_accessibility import serious
from tests.web.test_phone import TOO_SMALL
from tests.web.visits import DESKTOP, PHONE
from tests.worlds import reports

CAPITOL = ("38.88990", "-77.00900")
MALL = ("38.88950", "-77.02300")
POTHOLE = "Pothole"

DRAFTS = """() => new Promise(done => {
    const opening = indexedDB.open('wangge-report');
    opening.onsuccess = () => {
        const all = opening.result.transaction('drafts').objectStore('drafts').getAll();
        all.onsuccess = () => { opening.result.close(); done(all.result); };
    };
})"""
QUEUE_MANY = """({ count, lon, lat }) => new Promise(done => {
    const opening = indexedDB.open('wangge-report');
    opening.onsuccess = () => {
        const db = opening.result;
        const tx = db.transaction('drafts', 'readwrite');
        const store = tx.objectStore('drafts');
        const like = store.getAll();
        like.onsuccess = () => {
            const [first] = like.result;
            for (let i = 0; i < count; i++) {
                store.put({ ...first, id: crypto.randomUUID(), follower_id: crypto.randomUUID(),
                    tracking_code: code(), state: 'waiting', description: `one of many: ${i}`,
                    category_code: 'S0301', ready_at: first.created_at,
                    place: { lon, lat: lat + i / 1e5, accuracy_m: null,
                        source: 'map', address: '' } });
            }
        };
        tx.oncomplete = () => { db.close(); done(); };
    };
    const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const bytes = () => [...crypto.getRandomValues(new Uint8Array(16))];
    const code = () => bytes().map(b => signs[b & 31]).join('');
})"""


@pytest.fixture
def sent(cluster):
    """Collects the keys of reports and takes them back afterwards."""
    with reports.forgotten_afterwards(cluster) as keys:
        yield keys


@pytest.fixture
def rows(cluster):
    """A function that reads what the database has of some reports."""
    engine = create_engine(cluster.admin_url("wangge_dc"), poolclass=NullPool)

    def read(keys):
        statement = text(
            "SELECT incident.id::text AS id, description, ST_X(geom) AS lon, ST_Y(geom) AS lat"
            " FROM incident WHERE id = ANY(CAST(:keys AS uuid[])) ORDER BY description"
        )
        with engine.connect() as connection:
            return connection.execute(statement, {"keys": list(keys)}).all()

    yield read
    engine.dispose()


def open_report(visits, device=PHONE, look="lang=en", **settings) -> Page:
    page = visits.open(f"/report?{look}", device, **settings)
    page.locator(".step-title").wait_for()
    return page


def keep_for_later(page: Page) -> None:
    """Wait until the service worker has all that the page needs."""
    page.wait_for_function(
        "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
        " && (await (await caches.open('report-page')).keys()).length > 8"
    )


def next_step(page: Page) -> None:
    page.locator(".step-bar").get_by_role("button", name="Next").click()


def type_place(page: Page, place: tuple[str, str]) -> None:
    page.get_by_text("Type the coordinates").click()
    page.get_by_label("Latitude").fill(place[0])
    page.get_by_label("Longitude").fill(place[1])
    page.get_by_role("button", name="Put the pin there").click()
    expect(page.locator(".place-card")).to_contain_text(place[0])


def choose(page: Page, name: str = POTHOLE) -> None:
    page.get_by_label("Search for a word").fill(name)
    page.locator(".category-row").filter(has_text=name).first.click()
    expect(page.locator(".chosen-category")).to_contain_text(name)


def write(page: Page, words: str, place: tuple[str, str] | None = CAPITOL) -> None:
    """Go through the three steps from the start, up to the last button."""
    page.get_by_role("button", name="Begin without a photo").click()
    next_step(page)
    if place:
        type_place(page, place)
    next_step(page)
    choose(page)
    page.get_by_label("What should we know?").fill(words)


def last_button(page: Page):
    return page.locator(".step-bar .primary")


def drafts(page: Page) -> list[dict]:
    return page.evaluate(DRAFTS)


def go_home(page: Page) -> None:
    page.evaluate("location.hash = ''")
    page.get_by_role("button", name="Begin without a photo").wait_for()


def photo(size=(800, 600), place=None) -> bytes:
    """A JPEG that says when and, as (north, west) in whole degrees and so on, where."""
    picture = Image.new("RGB", size, "#456")
    exif = picture.getexif()
    exif.get_ifd(0x8769).update({0x9003: "2026:03:01 09:12:00", 0x9011: "+00:00"})
    if place:
        north, west = place
        exif.get_ifd(0x8825).update({1: "N", 2: north, 3: "W", 4: west})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def as_file(data: bytes, name="photo.jpg", kind="image/jpeg") -> dict:
    return {"name": name, "mimeType": kind, "buffer": data}


@pytest.mark.parametrize(
    ("theme", "lang", "device"), [*product(("light", "dark"), ("zh", "en"), (DESKTOP, PHONE))]
)
def test_axe_finds_nothing_serious_on_any_step(visits, theme, lang, device):
    page = open_report(visits, device, f"lang={lang}&theme={theme}")
    assert serious(page) == []
    page.locator("button.begin").click()
    page.locator(".photo-add").wait_for()
    assert serious(page) == []
    page.locator(".step-bar .primary").click()
    page.locator("details summary").click()
    page.locator("#typed-lat").fill(CAPITOL[0])
    page.locator("#typed-lon").fill(CAPITOL[1])
    page.locator("details .button").click()
    page.locator(".address-row").first.wait_for()
    assert serious(page) == []
    page.locator(".step-bar .primary").click()
    page.locator(".picture-tile").first.wait_for()
    assert serious(page) == []
    page.locator(".picture-tile").first.click()
    page.locator(".category-row").first.click()
    page.locator("details summary").click()
    assert serious(page) == []


def test_everything_touched_is_large_enough_and_nothing_is_too_wide(visits):
    page = open_report(visits)
    write(page, "a hole")
    for step in ("Photo", "Place", "What"):
        page.locator(".report-steps").get_by_role("button", name=step).click()
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_three_reports_without_a_network_become_exactly_the_cases(visits, sent, rows):
    visits.expect("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch")
    page = open_report(visits)
    keep_for_later(page)
    page.context.set_offline(True)
    write(page, "first", CAPITOL)
    last_button(page).click()
    expect(page.locator(".sent")).to_contain_text("Kept on this device")
    go_home(page)
    write(page, "second", MALL)
    last_button(page).click()
    go_home(page)
    write(page, "third, no place", None)
    expect(last_button(page)).to_have_text("Keep the draft")
    last_button(page).click()

    page.reload()
    page.locator(".draft").nth(2).wait_for()
    states = sorted(page.locator(".draft-state").all_inner_texts())
    assert states == ["The place is missing", "Waiting to be sent", "Waiting to be sent"]
    kept = drafts(page)
    sent.extend(draft["id"] for draft in kept)
    assert len(sent) == 3

    page.context.set_offline(False)
    expect(page.locator(".draft-state.is-good")).to_have_count(2, timeout=15_000)
    assert [row.description for row in rows(sent)] == ["first", "second"]

    page.locator(".draft-open").filter(has_text="The place is missing").click()
    type_place(page, CAPITOL)
    next_step(page)
    last_button(page).click()
    expect(page.locator(".sent")).to_contain_text("was received")
    there = rows(sent)
    assert [row.description for row in there] == ["first", "second", "third, no place"]
    assert (there[1].lon, there[1].lat) == (-77.023, 38.8895)


def test_two_hundred_waiting_reports_are_sent_once(visits, sent, rows):
    page = open_report(visits)
    keep_for_later(page)
    page.get_by_role("button", name="Begin without a photo").click()
    page.locator(".photo-add").wait_for()
    go_home(page)
    page.evaluate(QUEUE_MANY, {"count": 200, "lon": -77.02, "lat": 38.9})
    kept = [draft for draft in drafts(page) if draft["state"] == "waiting"]
    sent.extend(draft["id"] for draft in kept)
    # Both the page and a second one want to send; only one of them does.
    other = page.context.new_page()
    other.goto(page.url)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".draft-state.is-good")).to_have_count(200, timeout=120_000)
    assert len(kept) == 200
    assert len(rows(sent)) == 200


def test_lost_answers_do_not_double(visits, sent, rows):
    visits.expect("ERR_FAILED|Failed to fetch")
    page = open_report(visits)
    losses = []

    def lose(route):
        if len(losses) >= 2:
            route.fallback()
            return
        losses.append(route.fetch().status)  # it is in, and nobody hears of it
        route.abort()

    page.context.route("**/api/v1/incidents", lose)
    write(page, "sent again and again")
    sent.extend(draft["id"] for draft in drafts(page))
    last_button(page).click()
    expect(page.locator(".sent")).to_contain_text("was received", timeout=30_000)
    assert losses == [201, 200]
    assert len(rows(sent)) == 1


def test_the_whole_way_by_keyboard_alone(visits, sent, rows):
    page = open_report(visits, DESKTOP)

    def tab_to(name, presses=40):
        for _ in range(presses):
            page.keyboard.press("Tab")
            if name in page.evaluate(FOCUSED):
                return
        raise AssertionError(f"no way to {name!r} by keyboard")

    tab_to("Begin without a photo")
    page.keyboard.press("Enter")
    expect(page.locator(".step-title")).to_be_focused()
    tab_to("Next")
    page.keyboard.press("Enter")
    expect(page.locator(".step-title")).to_have_text("Where is it?")
    tab_to("Search for an address")
    page.keyboard.type("1600 PENNSYLVANIA")
    page.locator(".address-row").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".place-card")).to_contain_text("officer")
    tab_to("Next")
    page.keyboard.press("Enter")
    tab_to("Search for a word")
    page.keyboard.type("graffiti")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to("What should we know?")
    page.keyboard.type("on the wall")
    tab_to("Send the report")
    sent.extend(draft["id"] for draft in drafts(page))
    page.keyboard.press("Enter")
    expect(page.locator(".sent")).to_contain_text("was received")
    assert [row.description for row in rows(sent)] == ["on the wall"]


FOCUSED = """() => {
    const e = document.activeElement;
    const label = e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? '';
    return `${label} ${e.textContent}`;
}"""


def test_the_map_places_the_pin_by_arrows_tap_and_position(visits):
    page = open_report(
        visits,
        geolocation={"longitude": -77.0365, "latitude": 38.8977, "accuracy": 25},
        permissions=["geolocation"],
    )
    page.get_by_role("button", name="Begin without a photo").click()
    next_step(page)
    page.get_by_role("button", name="Use my position").click()
    card = page.locator(".place-card")
    expect(card).to_contain_text("38.89770, -77.03650")
    expect(page.locator(".fix-circle")).to_be_attached()
    assert drafts(page)[0]["place"]["accuracy_m"] == 25
    page.locator("#report-map").focus()
    page.keyboard.press("ArrowUp")
    expect(card).not_to_contain_text("38.89770, -77.03650")
    by_arrow = drafts(page)[0]["place"]
    assert by_arrow["source"] == "map"
    assert by_arrow["accuracy_m"] is None
    assert by_arrow["lat"] > 38.8977
    page.locator("#report-map").tap(position={"x": 60, "y": 200})
    page.wait_for_function(f"async () => (await ({DRAFTS})())[0].place.lon < {by_arrow['lon']}")


def test_a_photo_offers_its_place_and_time(visits):
    page = open_report(visits)
    stamped = photo((3000, 2000), ((38.0, 53.0, 20.0), (77.0, 2.0, 10.0)))
    page.locator("#first-photo").set_input_files(as_file(stamped))
    page.locator(".photo img").wait_for()
    size = page.evaluate(
        "(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight])"
        "(document.querySelector('.photo img'))"
    )
    assert size == [2048, 1365]
    assert drafts(page)[0]["place"] is None
    page.get_by_role("button", name="Use the place of the photo").click()
    page.get_by_role("button", name="Seen Mar 1, 2026").click()
    told = drafts(page)[0]
    assert told["place"]["source"] == "photo"
    assert round(told["place"]["lat"], 4) == 38.8889
    assert told["seen_at"] == "2026-03-01T09:12:00.000Z"


def test_what_is_no_photo_is_said_at_once(visits):
    page = open_report(visits)
    page.get_by_role("button", name="Begin without a photo").click()
    page.locator("#photo-file").set_input_files(as_file(b"not a picture"))
    expect(page.locator(".field-error")).to_contain_text("photo.jpg is not a photo")
    assert page.locator(".photo").count() == 0


def test_a_refused_field_keeps_the_draft(visits, sent, rows):
    visits.expect("422")
    page = open_report(visits)
    write(page, "seen tomorrow")
    # The phone's clock was wrong when it was written.
    key = drafts(page)[0]["id"]
    sent.append(key)
    page.evaluate(SEEN_TOMORROW)
    page.reload()
    page.get_by_label("What should we know?").wait_for()
    last_button(page).click()
    page.locator(".field-errors").wait_for()
    assert "Time" in page.locator(".field-errors").inner_text()
    kept = drafts(page)[0]
    assert (kept["state"], kept["description"]) == ("refused", "seen tomorrow")
    assert rows(sent) == []
    page.get_by_role("button", name="Use the time of now instead").click()
    last_button(page).click()
    expect(page.locator(".sent")).to_contain_text("was received")
    assert len(rows(sent)) == 1


SEEN_TOMORROW = """() => new Promise(done => {
    const opening = indexedDB.open('wangge-report');
    opening.onsuccess = () => {
        const tx = opening.result.transaction('drafts', 'readwrite');
        const all = tx.objectStore('drafts').getAll();
        all.onsuccess = () => tx.objectStore('drafts').put(
            { ...all.result[0], seen_at: new Date(Date.now() + 864e5).toISOString() });
        tx.oncomplete = () => { opening.result.close(); done(); };
    };
})"""


def test_a_photo_comes_with_the_report_and_the_code_opens_it(visits, sent, cluster):
    page = open_report(visits)
    page.locator("#first-photo").set_input_files(as_file(photo()))
    page.locator(".photo img").wait_for()
    next_step(page)
    type_place(page, ("38.95000", "-77.08000"))
    next_step(page)
    choose(page)
    sent.append(drafts(page)[0]["id"])
    last_button(page).click()
    expect(page.locator(".sent")).to_contain_text("was received")
    assert page.locator(".qr-code").evaluate("image => image.decode().then(() => image.width)") > 0
    page.get_by_role("link", name="How far is it?").click()
    expect(page.locator(".track-answer")).to_contain_text("Pothole")
    assert photos_of(cluster, sent[0]) == 1


def test_a_known_case_is_followed_instead_of_reported_again(visits, sent, rows, cluster):
    page = open_report(visits)
    write(page, "the first of two")
    sent.append(drafts(page)[0]["id"])
    last_button(page).click()
    expect(page.locator(".sent")).to_contain_text("was received")
    number = page.locator(".step-title").inner_text().split()[1]
    page.get_by_role("button", name="New report").click()
    page.locator("#photo-file").set_input_files(as_file(photo()))
    page.locator(".photo img").wait_for()
    next_step(page)
    type_place(page, CAPITOL)
    next_step(page)
    choose(page)
    page.get_by_role("button", name=f"It is this one: number {number}").click()
    page.get_by_role("button", name="Follow this case").click()
    expect(page.locator(".sent")).to_contain_text(f"You follow case {number}")
    sent.extend(draft["id"] for draft in drafts(page))
    assert len(rows(sent)) == 1
    assert photos_of(cluster, sent[0]) == 1


def photos_of(cluster, key: str) -> int:
    engine = create_engine(cluster.admin_url("wangge_dc"), poolclass=NullPool)
    statement = text("SELECT count(*) FROM attachment WHERE incident_id = CAST(:key AS uuid)")
    with engine.connect() as connection:
        found = connection.execute(statement, {"key": key}).scalar_one()
    engine.dispose()
    return found


def test_the_page_can_be_installed(visits):
    page = open_report(visits)
    manifest = json.loads(page.request.get(f"{visits.url}/report.webmanifest").text())
    assert (manifest["start_url"], manifest["display"]) == ("/report", "standalone")
    for one in manifest["icons"]:
        answer = page.request.get(f"{visits.url}{one['src']}")
        assert Image.open(io.BytesIO(answer.body())).size[0] == int(one["sizes"].split("x")[0])
