"""The open badge of a certificate, as its page offers it: downloaded under its name, or refused in words."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.visitor import DESK, PHONE, violations_of

PAPER = dict(ANSWERS)["/v1/certificates"]
PATH = f"/v1/certificates/{PAPER['number']}/badge"
SEND = "Download the open badge"


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def at_certificate(browser, address, told, **look):
    answers = [(PATH, told), ("/v1/certificates", PAPER)]
    return opened(browser, address, "/claims/c3/certificate", signed_in=True, answers=answers, **look)


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_the_badge_is_downloaded_under_its_name(browser, address, look):
    with at_certificate(browser, address, {"a": "token"}, **look) as page:
        asked = []
        page.on("request", lambda one: asked.append((one.method, one.url.partition("/v1/")[2], one.headers["accept"])))
        with page.expect_download() as download:
            page.get_by_role("button", name=SEND).press("Enter")
        assert download.value.suggested_filename == f"open-badge-{PAPER['number']}.jwt"
        assert asked == [("GET", PATH.removeprefix("/v1/"), "application/vc+jwt")]
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        assert violations_of(page) == []


def test_a_refusal_is_told_beside_the_button(browser, address):
    refused = {"code": "certificate_revoked", "status": 409, "detail": "It was revoked.", "title": "", "type": ""}
    with at_certificate(browser, address, refused) as page:
        page.get_by_role("button", name=SEND).click()
        place = page.get_by_role("region", name="Show it to others")
        expect(place).to_contain_text("This certificate was revoked.")
        expect(place).to_contain_text("It was revoked.")


@pytest.mark.parametrize("status", ["revoked", "superseded"])
def test_it_is_not_offered_for_a_certificate_that_is_no_longer_valid(browser, address, status):
    paper = {**PAPER, "status": status, "reason": "Not attended"}
    answers = [("/v1/certificates", paper)]
    with opened(browser, address, "/claims/c3/certificate", signed_in=True, answers=answers) as page:
        expect(page.locator("#main")).to_contain_text(PAPER["number"])
        expect(page.get_by_role("button", name=SEND)).to_have_count(0)
