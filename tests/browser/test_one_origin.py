"""The portal and its API at one address, and what a caller over a limit reads."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests import stores
from tests.browser.claiming import MEETING

# Of the addresses for documents: nobody else comes from it, and nothing else counts for it.
ADDRESS = {"X-Forwarded-For": "198.51.100.77"}
NUMBER = "7XKDA-9GQMT-C4WHE"


def places_of(visitor):
    """The origins that the visitor's browser called, with the way of asking for a permission."""
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


def test_who_checks_too_many_certificates_reads_why_and_how_long_to_wait(arrive):
    visitor = arrive(extra_http_headers=ADDRESS)
    visitor.open(f"/verify/{NUMBER}")
    expect(visitor.page.locator("#main [data-code=not_found], #main [data-code=certificate_not_found]")).to_be_visible()
    most = stores.template("limits.yaml")["Parameters"]["VerifyPerAddress"]["Default"]
    statuses = visitor.page.evaluate(
        "async ([path, times]) => { const found = []; for (let n = 0; n < times; n += 1)"
        " found.push((await fetch(path)).status); return found; }",
        [f"/v1/verify/{NUMBER}", most],
    )
    assert statuses == [404] * (most - 1) + [429]
    visitor.open(f"/verify/{NUMBER}")
    box = visitor.page.locator("#main")
    expect(box).to_contain_text("Too many requests. Wait a moment, then try again.")
    expect(box).to_contain_text("They came from the address of your network, within five minutes.")
    expect(box).to_contain_text("You can try again at")
    assert visitor.violations() == []
    other = arrive()
    other.open(f"/verify/{NUMBER}")
    expect(other.page.locator("#main")).not_to_contain_text("Too many requests")
