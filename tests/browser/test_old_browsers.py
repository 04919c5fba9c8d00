"""Older and stricter browsers: the portal works in them, or says why it does not."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import opened, served

WITHOUT = {
    "time limits": "delete AbortSignal.timeout; delete AbortSignal.any;",
    "channels": "delete window.BroadcastChannel;",
    "allowed channels": "window.BroadcastChannel = () => { throw new DOMException('blocked', 'SecurityError'); };",
    "newer lists": "delete Array.prototype.at; delete Array.prototype.findLast; delete Object.hasOwn;",
    "ranges of dates": "delete Intl.DateTimeFormat.prototype.formatRange;",
    "windows over the page": "delete HTMLDialogElement.prototype.showModal;",
    "newer forms": "delete HTMLFormElement.prototype.requestSubmit; delete window.structuredClone;",
}
STORAGE_BLOCKED = """
for (const name of ['sessionStorage', 'localStorage']) {
  Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError'); } });
}
"""


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.mark.parametrize("lack", WITHOUT)
@pytest.mark.parametrize("path", ["/", "/activities/m1", "/claims/c1/sessions", "/organizer"])
def test_what_an_older_browser_lacks_is_not_missed(browser, address, lack, path):
    errors = []
    with opened(browser, address, path, signed_in=True, script=WITHOUT[lack]) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        expect(page.locator("#main .note.bad[data-code=none]")).to_have_count(0)
        expect(page.locator("#too-old")).to_be_hidden()
    assert errors == []


def test_a_browser_that_is_too_old_is_told_so(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("delete Element.prototype.replaceChildren;")
    page.goto(address)
    expect(page.locator("#too-old")).to_be_visible()
    expect(page.locator("#too-old")).to_contain_text("This browser is too old for Laurel")
    context.close()


def test_a_portal_that_cannot_be_loaded_says_so(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/app/main.js", lambda route: route.abort())
    page.goto(address)
    expect(page.locator("#not-loaded")).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", ["/", "/activities/m1", "/sign-in"])
def test_where_storage_is_blocked_the_pages_say_so_and_work(browser, address, path):
    with opened(browser, address, path, signed_in=False, script=STORAGE_BLOCKED) as page:
        expect(page.locator("#storage")).to_contain_text("does not store data for this site")
        expect(page.locator("#main .note.bad")).to_have_count(0)


NOTHING = {"code": "not_found", "status": 404, "detail": "There is nothing at this address."}
MALFORMED = [
    "/verify/%",
    "/verify/%E0%A4%A",
    "/activities/%c0%ae",
    "/claims/%ff",
    "/%",
    "/activities/%00",
    "//",
    "/a//b",
]


@pytest.mark.parametrize("path", MALFORMED)
def test_every_malformed_address_shows_a_page(browser, address, path):
    errors = []
    with opened(browser, address, "/help", signed_in=False, answers=[("/v1/", NOTHING)]) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        expect(page.locator("#main h1")).not_to_be_empty()
    assert errors == []


@pytest.mark.parametrize("path", ["/verify/%00", "/verify/%2F", "/verify/%F0%9F%A6%A0", "/verify/" + "7" * 3000])
def test_what_cannot_be_a_number_is_said_to_be_none(browser, address, path):
    with opened(browser, address, path, signed_in=False, answers=[("/v1/verify/", NOTHING)]) as page:
        expect(page.locator("#main .note.bad")).to_have_text("This is not a certificate number.")


CURSOR = {
    "code": "invalid",
    "status": 422,
    "detail": "",
    "errors": [{"path": "cursor", "code": "invalid_cursor", "message": "Pass next_cursor on as it came."}],
}


def test_a_part_of_a_list_that_is_gone_is_said_in_words(browser, address):
    gone = [("/v1/activities?", CURSOR)]
    with opened(browser, address, "/activities?cursor=zz", signed_in=True, answers=gone) as page:
        expect(page.locator("#main .note.bad li")).to_have_text(
            "This part of the list is not there. Start at the first page."
        )


@pytest.mark.parametrize(
    "path",
    ["/organizer?phase=zzz", "/activities?kind=zzz&open=maybe&page=-1", "/staff/credits?state=zzz&email=a@b.org"],
)
def test_a_choice_that_does_not_exist_is_not_asked_for(browser, address, path):
    asked = []
    with opened(browser, address, "/", signed_in=True, staff=True) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + path)
        expect(page.locator("#main[aria-busy=false] h1")).not_to_be_empty()
        expect(page.locator("#main")).not_to_contain_text("-1")
    assert any("/v1/" in url for url in asked)
    assert not [url for url in asked if "/v1/" in url and ("zzz" in url or "maybe" in url)]


ELSEWHERE = [
    "/\t/evil.example",
    "/\n/evil.example",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
]


NEXT_ADDRESS = """async (next) =>
  (await import('/app/pages/account/sign_in.js')).nextAddress(new URLSearchParams({next}))"""


@pytest.fixture(scope="module")
def next_address(browser, address):
    with opened(browser, address, "/sign-in", signed_in=False) as page:
        yield lambda given: page.evaluate(NEXT_ADDRESS, given)


@pytest.mark.parametrize("given", ELSEWHERE)
def test_next_never_leads_elsewhere(next_address, given):
    assert next_address(given) == "/"


@pytest.mark.parametrize("given", ["/verify/%E0%A4%A", "/organizer?phase=late#k1", "/claims/c1"])
def test_next_leads_to_every_address_of_the_portal(next_address, given):
    assert next_address(given) == given
