"""A tour of the portal in one tab: many pages one after another, as somebody walks through them.

A tab of its own for each page would fetch the portal's modules each time.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from local.places import ROOT
from tests.browser.pictures import Answers, opened
from tests.browser.stillness import wait_for_stillness

_IDS = {"activity": "m1", "claim": "c1", "number": "7XKDA-9GQMT-C4WHE"}
_FRAME = ROOT / "portal/app/frame"
# In the world of the pictures only these claims have such a page.
_INSTEAD = {"/claims/c1/certificate": "/claims/c3/certificate", "/claims/c1/summary": "/claims/c2/summary"}
_BROKEN = "This page could not be shown · Laurel"
SIGNED_OUT = ("/sign-in", "/sign-up", "/confirm", "/reset-password")


def _pages_of(name: str) -> list[str]:
    """An address for each route in a file of the frame."""
    routes = re.findall(r"^  \[\s*'([^']+)'", (_FRAME / name).read_text(encoding="utf-8"), re.MULTILINE)
    addresses = [re.sub(r":(\w+)", lambda part: _IDS.get(part[1], part[1]), path) for path in routes]
    return [_INSTEAD.get(path, path) for path in addresses]


LEARNERS = [*_pages_of("routes.js"), "/no-such-page"]
STAFFS = [
    *_pages_of("staff_routes.js"),
    "/staff/credits?state=rejected",
    "/staff/runs?date=2026-06-10",
    "/staff/audit?learner=ana",
    "/staff/certificates?number=7XKDA-9GQMT-C4WHE",
]


class Tour:
    """Somebody with one tab for those who are signed in, and one for those who are not."""

    def __init__(self, inside: Page, outside: Page) -> None:
        self._inside = inside
        self._outside = outside

    def at(self, path: str) -> Page:
        """The page at `path`, once it stands still."""
        page = self._outside if path in SIGNED_OUT else self._inside
        page.evaluate("path => import('/app/frame/router.js').then((router) => router.go(path))", path)
        page.locator("#main[aria-busy=false] h1").first.wait_for()
        assert page.title() != _BROKEN, f"{path} shows no page"
        page.evaluate("scrollTo(0, 0)")
        wait_for_stillness(page)
        return page


@contextmanager
def tour(browser: Browser, address: str, *, staff: bool = False, answers: Answers = (), **look: Any) -> Iterator[Tour]:
    """A tour by a learner, or by `staff`, in this look."""
    with (
        opened(browser, address, "/help", signed_in=True, staff=staff, answers=answers, **look) as inside,
        opened(browser, address, "/help", signed_in=False, **look) as outside,
    ):
        yield Tour(inside, outside)
