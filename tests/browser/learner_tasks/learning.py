"""A learner at a task: what staff do with the pages (`staff_tasks/work.py`), and how long it takes."""

import time
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.api_events import learner
from tests.browser.staff_tasks.hands import Finger, Keyboard
from tests.browser.staff_tasks.memory import Memory
from tests.browser.staff_tasks.work import Work

WAYS = pytest.mark.parametrize(
    "way",
    [
        pytest.param((size, hand.name), id=f"{size}-{hand.name}")
        for size, hand in (("phone", Finger), ("desk", Keyboard))
    ],
    indirect=True,
)
PACE = "P.A.C.E.® contact hours"
REPORT = "Report my credits to ASCLS and ASCP"


@dataclass(kw_only=True)
class Learning(Work):
    """The pages, the hand, what the task takes, and who the learner is."""

    memory: Memory
    who: str
    began: float = 0.0

    def begin(self, path: str = "/") -> None:
        super().begin(path)
        self.began = time.monotonic()

    def ask(self, method: str, path: str, **given: Any) -> Any:
        """What the API answers to this learner."""
        return self.memory.ask(method, path, learner(self.who), **given)

    def find(self, kind: str, title: str) -> None:
        """From the first page to the activity, and to its claim."""
        self.hand.press(self.tile(kind))
        self.hand.press(self.link(title, exact=True))
        self.hand.press(self.link("Claim credit", exact=True))
        self.sees("Choose your statement of credit")

    def open_claim(self, label: str = "", code: str = "", statement: str = PACE) -> None:
        """Choose the statement, enter the code, and read the disclosures."""
        self.tick(self.page.get_by_role("radio", name=statement))
        if label:
            self.hand.write(self.field(label), code)
        self.hand.press(self.button("Continue"))
        self.hand.press(self.button("I have read the disclosures"))

    def tick(self, target: Locator) -> None:
        """Choose this radio button: a keyboard goes to the chosen or first one of its group, then with the arrows."""
        if isinstance(self.hand, Keyboard):
            group = self.page.locator(f"input[name='{target.get_attribute('name')}']")
            chosen = self.page.locator(f"input[name='{target.get_attribute('name')}']:checked")
            if chosen.count():
                self.hand.reach(chosen)
            else:
                self.hand.tick(group.first)
            while not target.is_checked():
                self.page.keyboard.press("ArrowDown")
        else:
            self.hand.tick(target)

    def answer(self, session: Locator) -> None:
        """Answer each question of a session's evaluation, the first choice of each."""
        expect(session.locator(".panel fieldset").first).to_be_visible()
        for question in session.locator(".panel fieldset").all():
            self.hand.tick(question.locator("input").first)

    def print_as(self, name: str) -> None:
        """From the summary to the certificate; the name was not entered before."""
        self.sees("Credit Summary")
        self.hand.write(self.field("Name as printed"), name)
        self.hand.press(self.button("Save the name"))
        expect(self.button("Save the name")).to_have_count(0)
        self.attest(name)

    def mark(self, session: Locator) -> None:
        """Mark a session that is evaluated later."""
        if isinstance(self.hand, Keyboard):
            self.hand.tick(session.get_by_role("checkbox"))
        else:
            self.hand.press(session.locator(".mark"))

    def attest(self, name: str) -> None:
        """Choose that the credit is reported, confirm, and print."""
        self.tick(self.page.get_by_role("radio", name=REPORT))
        self.hand.tick(self.page.get_by_role("checkbox", name=f"I, {name}"))
        self.hand.press(self.button("Print now and make it final"))
        self.sees("Your certificate")

    def done(self, task: str) -> None:
        """The task is done: the report has what it took, the seconds of this machine too."""
        seconds = round(time.monotonic() - self.began)
        note, self.note = self.note, lambda name, took: note(name, f"{took}, {seconds} s")
        super().done(task)
        self.note = note
