"""A certificate by e-mail, as its page offers it: sent, perhaps sent, too many, no mail at all, address refused."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.visitor import DESK, PHONE, violations_of

WORLD = dict(ANSWERS)
PAPER = WORLD["/v1/certificates"]
MAILED = {"number": PAPER["number"], "sent_to": "ana@example.org", "sent_at": "2026-06-10T16:05:00Z", "state": "sent"}
SEND = "Send it to my e-mail"


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def at_certificate(browser, address, told, paper=PAPER, **look):
    answers = [(f"/v1/certificates/{PAPER['number']}/mail", told), ("/v1/certificates", paper)]
    return opened(browser, address, "/claims/c3/certificate", signed_in=True, answers=answers, **look)


def refusal(code, status, detail):
    return {"code": code, "status": status, "detail": detail, "title": "", "type": ""}


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_it_says_where_it_was_sent(browser, address, look):
    with at_certificate(browser, address, MAILED, **look) as page:
        asked = []
        page.on("request", lambda one: asked.append((one.method, one.url.partition("/v1/")[2])))
        page.get_by_role("button", name=SEND).press("Enter")
        said = page.locator(".note.ok", has_text="Sent to ana@example.org at")
        expect(said).to_contain_text("12:05")
        expect(page.locator("#status")).to_contain_text("Sent to ana@example.org")
        expect(page.get_by_role("button", name=SEND)).to_be_focused()
        assert asked == [("POST", f"certificates/{PAPER['number']}/mail")]
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        assert violations_of(page) == []


def test_it_says_what_is_not_sure(browser, address):
    with at_certificate(browser, address, {**MAILED, "state": "unclear"}) as page:
        page.get_by_role("button", name=SEND).click()
        expect(page.locator(".note.warn", has_text="It may have been sent to ana@example.org")).to_be_visible()


@pytest.mark.parametrize(
    ("code", "status", "title"),
    [
        ("too_many_mails", 429, "We sent you many certificates within a day."),
        ("mail_off", 409, "No e-mail is sent from here."),
        ("mail_refused", 409, "No e-mail can be sent to your address."),
        ("mail_not_sent", 400, "The e-mail could not be sent."),  # with 503 the portal tries again for a while
    ],
)
def test_a_refusal_stands_below_the_button(browser, address, code, status, title):
    with at_certificate(browser, address, refusal(code, status, "Download the certificate instead.")) as page:
        page.get_by_role("button", name=SEND).click()
        box = page.locator(f"#main [data-code={code}]")
        expect(box).to_contain_text(title)
        expect(box).to_contain_text("Download the certificate instead.")
        expect(box).to_be_focused()
        expect(page.get_by_role("link", name=re.compile("^Download the certificate"))).to_be_visible()


def test_it_speaks_spanish(browser, address):
    with at_certificate(browser, address, MAILED, locale="es-US") as page:
        page.get_by_role("button", name="Enviarlo a mi correo").click()
        expect(page.locator(".note.ok", has_text="Enviado a ana@example.org")).to_be_visible()


@pytest.mark.parametrize("status", ["revoked", "superseded"])
def test_one_that_is_not_valid_is_not_offered(browser, address, status):
    with at_certificate(browser, address, MAILED, {**PAPER, "status": status, "reason": "A slip"}) as page:
        expect(page.get_by_role("link", name=re.compile("^Download the certificate"))).to_be_visible()
        expect(page.get_by_role("button", name=SEND)).to_have_count(0)
