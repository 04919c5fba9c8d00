"""Pages come fast: what a page needs is asked for side by side and once, and nothing moves when it comes."""

import json
import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served, tokens_of_somebody
from tests.browser.visitor import PHONE

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: 'layout-shift', buffered: true });
"""
SLOW = 0.9  # seconds: a press excuses what moves within half a second


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def answer_for(url):
    path = "/v1/" + url.partition("/v1/")[2]
    return next((answer for start, answer in ANSWERS if path.startswith(start)), {})


def test_activity_and_program_of_a_claim_are_asked_for_side_by_side(browser, address):
    """Each of the two is answered only when the other has been asked for too; attendance with the claim."""
    waiting, asked = [], []
    together = {"/v1/activities/m1", "/v1/activities/m1/sessions"}

    def hold(route):
        path = re.sub(r"\?.*", "", "/v1/" + route.request.url.partition("/v1/")[2])
        asked.append(route.request.url.partition("/v1/")[2])
        if path not in together:
            route.fulfill(json=answer_for(route.request.url))
            return
        waiting.append(route)
        if len(waiting) == len(together):
            for one in waiting:
                one.fulfill(json=answer_for(one.request.url))

    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{address}/robots.txt")
    keep = "tokens => sessionStorage.setItem('laurel.session', JSON.stringify(tokens))"
    page.evaluate(keep, tokens_of_somebody(staff=False))
    page.route(f"{address}/v1/**", hold)
    page.goto(f"{address}/claims/c1/sessions")
    expect(page.locator("#main[aria-busy=false] h1")).to_be_visible()
    context.close()
    assert asked.index("claims/c1/attendance") < asked.index("activities/m1")
    assert [one for one in asked if "/sessions" in one] == ["activities/m1/sessions?limit=1000"]


def test_the_next_page_of_a_claim_asks_for_its_activity_with_it(browser, address):
    with opened(browser, address, "/claims/c1/sessions", signed_in=True) as page:
        order = []
        page.on("request", lambda request: order.append(request.url.partition("/v1/")[2]))
        page.on("requestfinished", lambda request: order.append("done " + request.url.partition("/v1/")[2]))
        page.evaluate("import('/app/claim/load.js').then((module) => module.loadClaim('c1'))")
        page.wait_for_load_state("networkidle")
        assert order.index("activities/m1") < order.index("done claims/c1"), order


def test_the_sessions_of_a_claim_are_asked_for_while_the_modules_of_their_page_come(browser, address):
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{address}/robots.txt")
    keep = "tokens => sessionStorage.setItem('laurel.session', JSON.stringify(tokens))"
    page.evaluate(keep, tokens_of_somebody(staff=False))
    held, asked = [], []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.route("**/app/pages/claim/sessions.js", lambda route: held.append(route))
    with page.expect_request("**/v1/activities/m1/sessions?**"):
        page.goto(f"{address}/claims/c1/sessions", wait_until="commit")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#main[aria-busy=false] h1")).to_be_visible()
    context.close()
    # Nothing is asked for twice.
    once = ("/v1/claims/c1", "/v1/claims/c1/attendance", "/v1/activities/m1", "/styles/sessions.css")
    assert [asked.count(path) for path in once] == [1, 1, 1, 1]


OF_HOME = {"/v1/transcript", "/v1/organizer?phase=needs_you&limit=50", "/v1/me/progress", "/v1/statements"}


def test_the_home_page_of_a_learner_is_asked_for_before_the_modules_come(browser, address):
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{address}/robots.txt")
    tokens = tokens_of_somebody(staff=False)
    keep = "tokens => sessionStorage.setItem('laurel.session', JSON.stringify(tokens))"
    page.evaluate(keep, tokens)
    held, asked = [], []
    page.on("request", lambda request: asked.append(request))
    page.route("**/app/main.js", lambda route: held.append(route))
    with page.expect_request("**/app/main.js"):
        page.goto(address, wait_until="commit")
    page.wait_for_function("Object.keys(window.laurelAsked?.answers ?? {}).length === 4")
    early = [request for request in asked if "/v1/" in request.url]
    assert {request.url.removeprefix(address) for request in early} == OF_HOME
    assert {request.headers.get("authorization") for request in early} == {f"Bearer {tokens['id']}", None}
    held[0].continue_()
    expect(page.locator("#main[aria-busy=false] h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    # Nothing is asked for twice, and no answer is left for another learner.
    assert sum("/v1/" in request.url for request in asked) == len(OF_HOME)
    assert page.evaluate("Object.keys(window.laurelAsked.answers)") == []
    context.close()


# Whoever may be logged out, or has to renew their sign-in, is not asked for.
@pytest.mark.parametrize("changes", [{"until": 0}, {"active": 1}])
def test_a_sign_in_that_may_have_ended_is_not_used_before_the_modules_come(browser, address, changes):
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{address}/robots.txt")
    keep = "tokens => sessionStorage.setItem('laurel.session', JSON.stringify(tokens))"
    page.evaluate(keep, tokens_of_somebody(staff=False) | changes)
    page.route("**/app/main.js", lambda route: route.abort())
    page.goto(address, wait_until="domcontentloaded")
    assert page.evaluate("window.laurelAsked") is None
    context.close()


@pytest.mark.parametrize("path", ["/activities/m1", "/", "/claims/c1/sessions"])
def test_nothing_moves_when_a_page_and_what_opens_in_it_comes(browser, address, path):
    """The program comes late, long after the press."""
    with opened(browser, address, path, signed_in=True, script=SHIFTS, **PHONE) as page:
        if path.startswith("/activities"):

            def late(route):
                time.sleep(SLOW)
                route.fulfill(body=json.dumps(answer_for(route.request.url)), content_type="application/json")

            page.route("**/sessions?**", late)
            page.locator("summary").click()
            expect(page.locator("details h3").first).to_be_visible()
            page.wait_for_timeout(300)
        assert page.evaluate("window.shifted") <= 0.05


def test_the_largest_thing_of_the_first_page_is_painted_before_the_modules_come(browser, address):
    """It is in the document, and stays where it is when the page is drawn."""
    context = browser.new_context(locale="en-US", **PHONE)
    page = context.new_page()
    page.add_init_script(SHIFTS)

    held = []
    page.route("**/app/main.js", lambda route: held.append(route))
    with page.expect_request("**/app/main.js"):
        page.goto(address, wait_until="commit")
    # Until the styles are there, both languages are in sight of the test, but nothing is painted.
    expect(page.locator(".hero.early .lead :visible")).to_have_count(1)
    page.evaluate("() => new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle)))")
    held[0].continue_()
    expect(page.get_by_role("link", name="Create an account")).to_be_visible()
    largest, came = page.evaluate(
        """() => new Promise((settle) => {
            const came = performance.getEntriesByName(`${location.origin}/app/main.js`)[0].responseEnd;
            const told = (list) => settle([list.getEntries().pop().startTime, came]);
            new PerformanceObserver(told).observe({ type: 'largest-contentful-paint', buffered: true });
        })"""
    )
    assert largest < came
    assert page.evaluate("window.shifted") <= 0.05
    context.close()
