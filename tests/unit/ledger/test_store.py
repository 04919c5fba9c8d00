"""The ledger on a real table definition: conditional writes, and the two indexes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from laurel.ledger import store
from laurel.ledger.credit import Credit
from laurel.ledger.records import Work
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Change, Ledger
from laurel.platform.table import Table, create
from tests import stores
from tests.credits import START, a_credit

LATER = START + timedelta(hours=6)


def add(ledger: Ledger, *credits_: Credit) -> list[Credit]:
    saved = ledger.save([Change(None, credit) for credit in credits_])
    assert None not in saved
    return [credit for credit in saved if credit]


def test_what_is_saved_is_found_again_with_its_first_version(ledger: Ledger) -> None:
    add(ledger, a_credit("c1"), a_credit("c2"))
    assert ledger.get_many(["c1", "c2", "gone"]) == {
        "c1": replace(a_credit("c1"), version=1),
        "c2": replace(a_credit("c2"), version=1),
    }


def test_a_credit_is_new_only_once(ledger: Ledger) -> None:
    add(ledger, a_credit("c1"))
    second = ledger.save([Change(None, a_credit("c1", name="Someone Else")), Change(None, a_credit("c2"))])
    assert [credit and credit.credit_id for credit in second] == [None, "c2"]
    assert ledger.get_many(["c1"])["c1"].name == "Ada Example"


def test_of_two_changes_to_one_credit_the_first_wins_and_the_neighbours_go_through(ledger: Ledger) -> None:
    before = add(ledger, *(a_credit(f"c{n}", state=State.REPORTED) for n in range(5)))
    mine = [Change(one, one.lease("mine", at=START, until=LATER)) for one in before]
    theirs = [Change(one, one.lease("theirs", at=START, until=LATER)) for one in before[1:3]]
    assert None not in ledger.save(theirs)
    saved = ledger.save(mine)
    assert [credit and credit.submission_id for credit in saved] == ["mine", None, None, "mine", "mine"]
    stored = ledger.get_many(f"c{n}" for n in range(5))
    assert [stored[f"c{n}"].submission_id for n in range(5)] == ["mine", "theirs", "theirs", "mine", "mine"]


def test_a_state_that_came_twice_does_not_let_an_old_change_through(ledger: Ledger) -> None:
    [first] = add(ledger, a_credit(state=State.REPORTED))
    leased = first.lease("s1", at=START, until=LATER)
    [leased_] = ledger.save([Change(first, leased)])
    assert leased_
    [back] = ledger.save([Change(leased_, leased_.put_back(why="", in_doubt=True, at=START, look_again_at=LATER))])
    assert back
    assert back.state is first.state
    assert ledger.save([Change(first, leased)]) == [None]


def test_more_than_a_transaction_holds_is_saved_in_several(ledger: Ledger) -> None:
    add(ledger, *(a_credit(f"c{n}") for n in range(230)))
    assert len(ledger.get_many(f"c{n}" for n in range(230))) == 230


def test_due_lists_what_is_due_for_that_work_and_nothing_else(ledger: Ledger) -> None:
    add(
        ledger,
        a_credit("match-now"),
        a_credit("match-later", due_at=LATER),
        a_credit("deliver-now", state=State.REPORTED),
        a_credit("lease-over", state=State.SENDING),
        a_credit("done", state=State.ACCEPTED, due_at=None),
    )
    assert set(ledger.due(Work.MATCH, until=START)) == {"match-now"}
    assert set(ledger.due(Work.MATCH, until=LATER)) == {"match-now", "match-later"}
    assert set(ledger.due(Work.DELIVER, until=START)) == {"deliver-now", "lease-over"}


def test_a_credit_that_is_accepted_is_due_no_more(ledger: Ledger) -> None:
    [sending] = add(ledger, a_credit(state=State.SENDING))
    ledger.save([Change(sending, sending.accept("R-1", at=START))])
    assert list(ledger.due(Work.DELIVER, until=LATER)) == []


@pytest.mark.parametrize("point_lookups", [0, 1000], ids=["one pass", "one by one"])
def test_waiting_lists_the_unmatched_credits_of_an_email(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, point_lookups: int
) -> None:
    monkeypatch.setattr(store, "POINT_LOOKUPS", point_lookups)

    def waiting(credit_id: str, email: str, reason: UnmatchedReason = UnmatchedReason.NOT_A_MEMBER) -> Credit:
        return a_credit(credit_id, email_key=email, state=State.UNMATCHED, reason=reason.value, due_at=None)

    add(
        ledger,
        waiting("a1", "a@example.org"),
        waiting("a2", "a@example.org", UnmatchedReason.MEMBERSHIP_LAPSED),
        waiting("a3", "a@example.org", UnmatchedReason.NOT_REPORTABLE),
        waiting("b1", "b@example.org"),
        a_credit("c1", email_key="a@example.org"),
    )
    assert set(ledger.waiting_for(["a@example.org", "z@example.org"])) == {"a1", "a2"}


def test_a_change_can_be_part_of_a_transaction_of_another_table(ledger: Ledger) -> None:
    elsewhere = Table(stores.make_table("ClaimsTable"))
    note = create({"pk": "P", "sk": "S"})
    new = Change(None, a_credit("c1"))
    assert elsewhere.write_all([note, ledger.write_of(new)]) == [True, True]
    stored = ledger.get_many(["c1"])["c1"]
    assert stored == replace(a_credit("c1"), version=1)
    change = Change(stored, stored.withdraw(why="by hand", at=LATER))
    assert elsewhere.write_all([ledger.write_of(change)]) == [True]
    assert ledger.get_many(["c1"])["c1"].version == 2
    assert elsewhere.write_all([ledger.write_of(change)]) == [False]
    assert elsewhere.write_all([create({"pk": "P", "sk": "T"}), ledger.write_of(new)]) == [True, False]
    assert elsewhere.get(("P", "T")) is None


def test_what_was_reported_on_a_day_is_found_whatever_became_of_it(ledger: Ledger) -> None:
    def reported(credit_id: str, at: datetime) -> Credit:
        return a_credit(credit_id).report(member_number="M1", at=at, look_again_at=at)

    sent = reported("sent", START).lease("s1", at=LATER, until=LATER)
    again = reported("again", START).lease("s2", at=START, until=START)
    again = again.reject(RejectedReason.INVALID, detail=None, at=START).earn_again(why="mended", at=START)
    again = again.report(member_number="M1", at=START + timedelta(days=3), look_again_at=LATER)
    add(ledger, reported("c1", START), sent.accept("r", at=LATER), again, a_credit("earned"))
    assert set(ledger.reported_on(START.date())) == {"c1", "sent"}
    assert set(ledger.reported_on((START + timedelta(days=3)).date())) == {"again"}
    assert set(ledger.reported_on((START - timedelta(days=1)).date())) == set()


def test_one_change_is_written_if_the_ledger_still_holds_what_it_leaves(ledger: Ledger) -> None:
    [before] = add(ledger, a_credit(state=State.REPORTED))
    assert ledger.get("gone") is None
    after = ledger.change(before, before.withdraw(why="by hand", at=START))
    assert after
    assert (after.version, after.state) == (2, State.WITHDRAWN)
    assert ledger.get("c1") == after
    assert ledger.change(before, before.lease("s1", at=START, until=LATER)) is None
    assert ledger.get("c1") == after


def test_all_credits_of_an_address_are_found_whatever_became_of_them(ledger: Ledger) -> None:
    mine = add(
        ledger,
        *(
            a_credit(f"m{n}", email_key="ana@example.org", state=state, completed_on=date(2026, 11, 20 - n))
            for n, state in enumerate(State)
        ),
    )
    add(ledger, a_credit("other", email_key="bea@example.org"))
    assert ledger.of_address("ana@example.org") == mine[::-1]
    assert ledger.of_address("nobody@example.org") == []


def test_a_credit_that_moves_to_another_address_moves_in_the_list_too(ledger: Ledger) -> None:
    [before] = add(ledger, a_credit(email_key="old@example.org"))
    ledger.change(before, replace(before, email_key="new@example.org"))
    assert ledger.of_address("old@example.org") == []
    assert [one.credit_id for one in ledger.of_address("new@example.org")] == ["c1"]
