"""At the end of a plenary everybody prints: nobody is refused because the others do.

What one print writes and checks is taken from the code; `tests/hot_items.py` plays a thousand of them.
"""

import json
import random
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from laurel.catalog.records import activity_key
from laurel.catalog.revisions import REVISION_SHARDS, unchanged
from laurel.platform import table as platform_table
from laurel.platform.table import Check, Elsewhere, Key, Put, Table, Write
from tests.hot_items import Outcome, Transaction, all_at_once
from tests.unit.certificates.printers import World, ready
from tests.unit.claims.samples import activity

type Play = Callable[[Iterator[Transaction]], Outcome]

ACTIVITY = activity().id
PRINTS, SECONDS = 1000, 20
LARGE_DOCUMENT = 11_500
"""Bytes of the compressed document of a meeting with 300 sessions."""


def key_of(write: Write) -> Key:
    return (write.item["pk"], write.item["sk"]) if isinstance(write, Put) else write.key


@pytest.fixture
def one_print(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Write]:
    """All that the transaction of one print writes and checks."""
    ready(world)
    written: list[Write | Elsewhere] = []
    real = Table.write_all

    def note(self: Table, writes: list[Write | Elsewhere]) -> list[bool]:
        written.extend(writes)
        return real(self, writes)

    monkeypatch.setattr(Table, "write_all", note)
    world.issued()
    return [one.write if isinstance(one, Elsewhere) else one for one in written]


def prints(of_one: list[Write], checked: Callable[[str], Transaction]) -> Iterator[Transaction]:
    """A thousand prints like this one, by as many learners; `checked` gives what the print of a claim checks of all."""
    own = [one for one in of_one if not of_the_activity(one)]
    for number in range(PRINTS):
        theirs = {(f"{number} {key_of(one)[0]}", key_of(one)[1]): bytes_of(one) for one in own}
        yield theirs | checked(f"claim {number}")


def of_the_activity(write: Write) -> bool:
    return key_of(write)[0].startswith("ACTIVITY#")


def bytes_of(write: Write) -> int:
    return len(json.dumps(write.item, default=str)) if isinstance(write, Put) else 500


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Plays them with the waits of the code."""
    monkeypatch.setattr(platform_table, "random", random.Random(7))
    return partial(all_at_once, within=SECONDS, rounds=platform_table._rounds, seed=7)


@pytest.mark.slow
def test_what_all_share_is_one_small_item_of_sixteen(one_print: list[Write]) -> None:
    [shared] = [one for one in one_print if of_the_activity(one)]
    assert isinstance(shared, Check)
    assert shared.key[1].startswith("REVISION#")
    assert len({unchanged(ACTIVITY, 1, f"claim {number}").key for number in range(PRINTS)}) == REVISION_SHARDS


@pytest.mark.slow
def test_a_thousand_prints_in_twenty_seconds_all_go_through(one_print: list[Write], play: Play) -> None:
    outcome = play(prints(one_print, lambda claim_id: {unchanged(ACTIVITY, 1, claim_id).key: 100}))
    assert (outcome.done, outcome.given_up) == (PRINTS, 0)


@pytest.mark.slow
def test_the_double_refuses_many_that_check_one_large_item(one_print: list[Write], play: Play) -> None:
    """As AWS would: the double can fail."""
    outcome = play(prints(one_print, lambda _: {activity_key(ACTIVITY): LARGE_DOCUMENT}))
    assert outcome.given_up > PRINTS / 10
