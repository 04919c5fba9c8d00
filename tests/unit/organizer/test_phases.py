"""The phase of a credit, and by when it is expected."""

from datetime import timedelta

import pytest

from laurel.ledger.deadline import expected_by, reported_at
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.organizer.entries import PHASE_WORDS
from laurel.organizer.phases import Phase, phase_of
from tests.credits import START, a_credit

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def reported(at=START):
    return a_credit().report(member_number="M1", at=at, look_again_at=at)


def sent(at=START):
    return reported(at).lease("s1", at=at + HOUR, until=at + 2 * HOUR)


@pytest.mark.parametrize(
    ("credit", "phase"),
    [
        (a_credit(), Phase.ON_ITS_WAY),
        (reported(), Phase.ON_ITS_WAY),
        (sent(), Phase.ON_ITS_WAY),
        (sent().accept("R-1", at=START), Phase.DONE),
        (a_credit().withdraw(why="", at=START), Phase.DONE),
        *(
            (
                a_credit().leave_unmatched(reason, at=START),
                {UnmatchedReason.NOT_REPORTABLE: Phase.DONE, UnmatchedReason.NO_CONSENT: Phase.HELD}.get(
                    reason, Phase.NEEDS_YOU
                ),
            )
            for reason in UnmatchedReason
        ),
        *((sent().reject(reason, detail=None, at=START), Phase.NEEDS_YOU) for reason in RejectedReason),
    ],
    ids=lambda one: f"{one.state}-{one.reason}" if hasattr(one, "state") else str(one),
)
def test_the_phase(credit, phase):
    assert phase_of(credit, START + WEEK) is phase
    later = phase_of(credit, START + WEEK + HOUR)
    assert later is (Phase.LATE if credit.state in (State.REPORTED, State.SENDING) else phase)


def test_seven_days_run_from_the_first_report_however_often_it_is_tried():
    credit = sent()
    for n in range(5):
        at = START + n * timedelta(days=1)
        credit = credit.put_back(why="busy", in_doubt=False, at=at, look_again_at=at)
        credit = credit.lease(f"s{n}", at=at, until=at)
    assert (reported_at(credit), expected_by(credit)) == (START, START + WEEK)


def test_what_was_refused_and_goes_out_again_gets_seven_new_days():
    refused = sent().reject(RejectedReason.UNKNOWN_EMAIL, detail=None, at=START + HOUR)
    assert expected_by(refused) == START + WEEK
    again = refused.retry(why="mended", at=START + 9 * timedelta(days=1), by="learner:ana")
    assert (reported_at(again), expected_by(again)) == (None, None)
    assert phase_of(again, START + 30 * WEEK) is Phase.ON_ITS_WAY
    at = START + 10 * timedelta(days=1)
    assert expected_by(again.report(member_number="M1", at=at, look_again_at=at)) == at + WEEK


def test_what_was_never_matched_is_expected_at_no_time():
    assert expected_by(a_credit()) is None
    assert expected_by(a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START)) is None


def test_each_phase_has_its_words():
    assert PHASE_WORDS == {
        Phase.ON_ITS_WAY: "On its way.",
        Phase.LATE: "Late. We are looking into it.",
        Phase.NEEDS_YOU: "Needs your action.",
        Phase.HELD: "On hold until you agree to reporting.",
        Phase.DONE: "Done.",
    }
