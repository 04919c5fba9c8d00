"""500 credits by year and month: one line each, built when they are opened, the same numbers everywhere."""

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.pictured import ANSWERS
from tests.browser.pictures import opened, served
from tests.browser.visitor import DESK, PHONE

ONE = dict(ANSWERS)["/v1/organizer"]["items"][2]
NEEDY = dict(ANSWERS)["/v1/organizer"]["items"][1]
YEARS = (2026, 2025, 2024)


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


def many(count, needy=0):
    """`count` credits over three years, the latest first; the first `needy` need their learner."""
    made = []
    for n in range(count):
        year, month = YEARS[n * 3 // count], 12 - n * 36 // count % 12
        like = NEEDY if n < needy else ONE
        made.append({**like, "credit_id": f"{n:032x}", "completed_on": f"{year}-{month:02}-10", "title": f"Credit {n}"})
    return sorted(made, key=lambda one: (one["completed_on"], one["credit_id"]), reverse=True)


class Api:
    """The organizer of the API over these credits; `asked` are the addresses that were read."""

    def __init__(self, credits):
        self.credits = credits
        self.asked = []

    def answer(self, route):
        self.asked.append(route.request.url)
        query = {name: one[0] for name, one in parse_qs(urlsplit(route.request.url).query).items()}
        found = [
            one
            for one in self.credits
            if query.get("phase") in (None, one["phase"])
            and query.get("credit") in (None, one["credit_id"])
            and query.get("from", "") <= one["completed_on"] <= query.get("to", "9")
        ]
        months = {}
        for one in found:
            months.setdefault(one["completed_on"][:7], Counter())[one["phase"]] += 1
        start, limit = int(query.get("cursor", 0)), int(query.get("limit", 50))
        totals = {
            "credits": len(found),
            "by_state": {},
            "by_phase": Counter(one["phase"] for one in found),
            "by_month": months,
        }
        more = str(start + limit) if start + limit < len(found) else None
        page = found[start : start + limit]
        route.fulfill(json={"items": page, "totals": totals, "not_reported": [], "next_cursor": more})


@pytest.fixture
def shown(browser, address):
    def show(api, path="/organizer", **look):
        manager = opened(browser, address, "/help", signed_in=True, **look)
        page = manager.__enter__()
        managers.append(manager)
        page.route(f"{address}/v1/organizer**", api.answer)
        page.goto(address + path)
        page.locator("#main[aria-busy=false] h1", has_text="Your credits").wait_for()
        return page

    managers = []
    yield show
    for manager in managers:
        manager.__exit__(None, None, None)


def test_500_credits_build_a_few_lines_and_read_a_few_answers(shown):
    api = Api(many(500, needy=3))
    page = shown(api)
    assert page.locator("#main *").count() < 700
    assert len(api.asked) <= 3
    expect(page.locator(".month")).to_have_count(36)
    expect(page.locator("h2", has_text="2024")).to_contain_text("credits")
    assert page.locator(".progress-steps").count() == 0


def test_every_credit_is_reached_once_by_opening_the_months(shown):
    api = Api(many(120, needy=3))
    page = shown(api)
    page.evaluate("document.querySelectorAll('.month').forEach((one) => { one.open = true; })")
    expect(page.locator(".credit-row")).to_have_count(120)
    titles = page.locator(".credit-row summary strong").all_inner_texts()
    assert len(set(titles)) == 120
    told = sum(int(one.split()[0]) for one in page.locator(".month > summary > .meta").all_inner_texts())
    assert told == 117  # the others are listed above


def test_a_month_of_more_than_a_page_is_read_to_its_end(shown):
    credits = [{**one, "completed_on": "2026-12-10"} for one in many(150)]
    page = shown(Api(credits))
    expect(page.locator(".credit-row")).to_have_count(150)


def test_few_credits_are_open_at_once(shown):
    page = shown(Api(many(10)))
    expect(page.locator(".credit-row")).to_have_count(10)
    assert page.locator(".month:not([open])").count() == 0


def test_a_credit_of_long_ago_that_the_address_names_is_opened(shown):
    api = Api(many(500))
    wanted = api.credits[-1]
    page = shown(api, f"/organizer#{wanted['credit_id']}")
    row = page.locator(f"[id='{wanted['credit_id']}']")
    expect(row).to_be_focused()
    expect(row.locator(".progress-steps")).to_be_visible()


def test_what_was_opened_stays_open_on_the_way_back(shown):
    page = shown(Api(many(500)))
    month = page.locator(".month").nth(20)
    name = month.get_attribute("data-month")
    month.locator("> summary").click()
    expect(month.locator(".credit-row").first).to_be_visible()
    page.locator("a", has_text="Enter by hand at ASCP").click()
    page.locator("h1", has_text="Enter by hand").wait_for()
    page.go_back()
    expect(page.locator(f".month[data-month='{name}'] .credit-row").first).to_be_visible()


def test_the_days_of_the_filter_hold_within_a_month(shown):
    credits = [{**one, "completed_on": f"2026-12-{1 + n % 28:02}"} for n, one in enumerate(many(140))]
    api = Api(sorted(credits, key=lambda one: (one["completed_on"], one["credit_id"]), reverse=True))
    page = shown(api, "/organizer?from=2026-12-05&to=2026-12-20")
    expect(page.locator(".credit-row")).to_have_count(80)


def test_a_month_that_cannot_be_read_says_so_and_is_read_again(shown, address):
    api = Api(many(500))
    page = shown(api)
    refused = {"status": 503, "code": "x", "detail": "", "errors": []}
    page.route(f"{address}/v1/organizer**", lambda route: route.fulfill(json=refused, status=500))
    name = page.locator(".month").last.get_attribute("data-month")
    month = page.locator(f".month[data-month='{name}']")
    month.locator("> summary").click()
    expect(month.locator("[data-code]")).to_be_visible()
    page.unroute(f"{address}/v1/organizer**")
    page.route(f"{address}/v1/organizer**", api.answer)
    month.locator("> summary").click()
    month.locator("> summary").click()
    expect(month.locator(".credit-row").first).to_be_visible()


def test_the_bar_is_as_long_as_the_numbers_and_the_links_say_them(shown):
    page = shown(Api(many(100, needy=25)), **DESK)
    widths = page.evaluate(
        "() => ['needs_you', 'done'].map((one) => document.querySelector(`#main > .phase-bar .of-${one}`).offsetWidth)"
    )
    assert abs(widths[1] / widths[0] - 3) < 0.2
    expect(page.get_by_role("link", name="Needs you 25")).to_be_visible()
    expect(page.get_by_role("link", name="Done 75")).to_be_visible()


@pytest.mark.parametrize(("look", "most"), [(DESK, 64), (PHONE, 110)], ids=["desk", "phone"])
def test_a_credit_is_one_line(shown, look, most):
    page = shown(Api(many(20)), **look)
    heights = [one.bounding_box()["height"] for one in page.locator(".credit-row").all()]
    assert max(heights) <= most
    assert page.evaluate("document.documentElement.scrollWidth") <= look["viewport"]["width"]
