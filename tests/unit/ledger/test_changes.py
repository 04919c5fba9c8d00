"""Readers of changes: whoever follows the cursor sees what each credit has become, however late its entry appears."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger.changes import LATEST, Changes, CreditChange, CreditChanges, Place
from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.records import CHANGE_SHARDS, from_item, to_item
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.platform.table import Item, Page
from tests.credits import START, a_credit
from tests.examples import examples

MINUTE = timedelta(minutes=1)
NAMES = [f"c{n}" for n in range(5)]


@dataclass
class LateIndex:
    """The index `changes` in memory: a written item appears, or moves, when its time has come."""

    seen: dict[str, Item] = field(default_factory=dict)
    waiting: dict[str, tuple[datetime, Item]] = field(default_factory=dict)
    calls: int = 0

    def settle(self, now: datetime) -> None:
        for name, (appears_at, item) in list(self.waiting.items()):
            if appears_at <= now:
                self.seen[name] = item
                del self.waiting[name]

    def page(self, index: str, condition: str, *, limit: int, after: Item | None, shard: str, sure: str) -> Page:
        assert (index, condition) == ("changes", "changed_shard = :shard AND changed_order >= :sure")
        self.calls += 1
        found = [one for one in self.seen.values() if one["changed_shard"] == shard and one["changed_order"] >= sure]
        found = sorted((one for one in found if not after or _order(one) > _order(after)), key=_order)
        # As DynamoDB does: a full page says that there may be more.
        return Page(found[:limit], found[limit - 1] if len(found) >= limit else None)


def _order(item: Item) -> tuple[str, str]:
    return item["changed_order"], item["pk"]


@dataclass
class World:
    """Credits of one provider that change, and a reader that follows the cursor and keeps the latest of each."""

    now: datetime = START
    index: LateIndex = field(default_factory=LateIndex)
    credits: dict[str, Credit] = field(default_factory=dict)
    known: dict[str, CreditChange] = field(default_factory=dict)
    places: list[Place] = field(default_factory=lambda: [Place()])

    def write(self, name: str, draw: int, *, skew: int, late: int) -> None:
        """A credit is new, or goes on: by a clock that is `skew` seconds off, seen in the index `late` seconds later.

        Nobody writes a credit whose last write is still under way.
        """
        if name in self.index.waiting:
            return
        stamp = self.now + timedelta(seconds=skew)
        before = self.credits.get(name)
        after = _goes_on(before, stamp, draw) if before else a_credit(name, timeline=(Step(stamp, State.EARNED),))
        self.credits[name] = after
        appears_at = min(self.now + timedelta(seconds=late), stamp + LATEST - timedelta(seconds=1))
        self.index.waiting[name] = appears_at, to_item(after)
        self.index.settle(self.now)

    def read(self, limit: int) -> Changes:
        self.index.settle(self.now)
        changes: Any = CreditChanges(self.index, lambda: self.now)  # type: ignore[arg-type]  # what it uses of a table
        found: Changes = changes.since("labce", self.places[-1], limit=limit)
        for one in found.items:
            seen = self.known.get(one.credit_id)
            if seen is None or one.changed_at > seen.changed_at or one.credit_id not in self.index.waiting:
                self.known[one.credit_id] = one
        self.places.append(Place.read(found.place.written()))
        return found

    def round(self, limit: int) -> int:
        """Reads until there is no more; how many changes were given."""
        given = 0
        while (found := self.read(limit)).more:
            given += len(found.items)
        return given + len(found.items)


def _goes_on(credit: Credit, at: datetime, draw: int) -> Credit:
    """What may happen to a credit next."""
    match credit.state:
        case State.EARNED | State.UNMATCHED if draw % 3:
            reason = [UnmatchedReason.NOT_A_MEMBER, UnmatchedReason.MEMBERSHIP_LAPSED][draw % 2]
            return credit.leave_unmatched(reason, at=at)
        case State.EARNED | State.UNMATCHED:
            return credit.report(member_number="M1", at=at, look_again_at=at)
        case State.REPORTED:
            return credit.lease("s1", at=at, until=at)
        case State.SENDING if draw % 3 == 0:
            return credit.put_back(why="busy", in_doubt=False, at=at, look_again_at=at)
        case State.SENDING if draw % 3 == 1:
            return credit.reject(RejectedReason.UNKNOWN_EMAIL, detail=None, at=at)
        case State.SENDING:
            return credit.accept("ASCP-1", at=at)
        case State.REJECTED:
            return credit.earn_again(why="corrected", at=at)
        case _:
            return credit


numbers = st.integers(0, 11)
waits = st.sampled_from([0, 0, 1, 20, 300, 1000])
events = st.one_of(
    st.tuples(
        st.just("write"), waits, st.sampled_from(NAMES), numbers, st.sampled_from([0, 0, -20, 20]),
        st.sampled_from([0, 1, 30, 300, 939]),
    ),
    st.tuples(st.just("read"), waits, st.integers(1, 3)),
    st.tuples(st.just("again"), waits, numbers),
)  # fmt: skip


@examples(150)
@given(st.lists(events, min_size=1, max_size=60))
def test_a_reader_that_follows_the_cursor_misses_no_change(drawn: list[tuple[Any, ...]]) -> None:
    world = World()
    for kind, wait, *rest in drawn:
        world.now += timedelta(seconds=wait)
        if kind == "write":
            name, draw, skew, late = rest
            world.write(name, draw, skew=skew, late=late)
        elif kind == "read":
            world.read(rest[0])
        else:  # the reader lost its last answers, and gives an older cursor
            world.places.append(world.places[-1 - min(rest[0], len(world.places) - 1)])
    world.now += LATEST + MINUTE
    world.round(2)  # the rest of the round under way
    world.round(2)
    for name, credit in world.credits.items():
        seen, state = world.known[name], credit.state if credit.state is not State.SENDING else State.REPORTED
        assert (seen.state, seen.reason, seen.receipt) == (state, credit.reason, credit.receipt)
    # What was given for sure does not come again.
    assert world.round(2) == 0


def test_what_appears_late_and_out_of_order_is_given() -> None:
    world = World()
    world.write("c1", 0, skew=0, late=900)  # written first, seen last
    world.now += MINUTE
    for name in NAMES[2:]:
        world.write(name, 0, skew=0, late=0)
    assert world.round(1) == 3
    world.now += 14 * MINUTE
    assert "c1" not in world.known
    world.round(1)
    assert "c1" in world.known


def test_what_appears_behind_the_page_that_was_read_is_given_by_the_next_round() -> None:
    world = World()
    same = [one for one in (f"x{n}" for n in range(60)) if to_item(a_credit(one))["changed_shard"] == "labce#0"][:4]
    late, first, second, third = same
    world.write(late, 0, skew=0, late=500)
    world.now += MINUTE
    for name in (first, second, third):
        world.now += MINUTE
        world.write(name, 0, skew=0, late=0)
    world.read(1)  # the walk goes beyond what is sure
    world.now += 15 * MINUTE  # by now it would be
    world.round(1)
    assert late not in world.known
    world.round(1)
    assert late in world.known


def test_a_page_costs_one_call_and_a_round_one_for_each_part() -> None:
    world = World()
    world.round(5)
    assert world.index.calls == CHANGE_SHARDS


def test_credits_of_the_same_instant_are_all_given() -> None:
    world = World()
    for n in range(40):
        world.write(f"x{n}", 0, skew=0, late=0)
    world.now += LATEST + MINUTE
    assert world.round(3) == 40


def test_a_place_for_another_number_of_parts_is_the_beginning() -> None:
    assert Place.read(["1", "0", "", ""]) == Place()
    place = Place(turn=2)
    assert Place.read(place.written()) == place


def test_only_what_providers_reported_is_listed_and_a_lease_changes_nothing() -> None:
    def entry(credit: Credit) -> tuple[Any, ...]:
        item = to_item(credit)
        return tuple(item[name] for name in ("changed_shard", "changed_order", "reason", "receipt"))

    reported = a_credit(provider="LabCE").report(member_number="M1", at=START + MINUTE, look_again_at=START)
    sending = reported.lease("s1", at=START + 2 * MINUTE, until=START)
    back = sending.put_back(why="busy", in_doubt=True, at=START + 3 * MINUTE, look_again_at=START)
    assert entry(reported) == entry(sending) == entry(back)
    assert entry(reported)[0].startswith("labce#")
    assert entry(reported)[1] == "2026-11-20T07:01:00.000000Z#reported#"
    accepted = back.lease("s2", at=START, until=START).accept("ASCP-1", at=START + 5 * MINUTE)
    assert entry(accepted)[1] == "2026-11-20T07:05:00.000000Z#accepted#"
    # The credits of claims are apart: no provider's reader sees them.
    assert to_item(a_credit(source=Source.CLAIM))["changed_shard"].startswith("#claims#")


def test_a_credit_unmatched_again_for_the_same_reason_has_not_changed() -> None:
    once = a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START + MINUTE)
    again = once.leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START + 5 * MINUTE)
    other = again.leave_unmatched(UnmatchedReason.AMBIGUOUS_EMAIL, at=START + 9 * MINUTE)
    orders = [to_item(one)["changed_order"] for one in (once, again, other)]
    assert orders[0] == orders[1] < orders[2]


@pytest.mark.parametrize("tries", [40, 200])
def test_an_abridged_timeline_moves_no_change_back(tries: int) -> None:
    credit, orders = a_credit(), []
    for n in range(tries):
        at = START + n * MINUTE
        credit = _goes_on(credit, at, n % 7)
        orders.append(to_item(credit)["changed_order"])
        assert from_item({k: v for k, v in to_item(credit).items() if v is not None}) == credit
    assert orders == sorted(orders)
