"""Lists of credits by state: each credit once, page by page, whatever the size of a page."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from laurel.ledger.credit import Credit
from laurel.ledger.listing import UNLISTED, CreditPage, in_state
from laurel.ledger.records import to_item
from laurel.ledger.states import State
from laurel.ledger.store import Ledger
from laurel.platform.table import Table
from tests.credits import START, a_credit

COUNT = 24


def pages(
    ledger: Ledger, table: Table, state: State, provider: str | None = None, *, limit: int
) -> Iterator[CreditPage]:
    position = None
    while True:
        page = in_state(ledger, table, state, provider, limit=limit, after=position)
        yield page
        position = page.position
        if position is None:
            return


def listed(ledger: Ledger, table: Table, state: State, provider: str | None = None, *, limit: int = 7) -> list[str]:
    found = [one for page in pages(ledger, table, state, provider, limit=limit) for one in page.credits]
    return [credit.credit_id for credit in found]


@pytest.fixture
def many(ledger_table: Table) -> list[Credit]:
    """Credits in every state, of three providers, one of whose names begins like another."""
    providers = ("LabCE", "ASM", "asm#online")
    credits = [
        a_credit(
            f"{state}-{n}",
            state=state,
            provider=providers[n % 3],
            reason="not_a_member" if state is State.UNMATCHED else None,
            due_at=START + timedelta(minutes=n) if state in (State.EARNED, State.REPORTED, State.SENDING) else None,
        )
        for state in State
        for n in range(COUNT)
    ]
    ledger_table.put_many(map(to_item, credits))
    return credits


@pytest.mark.parametrize("limit", [1, 7, 100])
@pytest.mark.parametrize("state", sorted(set(State) - UNLISTED))
def test_each_credit_of_a_state_is_listed_once(
    ledger: Ledger, ledger_table: Table, many: list[Credit], state: State, limit: int
) -> None:
    found = listed(ledger, ledger_table, state, limit=limit)
    assert sorted(found) == sorted(one.credit_id for one in many if one.state is state)


@pytest.mark.parametrize("provider", ["labce", "ASM", "Asm#Online", "nobody"])
@pytest.mark.parametrize("state", [State.REJECTED, State.REPORTED])
def test_those_of_one_provider_whatever_its_letter_case(
    ledger: Ledger, ledger_table: Table, many: list[Credit], state: State, provider: str
) -> None:
    wanted = [one.credit_id for one in many if one.state is state and one.provider.lower() == provider.lower()]
    assert sorted(listed(ledger, ledger_table, state, provider)) == sorted(wanted)


def test_no_page_is_larger_than_asked_for(ledger: Ledger, ledger_table: Table, many: list[Credit]) -> None:
    sizes = [len(page.credits) for page in pages(ledger, ledger_table, State.REJECTED, limit=9)]
    assert max(sizes) <= 9
    assert sum(sizes) == COUNT


def test_what_left_the_state_since_is_not_shown(ledger: Ledger, ledger_table: Table, many: list[Credit]) -> None:
    first = in_state(ledger, ledger_table, State.REJECTED, None, limit=10)
    (gone, *_) = [one for one in many if one.state is State.REJECTED and one not in first.credits]
    stored = ledger.get(gone.credit_id)
    assert stored
    ledger.change(stored, stored.withdraw(why="", at=START))
    assert gone.credit_id not in listed(ledger, ledger_table, State.REJECTED)
