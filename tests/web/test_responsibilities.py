"""Who is responsible, on the map; an administrator sets a rule and takes it back."""

import pytest
from playwright.sync_api import expect

from tests.web.test_accessibility import LOOKS, serious
from tests.web.test_phone import TOO_SMALL
from tests.web.visits import DESKTOP, PHONE, settle, sign_in

POTHOLES = "/responsibilities?category=S0276&tier=2"


def test_everybody_sees_who_leads_and_which_rule_says_so(visits):
    page = visits.open(f"{POTHOLES}&lang=en", DESKTOP)
    expect(page.locator(".lead-legend li")).to_have_count(1)
    expect(page.locator(".lead-legend")).to_contain_text("Department of Transportation")
    expect(page.locator(".lead-legend")).to_contain_text("8 areas")
    page.locator("#lead-area").select_option(label="Ward 3")
    expect(page.locator(".lead-area")).to_contain_text("Leads: Department of Transportation")
    expect(page.locator(".lead-area .hint")).to_contain_text("in Washington, D.C.")
    assert page.locator(".rule-form").count() == 0


def test_an_administrator_sets_a_rule_for_one_ward_and_takes_it_back(visits, dc_settings):
    page = visits.open("/sign-in?lang=en", DESKTOP)
    sign_in(page, dc_settings, "admin")
    page.goto(f"{visits.url}{POTHOLES}&lang=en")
    settle(page)
    page.locator("#lead-area").select_option(label="Ward 3")
    page.locator("#rule-department").select_option("DPW")
    page.locator(".rule-form summary").click()
    page.locator(".rule-form").get_by_label("Department of Transportation", exact=True).check()
    page.get_by_role("button", name="Save the rule").click()
    expect(page.locator(".lead-said")).to_contain_text("Saved.")
    expect(page.locator(".lead-legend li")).to_have_count(2)
    expect(page.locator(".lead-legend li").nth(1)).to_contain_text("1 area")
    expect(page.locator(".lead-area")).to_contain_text("Leads: Department of Public Works")
    expect(page.locator(".lead-area")).to_contain_text("Assisting: Department of Transportation")
    page.get_by_role("button", name="Remove the rule of Ward 3").click()
    expect(page.locator(".lead-said")).to_contain_text("Removed.")
    expect(page.locator(".lead-legend li")).to_have_count(1)


@pytest.mark.parametrize(("theme", "lang"), LOOKS)
def test_nobody_is_kept_from_the_rules(visits, dc_settings, theme, lang):
    is_phone = theme == "light"
    page = visits.open(f"/sign-in?lang={lang}", PHONE if is_phone else DESKTOP)
    sign_in(page, dc_settings, "admin")
    page.goto(f"{visits.url}{POTHOLES}&lang={lang}&theme={theme}")
    expect(page.locator(".lead-legend li")).to_have_count(1)
    page.locator("#lead-area").select_option(index=1)
    expect(page.locator(".rule-form")).to_be_visible()
    assert serious(page) == []
    if is_phone:
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390
