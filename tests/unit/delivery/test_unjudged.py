"""A refusal that ASCP never spoke: no text says that ASCP refused the credit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from laurel.ledger.credit import Credit
from laurel.ledger.notifications import NoticeCause as Told
from laurel.ledger.states import RejectedReason, State
from laurel.ledger.store import Change, Ledger
from laurel.notices.notice_email import Links, compose
from laurel.organizer import diagnosis_rules
from laurel.organizer.diagnosis_texts import VERDICTS, Cause, Question
from laurel.organizer.entries import Wanted, entries_of, organizer_csv, organizer_row
from laurel.organizer.phases import phase_of
from laurel.organizer.views import CreditView
from laurel.organizer.whereabouts_texts import Halt
from laurel.platform.provider_names import NO_NAMES
from laurel.platform.speech import Speech
from tests.credits import START, a_credit

AT = START + timedelta(hours=1)


def refused(*, judged: bool) -> Credit:
    credit = a_credit().report(member_number="M1", at=START, look_again_at=AT).lease("s1", at=AT, until=AT)
    return credit.reject(RejectedReason.INVALID, detail="credits.0 is wrong", at=AT, judged=judged)


def words_for(credit: Credit) -> str:
    """Everything that its learner reads about it."""
    [entry] = entries_of([credit], Wanted(), AT)
    email = compose(
        [(credit, Told.REJECTED)],
        Links("https://portal.example.org", "https://stop.example.org", "help@example.org"),
        NO_NAMES,
        Speech(),
    )
    time = VERDICTS[
        Question.TIME, diagnosis_rules.time_of(credit, phase_of(credit, AT), diagnosis_rules.Standing.ACTIVE)
    ]
    view = CreditView.of(entry).model_dump_json(exclude={"timeline"})
    return " ".join([organizer_csv([entry]), email.text, email.html, email.subject, time.says, time.do, view])


def test_who_reads_of_an_unjudged_refusal_reads_of_no_refusal_of_ascps() -> None:
    said = words_for(refused(judged=False)).lower()
    assert "could not read" in said
    for untrue in ("refused", "did not take", "could not take", "has answered"):
        assert untrue not in said
    assert "refused" in words_for(refused(judged=True)).lower()
    rows = [organizer_row(entries_of([refused(judged=one)], Wanted(), AT)[0]) for one in (True, False)]
    assert rows[0][9] != rows[1][9]  # the reason in words


def test_the_ledger_keeps_whether_it_was_judged(ledger: Ledger) -> None:
    for judged in (True, False):
        ledger.save([Change(None, replace(refused(judged=judged), credit_id=str(judged)))])
        back = ledger.get_many([str(judged)])[str(judged)]
        assert (back.unjudged, back.timeline[-1].judged) == (not judged, judged)
        ledger.change(back, back.note(why="looked at it", at=AT, by="staff:1"))
        assert ledger.get_many([str(judged)])[str(judged)].unjudged is not judged


def test_what_goes_out_again_is_judged_anew() -> None:
    again = refused(judged=False).earn_again(why="corrected", at=AT, by="staff:1")
    assert not again.unjudged
    sent = again.report(member_number="M1", at=AT, look_again_at=AT).lease("s2", at=AT, until=AT)
    assert not sent.reject(RejectedReason.INVALID, detail=None, at=AT).unjudged


def test_the_diagnosis_has_a_cause_of_its_own() -> None:
    credit = refused(judged=False)
    assert diagnosis_rules.time_of(credit, phase_of(credit, AT), diagnosis_rules.Standing.ACTIVE) is Cause.UNREADABLE
    # It speaks for an account before a credit that ASCP accepted.
    assert [*Halt].index(Halt.UNREADABLE) < [*Halt].index(Halt.ACCEPTED)


@pytest.mark.parametrize("sent", [True, False])
def test_the_timeline_says_sending_only_of_what_left(sent: bool) -> None:
    leased = a_credit().report(member_number="M1", at=START, look_again_at=AT).lease("s1", at=AT, until=AT)
    back = leased.put_back(why="no token", in_doubt=False, at=AT, look_again_at=AT, sent=sent)
    states = [step.state for step in back.timeline]
    assert states == [State.EARNED, State.REPORTED, *([State.SENDING] if sent else []), State.REPORTED]
    assert (back.state, back.detail, back.attempts, back.in_doubt) == (State.REPORTED, "no token", 0, False)
