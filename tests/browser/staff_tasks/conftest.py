"""Staff at their tasks: one API in memory for the tests of a file, and one browser for each size."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.staff_tasks.counts import TaskCounts
from tests.browser.staff_tasks.memory import Memory, portal_in_memory, token
from tests.browser.staff_tasks.work import HANDS, Work
from tests.browser.visitor import SIZES, Visitor
from tests.conftest import aws_in_memory

STAFF = {
    "sub": "sam",
    "email": "sam@example.org",
    "email_verified": "true",
    "token_use": "id",
    "cognito:groups": ["staff"],
}


@pytest.fixture(scope="module")
def memory() -> Iterator[Memory]:
    """The API in memory, with the sample catalog."""
    with pytest.MonkeyPatch.context() as patch, aws_in_memory(patch), portal_in_memory(patch.setenv) as made:
        yield made


@pytest.fixture(scope="module")
def desks(browser: Browser, memory: Memory) -> Iterator[Callable[[str], tuple[Visitor, TaskCounts]]]:
    """A member of staff with a browser of this size; what is pressed and typed is counted."""
    made: dict[str, tuple[Visitor, TaskCounts]] = {}

    def at(size: str) -> tuple[Visitor, TaskCounts]:
        if size not in made:
            visitor = Visitor(browser, memory, reduced_motion="reduce", **SIZES[size])
            visitor.keep({"id": token(STAFF), "access": "a", "refresh": "r", "until": 4102444800000})
            made[size] = visitor, TaskCounts(visitor.page)
        return made[size]

    yield at
    for visitor, _ in made.values():
        visitor.close()


@pytest.fixture
def work(
    desks: Callable[[str], tuple[Visitor, TaskCounts]],
    memory: Memory,
    way: tuple[str, str],
    record_property: Callable[[str, object], None],
) -> Iterator[Work]:
    """Staff at a task, in one of the ways: by mouse or by keyboard at a desk, by finger or by keyboard on a phone."""
    size, hand = way
    visitor, counts = desks(size)
    yield Work(visitor, HANDS[hand](visitor.page), size, counts, record_property)
    troubles = [*visitor.troubles, *memory.troubles]
    visitor.troubles.clear()
    memory.troubles.clear()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def way(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The size and the hand of a test that is done in all ways."""
    found: tuple[str, str] = request.param
    return found
