"""Addresses of three learners after any sign-ins, moves and undone moves, some of them interrupted.

Each address has one owner, and profiles, holders and aliases agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from laurel.audit.acts import Actor
from laurel.audit.log import AuditLog
from laurel.learners.address_moves import addresses_by_key
from laurel.learners.address_registry import AddressRegistry
from laurel.learners.aliases import Aliases
from laurel.learners.move_address import AddressMoves
from laurel.platform.callers import Caller
from laurel.platform.refusal import Refusal
from laurel.platform.table import Table
from tests import stores
from tests.examples import examples
from tests.fragile_table import Fragile, Interrupted
from tests.proofs import prove

LEARNERS = ("ana", "bea", "cai")
MAILBOXES = ("w", "x", "y", "z")
STAFF = Actor.staff("sam")
WORLDS = count()


@dataclass
class World:
    """Three learners with addresses of their own world."""

    table: Fragile
    ledger: Table
    audit: AuditLog
    number: int = field(default_factory=lambda: next(WORLDS))
    seconds: int = 1000

    def __post_init__(self) -> None:
        self.registry = AddressRegistry(self.table, self.ledger.name, self.now)
        self.moves = AddressMoves(self.table, self.registry, self.audit, self.now)

    def now(self) -> datetime:
        self.seconds += 1
        return datetime(2026, 11, 20, 7, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def who(self, name: str) -> str:
        return f"{name}-{self.number}"

    def mail(self, name: str) -> str:
        return f"{name}@world{self.number}.example.org"

    def act(self, kind: str, learner: str, mailbox: str) -> None:
        key, who = self.mail(mailbox), self.who(learner)
        if kind == "sign in":
            self.seconds += 1
            prove(self.registry, Caller(who, key.upper(), False, self.seconds))
        elif kind == "move":
            self.moves.move(key, who, STAFF, "A test")
        elif kind == "free":
            self.moves.move(key, None, STAFF, "A test")
        elif kind == "remove":
            self.moves.move(key, None, Actor.learner(who), "A test", of=who)
        elif (found := self.moves.find(key)).undoable:
            self.moves.undo(key, found.undoable, STAFF, "A test")

    def owners(self) -> dict[str, str | None]:
        """The owner of each address, after a check that all records agree."""
        keys = [self.mail(one) for one in MAILBOXES]
        holders = self.registry.holders_of(keys)
        listed = [
            (key, self.who(name))
            for name in LEARNERS
            for key in addresses_by_key(self.registry.profile_of(self.who(name)))
        ]
        assert sorted(listed) == sorted(holders.items())
        for key, alias in Aliases(self.ledger).of(keys).items():
            assert {holders.get(one) for one in alias.linked} <= {holders.get(key)}
            assert holders.get(alias.to_key) == holders.get(key)
        return {key: holders.get(key) for key in keys}


@pytest.fixture
def tables(aws: None) -> Iterator[tuple[Fragile, Table, AuditLog]]:
    names = [stores.make_table(name) for name in ("ClaimsTable", "LedgerTable", "AuditTable")]
    yield Fragile(names[0]), Table(names[1]), AuditLog(Table(names[2]), 7)


ACTS = st.tuples(
    st.sampled_from(("sign in", "sign in", "move", "free", "remove", "undo")),
    st.sampled_from(LEARNERS),
    st.sampled_from(MAILBOXES),
    st.sampled_from((None, None, None, "before", "after")),
)


@examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=3, max_size=14))
def test_every_address_has_one_owner_whatever_happens(
    tables: tuple[Fragile, Table, AuditLog], acts: list[tuple[str, str, str, str | None]]
) -> None:
    world = World(*tables)
    for kind, learner, mailbox, dies in acts:
        world.table.dies = dies
        try:
            world.act(kind, learner, mailbox)
        except Interrupted:
            world.owners()
            world.act(kind, learner, mailbox)  # the person tries again
        world.table.dies = None
        world.owners()


@examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=8), to=st.sampled_from((*LEARNERS, None)))
def test_undoing_a_move_brings_back_every_owner(
    tables: tuple[Fragile, Table, AuditLog], acts: list[tuple[str, str, str, str | None]], to: str | None
) -> None:
    world = World(*tables)
    for kind, learner, mailbox, _ in acts:
        world.act(kind, learner, mailbox)
    before = world.owners()
    key = world.mail(acts[-1][2])
    moved = world.moves.move(key, world.who(to) if to else None, STAFF, "A test")
    if isinstance(moved, Refusal):
        assert world.owners() == before
        return
    assert world.owners() == before | {key: world.who(to) if to else None}
    assert not isinstance(world.moves.undo(key, moved.move_id, STAFF, "A test"), Refusal)
    assert world.owners() == before
