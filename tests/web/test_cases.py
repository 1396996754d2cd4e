"""The work queue: list and map in step, keys, many at once; and the page of one case."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.web.test_accessibility import LOOKS, serious
from tests.web.test_phone import TOO_SMALL
from tests.web.visits import DESKTOP, PHONE, settle, sign_in
from tests.worlds import reports

# Inside the community that the demo's station lead answers for.
IN_THE_COMMUNITY = (-77.03379, 38.93552)


@pytest.fixture
def reported(cluster, live_server_url):
    """Reports an incident in the community and returns its key."""
    with reports.forgotten_afterwards(cluster) as keys:
        yield lambda: keys.append(reports.report(live_server_url, IN_THE_COMMUNITY)) or keys[-1]


@pytest.fixture
def enter(visits, dc_settings):
    """A function that opens a path as somebody with a role."""

    def open_as(role, path, device=DESKTOP, look="lang=en"):
        page = visits.open(f"/sign-in?{look}", device)
        sign_in(page, dc_settings, role)
        joint = "&" if "?" in path else "?"
        page.goto(f"{visits.url}{path}{joint}{look}")
        settle(page)
        return page

    return open_as


@pytest.fixture
def some_case(live_server_url):
    """The key of a case of the demo city that is in hand."""

    def find(page):
        answer = page.request.get(f"{live_server_url}/api/v1/incidents?status=open&page_size=1")
        return answer.json()["items"][0]["id"]

    return find


def rows(page):
    return page.locator(".case-list > li")


def total(page):
    words = page.locator(".case-count").inner_text()
    return int(re.sub(r"\D", "", words))


def test_list_map_and_tab_count_the_same_cases(enter):
    page = enter("dispatcher", "/cases")
    expect(rows(page)).to_have_count(50)
    with page.expect_response(re.compile("/incidents/map.*queue=overdue")) as marks:
        page.locator("[data-queue=overdue]").click()
    expect(page).to_have_url(re.compile("queue=overdue"))
    expect(page.locator("[data-queue=overdue]")).to_have_attribute("aria-current", "true")
    tab = page.locator("[data-queue=overdue] .queue-count")
    expect(page.locator(".case-count")).to_contain_text(tab.inner_text())
    assert marks.value.json()["total"] == total(page) > 50
    page.get_by_role("button", name="Show more").click()
    expect(rows(page)).to_have_count(100)
    numbers = [row.get_attribute("data-id") for row in rows(page).all()]
    assert len(set(numbers)) == 100


def test_keys_lead_through_the_list_and_the_map_follows(enter):
    page = enter("dispatcher", "/cases")
    expect(rows(page)).to_have_count(50)
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    second = rows(page).nth(1)
    expect(second.locator(".case-row")).to_have_attribute("aria-current", "true")
    key = second.get_attribute("data-id")
    expect(page).to_have_url(re.compile(f"select=incident:{key}"))
    expect(page.locator("#case-panel .stage-track")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator(".bulk-count")).to_have_text("1 selected")
    page.keyboard.press("k")
    expect(rows(page).first.locator(".case-row")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#case-panel .orders button").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#case-search")).to_be_focused()
    page.keyboard.type("22575")
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile("number=22575"))
    page.locator(".case-row").click()
    expect(page.locator(".case-number")).to_have_text("No. 22575")
    page.locator(".case-row").press("Enter")
    expect(page).to_have_url(re.compile("/cases/[0-9a-f-]{36}"))
    expect(page.locator("h1.case-title")).to_be_visible()


def test_many_at_once_and_each_tells_for_itself(enter, reported):
    first, second = reported(), reported()
    page = enter("station-lead", "/cases")
    for key in (first, second):
        page.locator(f".case-list li[data-id='{key}'] .check").check()
    page.locator("#bulk-action").select_option("verify")
    page.get_by_role("button", name="Do it", exact=True).click()
    expect(page.locator(".bulk-said")).to_contain_text("2 done.")
    expect(page.locator(f".case-list li[data-id='{second}']")).to_contain_text("Verified")
    page.locator(f".case-list li[data-id='{first}'] .check").check()
    page.get_by_role("button", name="Do it", exact=True).click()
    expect(page.locator(".bulk-said")).to_contain_text("Not done: 1")
    expect(page.locator(".bulk-said li")).to_contain_text("No. ")


def test_a_case_that_changed_meanwhile_is_shown_as_it_is_now(enter, reported, visits):
    visits.expect("409")
    key = reported()
    page = enter("station-lead", f"/cases/{key}")
    page.locator("[data-action=reject]").click()
    page.get_by_label("Reason").fill("a double")
    csrf = page.evaluate("JSON.parse(document.getElementById('bootstrap').textContent).csrf")
    other = page.request.post(
        f"{visits.url}/api/v1/incidents/{key}/actions",
        data={"action": "verify"},
        headers={"X-CSRFToken": csrf, "Referer": visits.url},
    )
    assert other.ok, other.text()
    page.get_by_role("button", name="Do it: Reject").click()
    expect(page.locator(".orders-said")).to_contain_text("Somebody changed this case")
    expect(page.locator(".badge-status")).to_have_text("Verified")
    expect(page.get_by_label("Reason")).to_have_value("a double")
    page.get_by_role("button", name="Do it: Reject").click()
    expect(page.locator(".orders-said")).to_contain_text("The case is now: Rejected")
    expect(page.locator(".history-why").first).to_have_text("a double")


def test_one_report_of_two_things_is_split_and_a_double_is_merged(enter, reported):
    whole, double = reported(), reported()
    page = enter("station-lead", f"/cases/{double}")
    page.locator("[data-action=merge]").click()
    page.locator(".action-form .chip").first.click()
    page.get_by_label("Reason").fill("the same hole")
    page.get_by_role("button", name="Do it: Merge").click()
    expect(page.locator(".orders-said")).to_contain_text("The case is now: Rejected")
    expect(page.locator(".facts a")).to_have_attribute("href", f"/cases/{whole}")


def test_one_report_of_two_things_becomes_two_cases(enter, reported, cluster):
    key = reported()
    page = enter("station-lead", f"/cases/{key}")
    page.locator("[data-action=split]").click()
    page.locator("#part-category-1").select_option("S0276")
    page.locator("#part-text-1").fill("and a lamp is out")
    page.get_by_label("Reason").fill("two things")
    page.get_by_role("button", name="Do it: Split").click()
    expect(page.locator(".orders-said")).to_contain_text("Done: Split")
    told = page.locator(".history li").first
    expect(told).to_contain_text("No. ")
    number = re.search(r"No\. (\d+)", told.inner_text())[1]
    part = page.request.get(f"{page.url.split('/cases')[0]}/api/v1/incidents?number={number}")
    reports.forget(cluster, [part.json()["items"][0]["id"]])


def test_a_filter_is_kept_under_a_name(enter):
    page = enter("dispatcher", "/cases?queue=overdue&category=CLEAN")
    page.locator(".saved > summary").click()
    page.locator("#saved-name").fill("Dirty and late")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("button", name="Dirty and late", exact=True)).to_be_visible()
    page.goto(f"{page.url.split('?')[0]}?lang=en")
    page.locator(".saved > summary").click()
    page.get_by_role("button", name="Dirty and late", exact=True).click()
    expect(page).to_have_url(re.compile("category=CLEAN&queue=overdue"))
    expect(page.locator("[data-queue=overdue]")).to_have_attribute("aria-current", "true")
    page.locator(".saved > summary").click()
    page.get_by_role("button", name="Forget Dirty and late").click()
    expect(page.locator(".saved")).to_contain_text("No filter is kept yet.")


def test_what_is_reported_meanwhile_comes_into_the_list(enter, reported):
    page = enter("station-lead", "/cases")
    page.locator(".cases-main[data-live=live]").wait_for()
    expect(rows(page)).to_have_count(50)
    before = total(page)
    key = reported()
    expect(page.locator(f".case-list li[data-id='{key}']")).to_be_visible(timeout=15_000)
    assert total(page) == before + 1


def test_the_contact_is_shown_for_a_reason_that_the_history_keeps(enter, cluster, visits):
    with reports.forgotten_afterwards(cluster) as keys:
        page = enter("dispatcher", "/cases")
        keys.append(str(uuid.uuid4()))
        lon, lat = IN_THE_COMMUNITY
        body = {"id": keys[0], "lon": lon, "lat": lat, "category_code": "S0276"}
        body |= {"contact": {"name": "Chen Yi", "phone": "+1 202 555 0143"}}
        phone = visits.browser.new_context()
        answer = phone.request.post(f"{visits.url}/api/v1/incidents", data=body)
        phone.close()
        assert answer.status == 201, answer.text()
        page.goto(f"{visits.url}/cases/{keys[0]}?lang=en")
        contact = page.locator(".contact")
        expect(contact).to_contain_text("Hidden.")
        expect(contact).not_to_contain_text("555 0143")
        page.get_by_label("Why you need it").fill("to ask which side of the road")
        page.get_by_role("button", name="Show the contact").click()
        expect(contact).to_contain_text("+1 202 555 0143")
        page.reload()
        expect(page.locator(".history")).to_contain_text("to ask which side of the road")
        expect(page.locator(".history-what").first).to_have_text("Contact shown")


def test_a_stranger_sees_no_names_and_is_asked_to_sign_in(visits):
    page = visits.open("/cases?lang=en", DESKTOP)
    expect(rows(page)).to_have_count(50)
    assert page.locator(".case-list .check").count() == 0
    assert page.locator("[data-queue=mine]").count() == 0
    page.keyboard.press("j")
    expect(page.locator(".orders")).to_contain_text("Sign in to act on it")


def test_on_a_phone_there_is_a_list_or_a_map(enter):
    page = enter("dispatcher", "/cases", PHONE)
    expect(rows(page)).to_have_count(50)
    expect(page.locator("#map")).not_to_be_visible()
    page.locator(".case-switch [data-show=map]").click()
    expect(page.locator("#map")).to_be_visible()
    page.locator(".case-switch [data-show=list]").click()
    assert page.evaluate(TOO_SMALL) == []
    rows(page).first.locator(".case-row").click()
    expect(page.locator("#case-panel .stage-track")).to_be_visible()
    page.locator(".case-close").click()
    expect(rows(page).first).to_be_visible()


@pytest.mark.parametrize(("theme", "lang"), LOOKS)
def test_nobody_is_kept_from_the_queue(enter, theme, lang):
    device = PHONE if (theme, lang) in (("dark", "zh"), ("light", "en")) else DESKTOP
    page = enter("dispatcher", "/cases", device, f"theme={theme}&lang={lang}")
    expect(rows(page)).to_have_count(50)
    page.locator(".case-filters > summary").click()
    assert serious(page) == []
    page.locator(".case-filters > summary").click()
    rows(page).first.locator(".check").check()
    assert serious(page) == []
    rows(page).first.locator(".case-row").click()
    expect(page.locator("#case-panel .stage-track")).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize(
    ("device", "theme", "lang"),
    [
        (DESKTOP, "light", "zh"),
        (DESKTOP, "dark", "en"),
        (PHONE, "light", "en"),
        (PHONE, "dark", "zh"),
    ],
)
def test_nobody_is_kept_from_a_case(enter, some_case, device, theme, lang):
    page = enter("dispatcher", "/cases", device, f"theme={theme}&lang={lang}")
    page.goto(f"{page.url.split('/cases')[0]}/cases/{some_case(page)}?theme={theme}&lang={lang}")
    page.locator("[data-action=merge]").click()
    expect(page.locator(".action-form")).to_be_visible()
    expect(page.locator(".surroundings .hint")).not_to_be_empty()
    assert serious(page) == []
