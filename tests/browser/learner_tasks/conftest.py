"""Learners at their tasks: one API in memory for all of them, and a browser of their own for each."""

import secrets
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.api_events import learner
from tests.browser.learner_tasks.learning import Learning
from tests.browser.staff_tasks import conftest as of_staff
from tests.browser.staff_tasks.counts import TaskCounts
from tests.browser.staff_tasks.memory import Memory, token
from tests.browser.staff_tasks.work import HANDS
from tests.browser.visitor import SIZES, Visitor

memory = of_staff.memory
way = of_staff.way


@pytest.fixture
def learning(
    browser: Browser,
    memory: Memory,
    way: tuple[str, str],
    record_property: Callable[[str, object], None],
) -> Iterator[Learning]:
    """A learner whom nobody has seen before: by finger on a phone, or by keyboard alone at a desk."""
    size, hand = way
    who = f"l{secrets.token_hex(4)}"
    visitor = Visitor(browser, memory, reduced_motion="reduce", **SIZES[size])
    visitor.keep({"id": token(learner(who)), "access": "a", "refresh": "r", "until": 4102444800000})
    yield Learning(
        visitor, HANDS[hand](visitor.page), size, TaskCounts(visitor.page), record_property, memory=memory, who=who
    )
    visitor.close()
    troubles = [*visitor.troubles, *memory.troubles]
    memory.troubles.clear()
    assert not troubles, "\n".join(troubles)
