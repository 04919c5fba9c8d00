"""Times name their zone, and deadlines say until when, by the clock of the activity and of the reader."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/New_York", "Open through December 31, 2098 (Eastern Time). Claim"),
        ("Pacific/Guam", "(Eastern Time), by your clock until January 1, 2099, 3:00 PM GMT+10. Claim"),
    ],
)
def test_a_deadline_is_said_by_both_clocks_where_they_differ(browser, address, zone, said):
    with opened(browser, address, "/activities/m1", signed_in=False, timezone_id=zone) as page:
        expect(page.get_by_role("complementary")).to_contain_text(said)


@pytest.mark.parametrize("path", ["/activities/m1/claim", "/claims/c1/sessions", "/claims/c2/summary"])
def test_the_steps_of_a_claim_say_by_when_to_print(browser, address, path):
    with opened(browser, address, path, signed_in=True) as page:
        expect(page.locator("#main")).to_contain_text("Claim and print through December 31, 2098 (Eastern Time).")


def test_the_summary_says_that_printing_has_to_be_in_time(browser, address):
    with opened(browser, address, "/claims/c2/summary", signed_in=True) as page:
        expect(page.locator("#main")).to_contain_text(
            "You can print the certificate through December 31, 2098 (Eastern Time)."
            " Sessions that you claim but do not print by then give no credit."
        )


PAGES = ["/", "/claims/c1/sessions", "/claims/c2/summary", "/organizer", "/organizer/why", "/profile", "/transcript"]


@pytest.mark.parametrize("zone", ["America/New_York", "America/Los_Angeles", "Asia/Kolkata"])
@pytest.mark.parametrize("path", PAGES)
def test_no_time_is_without_a_zone(browser, address, path, zone):
    with opened(browser, address, path, signed_in=True, timezone_id=zone) as page:
        text = page.locator("#main").inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    bare = re.findall(r"\d:\d\d [AP]M(?! (?:[A-Z]{3}|GMT[+-]\d+(?::\d\d)?|UTC)\b).{0,20}", text)
    assert bare == []
    assert not re.search(r"\d{4}-\d\d-\d\d", text)
