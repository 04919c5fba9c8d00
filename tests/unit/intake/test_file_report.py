"""The counts of a night add up, each on its own, and its report leaves out what does not apply."""

from collections import Counter
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from laurel.intake.file_report import FileOutcome, FileReport, Tally
from laurel.ledger.states import UnmatchedReason
from tests.credits import START, a_credit

COUNTS = [one.name for one in fields(Tally) if one.name != "unmatched"]


def test_each_count_is_added_to_its_own() -> None:
    tally = Tally(**{name: n for n, name in enumerate(COUNTS, 1)}, unmatched=Counter(not_a_member=1))
    other = Tally(**{name: 100 * n for n, name in enumerate(COUNTS, 1)}, unmatched=Counter(not_a_member=2, x=3))
    tally.add(other)
    assert {name: getattr(tally, name) for name in COUNTS} == {name: 101 * n for n, name in enumerate(COUNTS, 1)}
    assert tally.unmatched == {"not_a_member": 3, "x": 3}


def test_credits_are_counted_by_what_matching_made_of_them() -> None:
    reported = a_credit().report(member_number="M1", at=START, look_again_at=START)
    accepted = reported.lease("s1", at=START, until=START + timedelta(1)).accept("R-1", at=START)
    unmatched = a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START)
    tally = Tally()
    tally.count_matched([reported, accepted, unmatched, unmatched])
    assert (tally.reported, tally.unmatched) == (2, {"not_a_member": 2})


@pytest.mark.parametrize(
    ("changed", "reconciles"),
    [({}, True), ({"rows": 7}, False), ({"rejected": 2}, False), ({"reported": 2}, False), ({"resumed": 0}, False)],
)
def test_every_row_and_every_credit_is_accounted_for(changed: dict[str, int], reconciles: bool) -> None:
    whole = Tally(rows=6, credits=3, repeats=2, rejected=1, resumed=2, reported=4, unmatched=Counter(x=1))
    assert replace(whole, **changed).reconciles is reconciles


def test_a_report_has_what_applies_alone() -> None:
    assert FileReport(key="feeds/a/1.csv", outcome=FileOutcome.TAKEN).to_wire() == {
        "key": "feeds/a/1.csv",
        "outcome": "taken",
        **dict.fromkeys(("rows", "credits", "repeats", "rejected", "milliseconds"), 0),
    }
    assert [one.value for one in FileOutcome] == ["taken", "refused", "put_off", "begun"]
