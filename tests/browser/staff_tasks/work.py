"""A member of staff at a task: one browser for all tasks of a file, at a desk or with a phone, by one of two hands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.staff_tasks.counts import TaskCounts
from tests.browser.staff_tasks.hands import Finger, Keyboard, Mouse
from tests.browser.visitor import Visitor

HANDS = {one.name: one for one in (Mouse, Finger, Keyboard)}
WAYS = pytest.mark.parametrize(
    "way",
    [
        pytest.param((size, hand.name), id=f"{size}-{hand.name}")
        for size, hand in (("desk", Mouse), ("desk", Keyboard), ("phone", Finger), ("phone", Keyboard))
    ],
    indirect=True,
)


@dataclass
class Work:
    """The pages, the hand, and what the task takes."""

    visitor: Visitor
    hand: Mouse | Keyboard
    size: str
    counts: TaskCounts
    note: Callable[[str, object], None]

    @property
    def page(self) -> Page:
        return self.visitor.page

    def begin(self, path: str = "/staff") -> None:
        """Open a page; counting begins."""
        self.visitor.open(path)
        self.counts.taken()

    def button(self, name: str, place: Locator | None = None) -> Locator:
        return (place or self.page).get_by_role("button", name=name, exact=True)

    def link(self, name: str, **more: Any) -> Locator:
        return self.page.locator("#main").get_by_role("link", name=name, **more)

    def tile(self, title: str) -> Locator:
        return self.page.locator(".tile", has=self.page.get_by_text(title, exact=True))

    def field(self, label: str, place: Locator | None = None) -> Locator:
        return (place or self.page).get_by_label(label, exact=True)

    def card(self, title: str) -> Locator:
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.locator("section.card", has=heading)

    def sees(self, title: str) -> None:
        """The page with this heading is there."""
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()

    def says(self, text: str) -> None:
        """This text can be read on the page."""
        self.visitor.says(text)

    def done(self, task: str) -> None:
        """The task is done: the report has what it took, and the page that it ends with is clean."""
        self.note(f"{task} · {self.size} · {self.hand.name}", str(self.counts.taken()))
        assert self.visitor.overflow() == 0
        if isinstance(self.hand, Keyboard):
            assert self.page.evaluate("document.activeElement !== document.body"), "the focus was lost at the end"
        else:
            self.page.evaluate("scrollTo(0, 0)")  # the head of the page covers nothing
            found = self.visitor.violations()
            assert not found, found
