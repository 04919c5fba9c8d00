"""The portal and its API at one address, and what a caller over a limit reads."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from local.sample_catalog import MEETING
from tests import stores
from tests.browser.pictured import ANSWERS
from tests.browser.pictures import served

# Of the addresses for documents: nobody else comes from it, and nothing else counts for it.
ADDRESS = {"X-Forwarded-For": "198.51.100.77"}
NUMBER = "7XKDA-9GQMT-C4WHE"


def places_of(visitor):
    """The hosts that the visitor's browser called."""
    return {urlsplit(url).netloc for url in visitor.requests if url.startswith("http")}


def test_the_portal_calls_its_api_at_its_own_address(arrive, learner):
    visitor = arrive(learner)
    asked = []
    visitor.page.on("request", lambda request: asked.append((request.method, request.url)))
    visitor.open(f"/activities/{MEETING}")
    visitor.open("/transcript")
    called = [url for _, url in asked if "/v1/" in url]
    assert called
    assert all(url.startswith(f"{visitor.stack.portal_url}/v1/") for url in called)
    assert "OPTIONS" not in {method for method, _ in asked}
    assert places_of(visitor) == {urlsplit(visitor.stack.portal_url).netloc}


@pytest.fixture(scope="module")
def address():
    """The portal alone: nobody answers its calls of the API, but the limits are there."""
    with served(alone=True) as address:
        yield address


def opened(browser, address, **settings):
    page = browser.new_context(locale="en-US", **settings).new_page()
    page.route("**/v1/statements", lambda route: route.fulfill(json=dict(ANSWERS)["/v1/statements"]))
    page.goto(f"{address}/verify/{NUMBER}")
    expect(page.locator("#main[aria-busy=false] h1")).to_be_visible()
    return page


def test_who_checks_too_many_certificates_reads_why_and_how_long_to_wait(browser, address):
    page = opened(browser, address, extra_http_headers=ADDRESS)
    expect(page.locator("#main")).not_to_contain_text("Too many requests")
    most = stores.template("limits.yaml")["Parameters"]["VerifyPerAddress"]["Default"]
    statuses = page.evaluate(
        "async ([path, times]) => { const found = []; for (let n = 0; n < times; n += 1)"
        " found.push((await fetch(path)).status); return found; }",
        [f"/v1/verify/{NUMBER}", most],
    )
    assert statuses == [502] * (most - 1) + [429]
    page.reload()
    box = page.locator("#main[aria-busy=false] [data-code=too_many_requests]")
    expect(box).to_contain_text("Too many requests. Wait a moment, then try again.")
    expect(box).to_contain_text("They came from the address of your network, within five minutes.")
    expect(box).to_contain_text("You can try again at")
    page.context.close()
    other = opened(browser, address)
    expect(other.locator("#main [data-code]")).not_to_contain_text("Too many requests")
    other.context.close()
