"""All certificates in one file, as the transcript offers it: asked for, followed while it is made, downloaded."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.visitor import DESK, PHONE, violations_of

WORLD = dict(ANSWERS)
PATH = "/v1/me/export/certificates"
NOTHING = dict.fromkeys(("requested_at", "progress", "ready_at", "available_until", "size", "url", "url_expires_at"))
ASKED = {**NOTHING, "state": "waiting", "requested_at": "2026-06-10T16:00:00Z"}
PROGRESS = {"part": "certificates", "step": 1, "steps": 1, "done": 3, "total": 12}
READY = {
    **ASKED,
    "state": "ready",
    "ready_at": "2026-06-10T16:00:09Z",
    "available_until": "2026-06-17T16:00:09Z",
    "size": 1_234_567,
    "url": "https://example.org/laurel-certificates.zip",
    "url_expires_at": "2099-01-01T00:00:00Z",
}


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def at_transcript(browser, address, file, *answers, **look):
    return opened(browser, address, "/transcript", signed_in=True, answers=[*answers, (PATH, file)], **look)


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_it_is_asked_for_followed_and_downloaded(browser, address, look):
    file = {**NOTHING, "state": "none"}
    with at_transcript(browser, address, file, **look) as page:
        section = page.get_by_role("region", name="All certificates in one file")
        asked = []
        page.on("request", lambda one: asked.append(one.method) if one.url.endswith(PATH) else None)
        ask = section.get_by_role("button", name="Make the ZIP file")
        file.update(ASKED)
        ask.press("Enter")
        expect(section).to_contain_text("Your file is about to be made.")
        expect(section.get_by_role("progressbar", name="All certificates in one file")).to_be_visible()
        file.update(state="making", progress=PROGRESS)
        expect(section).to_contain_text("Your file is being made: 3 of 12 certificates.")
        assert section.locator("progress").evaluate("(one) => [one.value, one.max]") == [0.25, 1]
        file.update(READY)
        expect(section).to_contain_text("is ready (1.2 MB)")
        expect(page.locator("#status")).to_contain_text("is ready")
        expect(section.get_by_role("link", name="Download the ZIP file")).to_have_attribute("href", READY["url"])
        expect(section).to_contain_text("through June 17, 2026")
        assert asked.count("POST") == 1
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        assert violations_of(page) == []
        seen = len(asked)
        page.wait_for_timeout(3_500)
        assert len(asked) == seen  # what is ready is not followed any longer


def test_what_was_asked_for_before_is_followed_when_the_page_is_opened(browser, address):
    file = {**ASKED, "state": "making", "progress": PROGRESS}
    with at_transcript(browser, address, file) as page:
        expect(page.locator("#main")).to_contain_text("3 of 12 certificates")
        file.update(READY)
        expect(page.get_by_role("link", name="Download the ZIP file")).to_be_visible()


def test_a_refusal_and_a_failure_say_what_to_do(browser, address):
    file = {**ASKED, "state": "failed"}
    with at_transcript(browser, address, file) as page:
        expect(page.locator("#main")).to_contain_text("Your file could not be made. Ask for it again.")
        file.clear()
        file.update(code="too_many_exports", status=429, detail="Download the one that is there.", title="", type="")
        page.get_by_role("button", name="Make the ZIP file").click()
        box = page.locator("#main [data-code=too_many_exports]")
        expect(box).to_contain_text("You asked for this file many times within a day.")
        expect(box).to_be_focused()


def test_without_a_valid_certificate_nothing_is_offered(browser, address):
    transcript = WORLD["/v1/transcript"]
    items = [{**one, "certificate_status": "revoked"} for one in transcript["items"]]
    assert items
    answers = ("/v1/transcript", {**transcript, "items": items})
    with at_transcript(browser, address, {**NOTHING, "state": "none"}, answers) as page:
        expect(page.get_by_role("button", name="Make the ZIP file")).to_have_count(0)


def test_it_speaks_spanish_and_is_not_on_paper(browser, address):
    with at_transcript(browser, address, {**NOTHING, "state": "none"}, locale="es-US") as page:
        button = page.get_by_role("button", name="Crear el archivo ZIP")
        expect(button).to_be_visible()
        page.emulate_media(media="print")
        expect(button).to_be_hidden()
