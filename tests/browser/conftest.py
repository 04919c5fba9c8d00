"""A browser, visitors, and people with accounts of their own; all share the session's one stack."""

import itertools
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from laurel.ledger.store import Ledger
from laurel.platform.table import Table
from local import users
from local.catalog import put_catalog
from local.sample_catalog import badge_ids
from local.stack import LocalStack
from local.users import STAFF, User, new_password
from tests.browser.visitor import Visitor

# No sandbox, since CI runs as root; and nothing that calls home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
_numbers = itertools.count(1)


def chromium_path() -> str | None:
    """Chromium without windows where it is there: a new page costs a fifth of the time."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Callable[..., Browser]]:
    """Starts Debian's Chromium, with further flags where they are given. One Playwright serves all."""
    path = chromium_path()
    if path is None:
        pytest.fail("Chromium is needed for these tests. On Debian: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])


@pytest.fixture(scope="package")
def browser(chromium: Callable[..., Browser]) -> Iterator[Browser]:
    """The browser that most tests share."""
    started = chromium()
    yield started
    started.close()


@pytest.fixture(scope="package")
def stack(local_stack: LocalStack, sample_day: date) -> LocalStack:
    """The stack, with the sample activities in its library, whatever other tests made of them."""
    put_catalog(local_stack.api(STAFF), sample_day)
    return local_stack


@pytest.fixture(scope="package")
def ledger(local_stack: LocalStack) -> Ledger:
    """The ledger of the stack."""
    return Ledger(Table(local_stack.outputs["LedgerTableName"], local_stack.client("dynamodb")))


@pytest.fixture(scope="package")
def staff(local_stack: LocalStack) -> User:
    """The member of staff of the stack."""
    return next(user for user in local_stack.users if user.email == STAFF)


@pytest.fixture(scope="package")
def new_learner(local_stack: LocalStack, ledger: Ledger) -> Iterator[Callable[..., User]]:
    """Makes learners with an account of their own. What the ledger holds of them is gone at the end."""
    made: list[User] = []

    def make(**given: Any) -> User:
        user = User(f"visitor{next(_numbers)}.{secrets.token_hex(3)}@example.org", new_password())
        users.create(local_stack.client, local_stack.outputs["UserPoolId"], [user], **given)
        made.append(user)
        return user

    yield make
    table = local_stack.client("dynamodb")
    for user in made:
        for credit in ledger.of_address(user.email):
            key = {"pk": {"S": f"CREDIT#{credit.credit_id}"}, "sk": {"S": "CREDIT"}}
            table.delete_item(TableName=local_stack.outputs["LedgerTableName"], Key=key)


@pytest.fixture(scope="package")
def new_badge() -> Callable[[], str]:
    """Gives Badge IDs of the sample meeting, each once; the first and the last belong to other tests."""
    return partial(next, iter(Random().sample(badge_ids()[1:-1], 400)))


@pytest.fixture
def learner(new_learner: Callable[..., User]) -> User:
    """A learner whom nobody has seen before."""
    return new_learner()


@pytest.fixture
def arrive(browser: Browser, stack: LocalStack) -> Iterator[Callable[..., Visitor]]:
    """Lets somebody arrive with a browser of their own; `user` is signed in already."""
    here: list[Visitor] = []

    def come(user: User | None = None, **settings: Any) -> Visitor:
        visitor = Visitor(browser, stack, **settings)
        here.append(visitor)
        if user:
            visitor.sign_in(user)
        return visitor

    yield come
    troubles = [trouble for visitor in here for trouble in visitor.troubles]
    for visitor in here:
        visitor.close()
    assert troubles == []
