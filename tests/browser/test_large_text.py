"""Large letters, chosen by the reader: no page is wider than the screen, and what sticks stays in place, and small."""

import re

import pytest
from playwright.sync_api import expect

from local.places import ROOT
from tests.browser.pictures import opened, served
from tests.browser.stillness import wait_for_stillness
from tests.browser.visitor import PHONE

IDS = {"activity": "m1", "claim": "c1", "number": "7XKDA-9GQMT-C4WHE"}
FRAME = ROOT / "portal/app/frame"
PARTS = [
    path
    for name in ("routes.js", "staff_routes.js")
    for path in re.findall(r"^  \['([^']+)'", (FRAME / name).read_text(encoding="utf-8"), re.MULTILINE)
]
PAGES = [re.sub(r":(\w+)", lambda part: IDS[part[1]], path) for path in PARTS]
PRINTED = {"/claims/c1/certificate": "/claims/c3/certificate", "/claims/c1/summary": "/claims/c2/summary"}
ADDRESSES = [
    *(PRINTED.get(path, path) for path in PAGES),
    "/staff/credits?state=rejected",
    "/staff/runs?date=2026-06-10",
    "/staff/audit?learner=ana",
    "/staff/certificates?number=7XKDA-9GQMT-C4WHE",
    "/no-such-page",
]
SIGNED_OUT = ("/sign-in", "/sign-up", "/confirm", "/reset-password")


@pytest.fixture(scope="module")
def address():
    with served() as here:
        yield here


@pytest.fixture(scope="module", params=[32, 64])
def large(chromium, request):
    """A browser whose reader chose letters of this many pixels."""
    started = chromium(f"--blink-settings=defaultFontSize={request.param}")
    yield started
    started.close()


def test_every_page_of_the_portal_is_looked_at():
    assert len(PAGES) > 25


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_page_is_wider_than_the_screen(large, address, path):
    with opened(large, address, path, signed_in=path not in SIGNED_OUT, staff=True, **PHONE) as page:
        width, wide = page.evaluate(
            """() => {
                const wide = [...document.querySelectorAll('body *')]
                    .map((one) => [one, Math.round(one.getBoundingClientRect().right)])
                    .filter(([one, right]) => right > 361 && !one.closest('.unseen, thead'))
                    .map(([one, right]) => `${one.tagName}.${one.className} ${right}`);
                return [document.documentElement.scrollWidth, wide.slice(0, 5)];
            }"""
        )
        assert width <= 360, wide


def test_the_skip_link_is_out_of_sight_until_it_is_reached(large, address):
    with opened(large, address, "/", signed_in=True, **PHONE) as page:
        skip = page.locator(".skip")
        box = skip.bounding_box()
        assert box["y"] + box["height"] <= 0
        page.keyboard.press("Tab")
        expect(skip).to_be_focused()
        box = skip.bounding_box()
        assert box["y"] >= 0
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def test_what_sticks_stays_and_leaves_half_of_the_screen(large, address):
    with opened(large, address, "/claims/c1/sessions", signed_in=True, **PHONE) as page:
        page.evaluate("scrollTo(0, 900)")
        wait_for_stillness(page)
        banner, totals = (page.locator(name).bounding_box() for name in (".banner", ".totals"))
        assert banner["y"] == 0
        assert abs(totals["y"] + totals["height"] - 740) <= 1
        assert banner["height"] + totals["height"] <= 370
        expect(page.get_by_role("link", name="Go to the summary")).to_be_in_viewport()
