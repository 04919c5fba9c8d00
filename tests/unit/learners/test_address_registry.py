"""Who holds an address: changes of one's own, and attempts to come by another's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from laurel.learners.address_registry import MOST_FORMER, AddressRegistry
from laurel.learners.aliases import Alias, Aliases
from laurel.learners.held_addresses import held_addresses, is_held
from laurel.learners.profile import Profile
from laurel.learners.records import profile_write
from laurel.platform import aws as aws_clients
from laurel.platform.callers import Caller
from laurel.platform.table import Table
from tests import stores
from tests.proofs import prove

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)


@dataclass
class Desk:
    """The registry over empty tables, and the clock of the sign-ins."""

    table: Table
    aliases: Aliases
    issued_at: int = 1000
    now: datetime = NOW

    @property
    def registry(self) -> AddressRegistry:
        return AddressRegistry(self.table, "LedgerTable", lambda: self.now)

    def sign_in(self, learner_id: str, email: str, *, issued_at: int | None = None) -> Profile:
        """A request of the learner with a token issued now, or at `issued_at`."""
        self.issued_at += 60
        self.now += timedelta(minutes=1)
        return prove(self.registry, Caller(learner_id, email, False, issued_at or self.issued_at))

    def known(self, *keys: str) -> dict[str, str]:
        return {key: alias.to_key for key, alias in self.aliases.of(keys).items()}

    def moves(self) -> list[str]:
        return [move.key for move in self.aliases.moves()]


@pytest.fixture
def desk(aws: None) -> Iterator[Desk]:
    ledger = Table(stores.make_table("LedgerTable"))
    yield Desk(Table(stores.make_table("ClaimsTable"), sleep=lambda _seconds: None), Aliases(ledger))


A, B, C = "a@example.org", "b@example.org", "c@example.org"


def test_the_first_to_prove_an_address_holds_it(desk: Desk) -> None:
    profile = desk.sign_in("ana", "Ana@Example.ORG")
    assert (profile.email, profile.former_emails, held_addresses(profile)) == (
        "Ana@Example.ORG",
        (),
        ("ana@example.org",),
    )
    assert desk.registry.holders_of(["ana@example.org", B]) == {"ana@example.org": "ana"}
    assert desk.moves() == []


def test_signing_in_again_changes_nothing_and_costs_one_call(desk: Desk) -> None:
    first = desk.sign_in("ana", A)
    calls: list[str] = []
    aws_clients.dynamodb().meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    assert desk.sign_in("ana", " A@example.org ") == first  # another spelling of the same mailbox
    assert calls == ["GetItem"]


def test_a_new_address_makes_the_old_one_an_alias(desk: Desk) -> None:
    desk.sign_in("ana", A)
    profile = desk.sign_in("ana", "B@example.org")
    assert (profile.email, profile.former_emails) == ("B@example.org", (A,))
    assert held_addresses(profile) == (B, A)
    assert desk.registry.holders_of([A, B]) == {A: "ana", B: "ana"}
    assert desk.moves() == [A]
    assert desk.aliases.of([A, B, C]) == {
        A: Alias(key=A, to_key=B, to_email="B@example.org", linked=(B, A)),
        B: Alias(key=B, to_key=B, to_email="B@example.org", linked=(B, A)),
    }


def test_every_former_address_points_at_the_present_one_whatever_the_way(desk: Desk) -> None:
    for email in (A, B, C):
        desk.sign_in("ana", email)
    assert desk.known(A, B, C) == {A: C, B: C, C: C}
    back = desk.sign_in("ana", A)
    assert desk.known(A, B, C) == {A: A, B: A, C: A}
    assert held_addresses(back) == (A, C, B)
    assert set(desk.moves()) == {A, B, C}


def test_an_older_token_of_another_device_changes_nothing_back(desk: Desk) -> None:
    desk.sign_in("ana", A, issued_at=5000)
    changed = desk.sign_in("ana", B, issued_at=6000)
    assert desk.sign_in("ana", A, issued_at=5000) == changed
    assert not is_held(changed, A)
    assert desk.sign_in("ana", A, issued_at=7000).email == A


def test_two_devices_that_bring_the_same_change_make_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign_in("ana", A)
    real, late = desk.table.write_all, desk.issued_at + 600

    def interrupted(writes: Any) -> Any:
        monkeypatch.setattr(desk.table, "write_all", real)
        desk.sign_in("ana", B, issued_at=late)
        return real(writes)

    monkeypatch.setattr(desk.table, "write_all", interrupted)
    profile = desk.sign_in("ana", B, issued_at=late)
    assert (profile.email, profile.former_emails, profile.version) == (B, (A,), 2)


def test_a_change_that_another_overtakes_leaves_no_trace(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower request carries the older token: all of its writes are void, those to the other table too."""
    desk.sign_in("ana", A)
    real, issued = desk.table.write_all, desk.issued_at

    def interrupted(writes: Any) -> Any:
        monkeypatch.setattr(desk.table, "write_all", real)
        desk.sign_in("ana", C, issued_at=issued + 600)
        return real(writes)

    monkeypatch.setattr(desk.table, "write_all", interrupted)
    assert desk.sign_in("ana", B, issued_at=issued + 300).email == C
    assert desk.known(A, B, C) == {A: C, C: C}
    assert desk.registry.holders_of([B]) == {}


def test_a_change_that_breaks_off_is_made_by_the_next_request(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign_in("ana", A)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(desk.table, "write_all", die)
        with pytest.raises(KeyboardInterrupt):
            desk.sign_in("ana", B)
    assert desk.sign_in("ana", B).former_emails == (A,)
    assert desk.known(A) == {A: B}


# ------------------------------------------------------------------ takeover


def test_an_address_that_another_holds_is_not_got_by_proving_it_too(desk: Desk) -> None:
    """A mailbox was given to somebody else: they prove it, and see nothing of the one who had it before."""
    desk.sign_in("victim", A)
    profile = desk.sign_in("attacker", A)
    assert held_addresses(profile) == ()
    assert not is_held(profile, A)
    assert desk.registry.holders_of([A]) == {A: "victim"}


def test_a_former_address_of_another_is_not_got_either(desk: Desk) -> None:
    desk.sign_in("victim", A)
    desk.sign_in("victim", B)
    assert held_addresses(desk.sign_in("attacker", A)) == ()
    # Nor by way of it: what was never held becomes no alias.
    profile = desk.sign_in("attacker", C)
    assert held_addresses(profile) == (C,)
    assert desk.known(A, C) == {A: B}
    assert desk.moves() == [A]


def test_changing_to_an_address_of_another_keeps_ones_own(desk: Desk) -> None:
    desk.sign_in("victim", A)
    desk.sign_in("attacker", B)
    profile = desk.sign_in("attacker", A)
    assert held_addresses(profile) == (B,)
    assert not is_held(profile, A)
    assert desk.known(A, B) == {}
    assert desk.moves() == []
    # Their own address goes on counting.
    assert desk.sign_in("attacker", C).former_emails == (B,)


def test_two_who_prove_an_address_at_one_time_do_not_both_hold_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = desk.table.write_all

    def interrupted(writes: Any) -> Any:
        monkeypatch.setattr(desk.table, "write_all", real)
        desk.sign_in("first", A)
        return real(writes)

    monkeypatch.setattr(desk.table, "write_all", interrupted)
    assert held_addresses(desk.sign_in("second", A)) == ()
    assert desk.registry.holders_of([A]) == {A: "first"}


def test_an_address_that_staff_gave_to_another_is_no_alias_of_its_earlier_holder(desk: Desk) -> None:
    desk.sign_in("ana", A)
    desk.table.put_many([], [(f"ADDRESS#{A}", "HOLDER")])
    desk.sign_in("bea", A)
    profile = desk.sign_in("ana", B)
    assert held_addresses(profile) == (B,)
    assert desk.known(A, B) == {}
    assert desk.moves() == []


def test_no_earlier_address_leads_to_one_that_staff_gave_to_another(desk: Desk) -> None:
    desk.sign_in("ana", A)
    desk.sign_in("ana", B)
    desk.table.put_many([], [(f"ADDRESS#{B}", "HOLDER")])
    desk.aliases._table.put_many([], [(f"ALIAS#{B}", "ALIAS")])
    desk.sign_in("bea", B)
    profile = desk.sign_in("ana", C)
    assert held_addresses(profile) == (C, A)
    assert desk.known(A, B, C) == {A: C, C: C}
    assert desk.moves() == [A]


def test_nor_where_staff_took_it_out_of_the_profile_as_well(desk: Desk) -> None:
    desk.sign_in("ana", A)
    before = desk.sign_in("ana", B)
    desk.table.put_many([], [(f"ADDRESS#{B}", "HOLDER")])
    desk.aliases._table.put_many([], [(f"ALIAS#{B}", "ALIAS")])
    assert desk.table.put(profile_write(before, replace(before, email=None, version=before.version + 1)))
    desk.sign_in("bea", B)
    profile = desk.sign_in("ana", C)
    assert held_addresses(profile) == (C, A)
    assert desk.known(A, B, C) == {A: C, C: C}
    assert desk.moves() == [A]


def test_what_is_no_address_for_credits_is_not_held(desk: Desk) -> None:
    profile = desk.sign_in("ana", "ana@localhost")
    assert held_addresses(profile) == ()


@pytest.mark.slow
def test_nobody_changes_their_address_without_end(desk: Desk) -> None:
    emails = [f"a{n}@example.org" for n in range(MOST_FORMER + 3)]
    last = [desk.sign_in("ana", email) for email in emails][-1]
    assert len(last.former_emails) == MOST_FORMER
    assert last.email == emails[MOST_FORMER]
    # Among those they have they may still go back and forth.
    assert desk.sign_in("ana", emails[3]).email == emails[3]


def test_no_log_line_names_an_address(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    for email in (A, B, A):
        desk.sign_in("ana", email)
    desk.sign_in("bea", B)
    assert caplog.records
    assert "example.org" not in caplog.text + repr([vars(record) for record in caplog.records])
