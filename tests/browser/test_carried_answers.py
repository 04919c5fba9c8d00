"""The answers of an earlier session are filled in when the learner asks, also where something was typed before."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def test_answers_are_carried_also_where_something_was_typed_before(browser, address):
    with opened(browser, address, "/claims/c2/sessions", signed_in=True) as page:
        page.get_by_role("button", name="Claim", exact=False).first.click()
        panel = page.locator(".panel:visible")
        credits = panel.get_by_label("Credits")
        least = credits.locator("option").last.get_attribute("value")
        credits.select_option(least)
        panel.get_by_role("button", name="Same answers as for").click()
        expect(panel.locator("fieldset:not(:has(input:checked))")).to_have_count(0)
        expect(credits).to_have_value(least)
        panel.locator("fieldset").first.locator("label").first.click()
        panel.get_by_role("button", name="Start with empty answers").click()
        expect(panel.locator("input:checked")).to_have_count(0)
        expect(credits).to_have_value(least)
        page.reload()
        expect(panel.locator("input:checked")).to_have_count(0)
        expect(credits).to_have_value(least)
