"""Lists of credits: each credit that is wanted once, page by page, the latest first, with the number of all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger import find_credits as search
from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.find_credits import CreditPage, find_credits
from laurel.ledger.listing import CreditFilter, FileOfCredits, lists_of
from laurel.ledger.records import to_item
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Ledger
from laurel.ledger.timeline import standing
from laurel.platform.table import Item, Key, Page, Table
from tests.credits import START, a_credit
from tests.examples import examples

HOUR = timedelta(hours=1)
PROVIDERS = ("LabCE", "ASM", "asm#online", "Lakeside Society")
REASONS = {
    State.UNMATCHED: (UnmatchedReason.NOT_A_MEMBER, UnmatchedReason.AMBIGUOUS_EMAIL),
    State.REJECTED: (RejectedReason.NAME_MISMATCH, RejectedReason.INVALID),
}
WAITING = (State.EARNED, State.REPORTED, State.SENDING)
FILE = "0f343b0931126a20f133d67c2b018a3b"


def in_state(name: str, state: State, at: datetime, **changes: Any) -> Credit:
    """A credit that has been in `state` since `at`."""
    steps = (Step(START - HOUR, State.EARNED), Step(at, state, changes.get("reason")))
    known = {"state": state, "timeline": steps, "due_at": at if state in WAITING else None}
    return a_credit(name, **known | changes)


@pytest.fixture(scope="module")
def many() -> list[Credit]:
    """Credits in every state, for each reason, of several providers, of files and of claims; many of one instant."""
    found = []
    for state in State:
        for n in range(24):
            reason = REASONS[state][n % 2].value if state in REASONS else None
            source = Source.CLAIM if n % 5 == 0 else Source.FEED
            file_id = FILE if source is Source.FEED and PROVIDERS[n % 4] == "LabCE" and n > 8 else None
            at = START + HOUR * (n // 6)
            facts = {"provider": PROVIDERS[n % 4], "reason": reason, "source": source, "file_id": file_id}
            found.append(in_state(f"{state}-{n}", state, at, **facts))
    return found


class Shelf:
    """A table and its indexes in memory: pages come in the order of the range key, alike ones in any order."""

    def __init__(self, credits: Iterable[Credit]) -> None:
        items = ({name: value for name, value in to_item(one).items() if value is not None} for one in credits)
        self.items = {(item["pk"], item["sk"]): item for item in items}
        self.calls = 0

    def page(self, index: str, condition: str, *, limit: int, after: Item | None, descending: bool, **at: str) -> Page:
        hashed, order = re.fullmatch(r"(\w+) = :value AND (\w+) BETWEEN :low AND :high", condition).groups()  # type: ignore[union-attr]
        assert (descending, hashed) == (True, {"stuck": "stuck_shard", "due": "due_shard"}.get(index, "changed_shard"))
        self.calls += 1
        found = [one for one in self.items.values() if one.get(hashed) == at["value"]]
        found = [one for one in found if at["low"] <= one[order] <= at["high"]]
        found.sort(key=lambda one: (one[order], one["reference"][::-1]), reverse=True)
        start = [one["pk"] for one in found].index(after["pk"]) + 1 if after else 0
        rest = found[start:]
        return Page(rest[:limit], rest[limit - 1] if len(rest) > limit else None)

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Item]:
        return {key: self.items[key] for key in keys if key in self.items}


@pytest.fixture
def filled(many: list[Credit]) -> Any:
    return Shelf(many)


def pages(table: Table, wanted: CreditFilter, *, limit: int) -> Iterator[CreditPage]:
    position = None
    while True:
        page = find_credits(
            Ledger(table), table, lists_of(wanted, lambda: PROVIDERS[:3]), wanted, limit=limit, after=position
        )  # fmt: skip
        yield page
        position = page.position
        if position is None:
            return


def listed(table: Table, wanted: CreditFilter, *, limit: int = 7) -> list[Credit]:
    return [one for page in pages(table, wanted, limit=limit) for one in page.credits]


OF_FILE = FileOfCredits(FILE, "labce", START - HOUR)
FILTERS = {
    "nothing": CreditFilter(),
    "a provider": CreditFilter(provider="labce"),
    "a provider without a record, of claims": CreditFilter(provider="LAKESIDE society", state=State.ACCEPTED),
    "a provider whose name begins like another": CreditFilter(provider="ASM", state=State.REJECTED),
    "a provider with a number sign": CreditFilter(provider="Asm#Online", state=State.UNMATCHED),
    "nobody": CreditFilter(provider="nobody"),
    "days": CreditFilter(since=START + HOUR, until=START + 3 * HOUR),
    "a reason and days": CreditFilter(
        state=State.UNMATCHED, reason="ambiguous_email", since=START + HOUR, until=START + 2 * HOUR
    ),
    "a reason": CreditFilter(state=State.REJECTED, reason="invalid"),
    "a reason in any state": CreditFilter(reason="name_mismatch", provider="ASM"),
    "a file": CreditFilter(file=OF_FILE),
    "a file, a state and a day": CreditFilter(file=OF_FILE, state=State.SENDING, since=START + 2 * HOUR),
    "a file of another provider": CreditFilter(file=OF_FILE, provider="ASM"),
    "a provider and days in a state": CreditFilter(
        provider="labce", state=State.UNMATCHED, since=START + HOUR, until=START + 4 * HOUR
    ),
    "under way": CreditFilter(provider="asm", state=State.REPORTED, until=START + 2 * HOUR),
} | {f"state {state}": CreditFilter(state=state) for state in State}


@pytest.mark.parametrize("name", FILTERS)
def test_each_credit_that_is_wanted_is_listed_once_and_counted(filled: Table, many: list[Credit], name: str) -> None:
    wanted = FILTERS[name]
    expected = sorted(one.credit_id for one in many if wanted.takes(one) and _can_be_found(one, wanted))
    for limit in (1, 7, 100):
        found = list(pages(filled, wanted, limit=limit))
        assert sorted(one.credit_id for page in found for one in page.credits) == expected
        assert max(len(page.credits) for page in found) <= limit
        assert (found[0].total, found[0].more_than) == (len(expected), None)
        assert {page.total for page in found[1:]} <= {None}


def _can_be_found(credit: Credit, wanted: CreditFilter) -> bool:
    """A feed of which nobody knows is found by its state or its name alone."""
    is_known = credit.source is Source.CLAIM or credit.provider in PROVIDERS[:3]
    return is_known or wanted.provider is not None or wanted.state in (*WAITING, *REASONS)


def test_the_latest_change_comes_first(filled: Table) -> None:
    found = listed(filled, CreditFilter(provider="labce"))
    at = [standing(one.timeline)[0].at for one in found]
    assert at == sorted(at, reverse=True)
    assert len(set(at)) > 2


@pytest.mark.slow
def test_what_changed_since_is_not_shown(ledger_table: Table, many: list[Credit]) -> None:
    wanted = CreditFilter(state=State.UNMATCHED)
    ledger_table.put_many(map(to_item, many[:60]))
    ledger = Ledger(ledger_table)
    (first, *_) = pages(ledger_table, wanted, limit=10)
    assert first.total == 24
    gone = ledger.get(first.credits[0].credit_id)
    assert gone
    ledger.change(gone, gone.withdraw(why="", at=START))
    assert gone.credit_id not in {one.credit_id for one in listed(ledger_table, wanted)}


def test_credits_that_were_stored_before_their_keys_told_so_much_are_found(ledger_table: Table) -> None:
    stuck, given = (in_state(name, state, START, reason=reason, file_id=FILE) for name, state, reason in (
        ("a", State.UNMATCHED, "ambiguous_email"), ("b", State.ACCEPTED, None)
    ))  # fmt: skip
    items = [to_item(stuck), to_item(given)]
    items[0]["stuck_order"] = items[0]["stuck_order"].rpartition("#")[0]
    items[1]["changed_order"] = items[1]["changed_order"].rpartition("#")[0]
    ledger_table.put_many(items)
    for wanted, found in (
        (CreditFilter(state=State.UNMATCHED, reason="ambiguous_email"), ["a"]),
        (CreditFilter(state=State.UNMATCHED, reason="not_a_member"), []),
        (CreditFilter(file=OF_FILE, state=State.ACCEPTED), ["b"]),
    ):
        (page,) = pages(ledger_table, wanted, limit=5)
        assert ([one.credit_id for one in page.credits], page.total) == (found, len(found))


def test_counting_stops_before_it_takes_too_long(filled: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_KEYS", 30)
    found = list(pages(filled, CreditFilter(), limit=5))
    assert (found[0].total, found[0].more_than) == (None, 30)
    wanted = CreditFilter(reason="nothing has it", provider="asm")
    assert listed(filled, wanted, limit=5) == []
    monkeypatch.setattr(search, "MOST_READ", 3)
    waits = CreditFilter(state=State.SENDING)
    assert len(listed(filled, waits, limit=2)) == 24


def test_no_credit_is_read_that_is_on_its_way_when_others_are_wanted(
    filled: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_READ", 1)
    found = list(pages(filled, CreditFilter(state=State.ACCEPTED, provider="labce"), limit=2))
    assert [len(page.credits) for page in found if page.position] == [2, 2, 2]
    assert found[0].total == 6


@examples(60)
@given(
    st.sampled_from(State),
    st.sampled_from(PROVIDERS),
    st.sampled_from(["", "name_mismatch", "ambiguous_email"]),
    st.integers(0, 3),
    st.booleans(),
    st.data(),
)
def test_the_keys_never_contradict_the_credit(
    state: State, provider: str, reason: str, hours: int, of_claim: bool, data: st.DataObject
) -> None:
    """What `judge` says from the keys is what `takes` says of the credit."""
    at = START + hours * HOUR
    why = reason or None if state in REASONS else None
    source = Source.CLAIM if of_claim else Source.FEED
    credit = in_state("c", state, at, provider=provider, reason=why, source=source, file_id=None if of_claim else FILE)
    item = to_item(credit)
    wanted = replace(
        data.draw(st.sampled_from(list(FILTERS.values()))), state=data.draw(st.sampled_from([None, *State]))
    )
    for one in lists_of(wanted, lambda: PROVIDERS):
        if item.get(one.hashed) == one.value and one.low <= item[one.order] <= one.high:
            verdict = wanted.judge(one._known(item))  # the facts that the keys tell
            assert verdict in (None, wanted.takes(credit))
