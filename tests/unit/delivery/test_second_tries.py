"""Another try that a learner asked for, in the night: it costs that night, and no other."""

from dataclasses import replace

import pytest

from laurel.ledger.records import Work
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Change
from laurel.platform.clock import utc_now
from tests.credits import START, a_credit
from tests.unit.nightly.nights import Nights, roster

ANA = "ana@example.org"


@pytest.fixture
def nights(ledger_table, delivery_queue_url, intake_bucket):
    return Nights(ledger_table, delivery_queue_url, intake_bucket)


def add(nights, credit):
    [stored] = nights.ledger.save([Change(None, replace(credit, email=ANA, email_key=ANA))])
    return stored


def asked(nights, credit):
    """Another try is asked for, as the API does."""
    before = add(nights, credit)
    return nights.ledger.change(before, before.retry(why="mended", at=START, by="learner:ana"))


def due(nights):
    return list(nights.ledger.due(Work.MATCH, until=utc_now()))


def unmatched(reason=UnmatchedReason.NOT_A_MEMBER):
    return a_credit().leave_unmatched(reason, at=START)


def test_what_stays_stuck_is_looked_at_once_and_waits_again(nights):
    before = asked(nights, unmatched())
    assert due(nights) == ["c1"]
    report = nights.run()
    assert (report["resumed"], report["unmatched"], report["reconciles"]) == (1, {"not_a_member": 1}, True)
    after = nights.ledger.get("c1")
    assert (after.state, after.reason, after.timeline) == (before.state, before.reason, before.timeline)
    assert due(nights) == []
    assert list(nights.ledger.waiting_for([ANA])) == ["c1"]
    assert nights.run()["resumed"] == 0
    assert nights.ledger.get("c1") == after


def test_what_can_be_matched_goes_on_the_same_night(nights):
    """The roster names the member already; only the credit was passed over."""
    nights.put("roster/ascls/1.csv", roster(("M1", ANA)))
    nights.run()
    asked(nights, unmatched())
    assert nights.run()["reported"] == 1
    assert nights.queued() == ["c1"]
    assert (nights.ledger.get("c1").state, due(nights)) == (State.REPORTED, [])


def test_what_is_stuck_for_another_reason_by_now_says_so(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", ANA, "lapsed")))
    nights.run()
    asked(nights, unmatched())
    nights.run()
    after = nights.ledger.get("c1")
    assert (after.reason, after.due_at) == ("membership_lapsed", None)
    assert after.timeline[-1].reason == "membership_lapsed"


def test_what_ascp_refused_is_matched_and_sent_again(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", ANA)))
    nights.run()
    refused = a_credit().report(member_number="M1", at=START, look_again_at=START)
    refused = refused.lease("s1", at=START, until=START)
    asked(nights, refused.reject(RejectedReason.NAME_MISMATCH, detail=None, at=START))
    assert nights.run()["reported"] == 1
    assert nights.queued() == ["c1"]
    states = [step.state.value for step in nights.ledger.get("c1").timeline]
    assert states[-3:] == ["rejected", "earned", "reported"]


def test_what_is_withdrawn_before_the_night_is_left_alone(nights):
    nights.put("roster/ascls/1.csv", roster(("M1", ANA)))
    nights.run()
    before = asked(nights, unmatched())
    withdrawn = nights.ledger.change(before, before.withdraw(why="entered by hand", at=START))
    report = nights.run()
    assert (report["resumed"], report["reported"], nights.queued()) == (0, 0, [])
    assert nights.ledger.get("c1") == withdrawn
