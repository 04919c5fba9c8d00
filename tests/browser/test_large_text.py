"""Large letters, chosen by the reader, on the narrowest screen: nothing is lost, no page is wider than the screen, and
what sticks stays in place, and small."""

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import served
from tests.browser.stillness import wait_for_stillness
from tests.browser.tour import LEARNERS, STAFFS, tour

# 1280 pixels at 400 percent are 320.
NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}

# What reaches beyond the right edge, and what is cut off at an edge of its own. The labels of the steps of a claim are
# for screen readers on a narrow screen; a sentence names the present step.
_LOST = """() => {
    const width = document.documentElement.clientWidth;
    const named = (one, more) => `${one.tagName}.${one.className} ${more} ${one.textContent.trim().slice(0, 40)}`;
    const seen = [...document.querySelectorAll('body *')]
        .filter((one) => one.checkVisibility() && !one.closest('.unseen, thead, .skip, .steps li, script, .busy'));
    const wide = seen.map((one) => [one, Math.round(one.getBoundingClientRect().right)])
        .filter(([, right]) => right > width + 1).map(([one, right]) => named(one, right));
    const cut = seen.filter((one) => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX))
        .filter((one) => one.textContent.trim() && one.scrollWidth > one.clientWidth + 1)
        .map((one) => named(one, `${one.scrollWidth} in ${one.clientWidth}`));
    return {over: document.documentElement.scrollWidth - width, wide: wide.slice(0, 5), cut: cut.slice(0, 5)};
}"""
NOTHING = {"over": 0, "wide": [], "cut": []}


@pytest.fixture(scope="module", params=[32, 64], ids=["200-percent", "400-percent"])
def large(chromium, request):
    """Staff, who see each page, with a browser whose reader chose letters of this many pixels."""
    browser = chromium(f"--blink-settings=defaultFontSize={request.param}")
    with served() as address, tour(browser, address, staff=True, **NARROW) as walk:
        yield walk
    browser.close()


def test_every_page_of_the_portal_is_looked_at():
    assert len(LEARNERS) > 30
    assert len(STAFFS) > 25


@pytest.mark.parametrize("path", [*LEARNERS, *STAFFS])
def test_no_page_loses_anything(large, path):
    assert large.at(path).evaluate(_LOST) == NOTHING


def test_the_skip_link_is_out_of_sight_until_it_is_reached(large):
    page = large.at("/")
    skip = page.locator(".skip")
    box = skip.bounding_box()
    assert box["y"] + box["height"] <= 0
    skip.focus()
    box = skip.bounding_box()
    assert box["y"] >= 0
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


@pytest.mark.parametrize(
    ("path", "bar", "role", "act"),
    [
        ("/claims/c1/sessions", ".totals", "link", "Go to the summary"),
        ("/staff/library/m1", ".bench-acts", "button", "Save the draft"),
    ],
)
def test_what_sticks_stays_and_leaves_half_of_the_screen(large, path, bar, role, act):
    page = large.at(path)
    page.evaluate("scrollTo(0, 900)")
    wait_for_stillness(page)
    banner, acts = (page.locator(name).bounding_box() for name in (".banner", bar))
    assert banner["y"] == 0
    assert abs(acts["y"] + acts["height"] - 640) <= 1
    assert banner["height"] + acts["height"] <= 320
    expect(page.get_by_role(role, name=act)).to_be_in_viewport()
