"""The lines of the organizer as CSV, and certificates that have no credit."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from laurel.ledger.explanations import Explanation, FixPlace, explain
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.organizer.entries import COLUMNS, Wanted, entries_of, is_retriable, organizer_csv, page_of
from laurel.organizer.phases import Phase
from laurel.organizer.unreported import PrintedClaim, UnreportedReason, unreported_of
from laurel.statements import Statement
from tests.credits import START, a_credit

PRINTED = PrintedClaim(
    claim_id="c1",
    credit_id="credit-1",
    certificate_number="34679-ACDEF-GHJKM",
    title="Blood smears",
    provider="asm",
    statement="pace",
    statement_name="P.A.C.E. contact hours",
    credits=Decimal("1.5"),
    completed_on=date(2026, 11, 1),
)


def lines(*credits):  # type: ignore[no-untyped-def]
    table = organizer_csv(entries_of(credits, Wanted(), START)).removeprefix("\ufeff")
    return [*csv.DictReader(io.StringIO(table))]


def test_a_credit_on_its_way_has_a_line_without_a_reason() -> None:
    (line,) = lines(a_credit())
    assert tuple(line) == COLUMNS
    assert {name: line[name] for name in ("completed_on", "contact_hours", "state", "phase", "attempts")} == {
        "completed_on": "2026-11-01",
        "contact_hours": "1.5",
        "state": "earned",
        "phase": "on_its_way",
        "attempts": "0",
    }
    assert [line[name] for name in ("reason", "meaning", "what_to_do", "reported_at", "receipt")] == [""] * 5


def test_a_line_has_each_fact_in_its_column() -> None:
    sent = a_credit(attempts=2).report(member_number="004512", at=START, look_again_at=START)
    accepted = sent.lease("s1", at=START, until=START).accept("R-1", at=START)
    (line,) = lines(replace(accepted, member_number="004512"))
    assert line == {
        "completed_on": "2026-11-01",
        "title": "Blood smears, read right",
        "provider": "labce",
        "activity_number": "578-001-26",
        "statement": "pace",
        "contact_hours": "1.5",
        "state": "accepted",
        "phase": "done",
        "reason": "",
        "meaning": "",
        "what_to_do": "",
        "reported_at": "2026-11-20T07:00:00.000000Z",
        "expected_by": "2026-11-27T07:00:00.000000Z",
        "attempts": str(accepted.attempts),
        "receipt": "R-1",
        "member_number": "•••512",
        "credit_id": "c1",
    }


def test_a_stuck_credit_says_why_and_what_to_do() -> None:
    (line,) = lines(a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START))
    said = explain(UnmatchedReason.NOT_A_MEMBER)
    assert [line[name] for name in ("reason", "meaning", "what_to_do")] == ["not_a_member", said.words, said.do]
    sent = a_credit().report(member_number="M1", at=START, look_again_at=START).lease("s1", at=START, until=START)
    (line,) = lines(sent.reject(RejectedReason.INVALID, detail=None, at=START, judged=False))
    assert line["meaning"] == (
        "ASCP's system could not read this credit, so ASCP has not decided about it. We have tried more than once."
    )


@pytest.mark.parametrize(
    ("statement", "agreed", "reason", "where"),
    [
        ("pace", True, UnreportedReason.NO_ADDRESS, FixPlace.PROFILE),
        ("pace", False, UnreportedReason.NO_CONSENT, FixPlace.PROFILE),
        ("attendance", True, UnreportedReason.NOT_REPORTABLE, explain(UnmatchedReason.NOT_REPORTABLE).where),
    ],
)
def test_a_certificate_without_a_credit_says_why(
    statement: str, agreed: bool, reason: UnreportedReason, where: FixPlace
) -> None:
    assert Statement(statement)
    (found,) = unreported_of([replace(PRINTED, statement=statement)], [], agreed=agreed)
    assert (found.reason, found.explanation.where) == (reason, where)


def test_a_certificate_for_which_there_is_no_address_says_what_to_do() -> None:
    (found,) = unreported_of([PRINTED], [], agreed=True)
    assert found.explanation == Explanation(
        "You agreed to reporting, but you have no e-mail address here with which this credit can be sent.",
        "See the address in your profile. Change it if it cannot be used, or write to us if another account has it."
        " Then look at your credits here: the credit is sent.",
        FixPlace.PROFILE,
    )


def test_the_latest_completed_comes_first_and_of_one_day_the_last_claim() -> None:
    printed = [
        replace(PRINTED, claim_id=name, completed_on=date(2026, 11, day))
        for name, day in (("b", 1), ("z", 1), ("a", 2), ("c", 1))
    ]
    assert [one.printed.claim_id for one in unreported_of(printed, [], agreed=True)] == ["a", "z", "c", "b"]


def test_a_certificate_with_its_credit_is_not_among_them() -> None:
    assert unreported_of([PRINTED], [a_credit("credit-1")], agreed=True) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, 1),
        ({"credit_id": "c1", "state": State.EARNED, "phase": Phase.ON_ITS_WAY, "provider": "LabCE"}, 1),
        ({"credit_id": "c2"}, 0),
        ({"state": State.ACCEPTED}, 0),
        ({"phase": Phase.DONE}, 0),
        ({"provider": "asm"}, 0),
        ({"starting": date(2026, 11, 1), "ending": date(2026, 11, 1)}, 1),
        ({"starting": date(2026, 11, 2)}, 0),
        ({"ending": date(2026, 10, 31)}, 0),
    ],
)
def test_only_what_is_wanted_in_every_way_is_shown(changes: dict[str, object], found: int) -> None:
    assert len(entries_of([a_credit()], Wanted(**changes), START)) == found  # type: ignore[arg-type]


def test_a_retry_helps_what_was_refused_or_what_its_learner_can_mend() -> None:
    mendable = [one for one in UnmatchedReason if is_retriable(a_credit().leave_unmatched(one, at=START))]
    assert mendable == [UnmatchedReason.NOT_A_MEMBER, UnmatchedReason.MEMBERSHIP_LAPSED]
    sent = a_credit().report(member_number="M1", at=START, look_again_at=START).lease("s1", at=START, until=START)
    assert is_retriable(sent.reject(RejectedReason.INVALID, detail=None, at=START))
    assert not any(map(is_retriable, (a_credit(), sent, sent.accept("R-1", at=START))))


def test_a_page_says_where_the_next_begins_and_the_last_says_nothing() -> None:
    days = {"a": 5, "b": 4, "c": 3, "d": 2, "e": 1}
    credits = [a_credit(name, completed_on=date(2026, 11, day)) for name, day in days.items()]
    everything = entries_of(credits, Wanted(), START)
    first, next_ = page_of(everything, limit=3, after=None)
    assert [one.credit.credit_id for one in first] == ["a", "b", "c"]
    assert next_ == first[2].position
    last, end = page_of(everything, limit=3, after=next_)
    assert ([one.credit.credit_id for one in last], end) == (["d", "e"], None)
    assert page_of(everything, limit=5, after=None) == (everything, None)
