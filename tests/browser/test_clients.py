"""The page of a provider's programs: the secret of a new client is shown once, and can be copied."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served

CLIENT = {
    "client_id": "4k2j9v7c1p8m3n5q6r0s",
    "name": "Nightly export",
    "rights": ["credits.write", "credits.read"],
    "created_at": "2026-11-20T15:00:00Z",
    "created_by": "someone",
    "ends_at": None,
    "in_use": True,
}
LISTED = {"owner_name": "LabCE", "items": [CLIENT], "next_cursor": None}
MADE = {"client_id": "7a", "secret": "s3cret-of-the-client", "token_url": "https://auth.example.org/oauth2/token"}
PATH = "/staff/clients?owner=labce"


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def test_the_choice_of_an_owner_says_its_name(browser, address):
    with opened(browser, address, "/staff/clients", signed_in=True, staff=True) as page:
        expect(page.locator("#main ul a")).to_have_text("Programs of ASCLS")


def test_the_secret_of_a_new_client_is_shown_once_and_copied(browser, address):
    asked = []

    def answer(route):
        asked.append((route.request.method, route.request.url.partition("/clients/")[2], route.request.post_data))
        if route.request.method == "GET":
            return route.fulfill(json=LISTED)
        return route.fulfill(json=CLIENT if route.request.url.endswith("/revoke") else MADE, status=201)

    answers = [("/v1/staff/clients", LISTED)]
    look = {"permissions": ["clipboard-read", "clipboard-write"]}
    with opened(browser, address, PATH, signed_in=True, staff=True, answers=answers, **look) as page:
        page.route("**/v1/staff/clients/**", answer)
        expect(page.locator("#main h1")).to_have_text("Programs of LabCE")
        expect(page.locator("#main table")).to_contain_text("Send credits, Read credits")
        page.get_by_label("Name").fill("Weekly export")
        page.get_by_label("What it may do").select_option("Read credits")
        page.get_by_role("button", name="Make the client").click()
        told = page.locator("#main .note.ok")
        expect(told).to_contain_text("It is shown once")
        expect(told).to_contain_text(MADE["secret"])
        assert asked[0] == ("POST", "labce", '{"name":"Weekly export","rights":["credits.read"]}')
        page.get_by_role("button", name="Copy: Secret").click()
        expect(page.locator("[role=status]", has_text="Copied: Secret").first).to_be_attached()
        assert page.evaluate("navigator.clipboard.readText()") == MADE["secret"]
        page.locator("summary", has_text="Replace").click()
        page.get_by_label("The old client works for").select_option("no time: it ends now")
        page.get_by_role("button", name="Replace").click()
        expect(told).to_contain_text(MADE["secret"])
        assert ("POST", f"labce/{CLIENT['client_id']}/rotate", '{"overlap_days":0}') in asked
        page.locator("summary", has_text="Revoke").click()
        page.get_by_role("button", name="Revoke").click()
        expect(told).to_have_text(re.compile("“Nightly export” has ended"))
        expect(page.locator("#main")).not_to_contain_text(MADE["secret"])
