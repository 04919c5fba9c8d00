"""What each change of a credit sets, and what it leaves as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from laurel.ledger.credit import AGREED, MOVED, REVOKED, IllegalTransition, Step
from laurel.ledger.states import RejectedReason, State, UnmatchedReason, WithdrawnReason
from tests.credits import START, a_credit, facts

AT = START + timedelta(hours=1)
LATER = AT + timedelta(hours=6)
BY = "staff:sam"

# From a state, by a change: the last step of the timeline, and what else is different. Where the step has a reason or a
# detail, the credit has the same.
CHANGES = {
    "report": (
        State.EARNED,
        lambda c: c.report(member_number="M1", at=AT, look_again_at=LATER, why="asked ASCLS", by=BY),
        Step(AT, State.REPORTED, None, "asked ASCLS", BY),
        {"due_at": LATER, "member_number": "M1"},
    ),
    "report by itself": (
        State.EARNED,
        lambda c: c.report(member_number="M1", at=AT, look_again_at=LATER),
        Step(AT, State.REPORTED),
        {"due_at": LATER, "member_number": "M1"},
    ),
    "leave unmatched": (
        State.EARNED,
        lambda c: c.leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=AT),
        Step(AT, State.UNMATCHED, "not_a_member"),
        {"due_at": None},
    ),
    "mark distinct": (
        State.UNMATCHED,
        lambda c: replace(c, reason="likely_duplicate").mark_distinct(why="two courses", at=AT, by=BY),
        Step(AT, State.EARNED, None, "two courses", BY),
        {"due_at": AT, "distinct": True},
    ),
    "withhold": (
        State.REPORTED,
        lambda c: c.withhold(at=AT, by=BY),
        Step(AT, State.UNMATCHED, "no_consent", None, BY),
        {"due_at": None, "member_number": None},
    ),
    "withhold what ASCP does not have": (
        State.REPORTED,
        lambda c: c.withhold(at=AT, not_held=True),
        Step(AT, State.UNMATCHED, "no_consent"),
        {"due_at": None, "member_number": None, "in_doubt": False},
    ),
    "agree": (
        State.UNMATCHED,
        lambda c: replace(c, reason="no_consent").agree(at=AT, by=BY),
        Step(AT, State.EARNED, None, AGREED, BY),
        {"due_at": AT},
    ),
    "lease": (
        State.REPORTED,
        lambda c: replace(c, in_doubt=False).lease("s1", at=AT, until=LATER),
        Step(AT, State.SENDING, None, "s1"),
        {"due_at": LATER, "submission_id": "s1", "attempts": 3},
    ),
    "resume": (
        State.REPORTED,
        lambda c: c.resume(at=AT),
        Step(AT, State.SENDING, None, "s0"),
        {"due_at": AT},
    ),
    "accept": (
        State.SENDING,
        lambda c: c.accept("R-1", at=AT),
        Step(AT, State.ACCEPTED, None, "R-1"),
        {"due_at": None, "receipt": "R-1", "in_doubt": False},
    ),
    "reject": (
        State.SENDING,
        lambda c: c.reject(RejectedReason.UNKNOWN_EMAIL, detail="who?", at=AT),
        Step(AT, State.REJECTED, "unknown_email", "who?"),
        {"due_at": None, "in_doubt": False},
    ),
    "reject unread": (
        State.SENDING,
        lambda c: c.reject(RejectedReason.INVALID, detail=None, at=AT, judged=False),
        Step(AT, State.REJECTED, "invalid", judged=False),
        {"due_at": None, "in_doubt": False},
    ),
    "put back": (
        State.SENDING,
        lambda c: c.put_back(why="time-out", in_doubt=True, at=AT, look_again_at=LATER),
        Step(AT, State.REPORTED, None, "time-out"),
        {"due_at": LATER},
    ),
    "put back what ASCP does not have": (
        State.SENDING,
        lambda c: c.put_back(why="busy", in_doubt=False, at=AT, look_again_at=LATER),
        Step(AT, State.REPORTED, None, "busy"),
        {"due_at": LATER, "in_doubt": False, "attempts": 1},
    ),
    "earn again": (
        State.REJECTED,
        lambda c: c.earn_again(why="corrected", at=AT, by=BY),
        Step(AT, State.EARNED, None, "corrected", BY),
        {"due_at": AT, "member_number": None},
    ),
    "withdraw": (
        State.REPORTED,
        lambda c: c.withdraw(why="twice", at=AT, by=BY),
        Step(AT, State.WITHDRAWN, "by_staff", "twice", BY),
        {"due_at": None, "reason": None},
    ),
    "withdraw by hand": (
        State.REPORTED,
        lambda c: c.withdraw(why="entered", at=AT, reason=WithdrawnReason.BY_HAND),
        Step(AT, State.WITHDRAWN, "by_hand", "entered"),
        {"due_at": None, "reason": None},
    ),
    "undo a withdrawal": (
        State.WITHDRAWN,
        lambda c: c.undo_withdrawal(why="by mistake", at=AT, by=BY),
        Step(AT, State.EARNED, None, "by mistake", BY),
        {"due_at": AT, "member_number": None},
    ),
}


def a_full_credit(state):
    """A credit in this state with something in each field that a change may set."""
    known = {"reason": "a reason", "detail": "a detail", "member_number": "M0", "submission_id": "s0"}
    credit = a_credit(state=state, in_doubt=True, attempts=2, due_at=START, **known)
    return replace(credit, timeline=(*credit.timeline, Step(START, state)))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_sets_what_it_is_for_and_nothing_else(name):
    state, change, step, others = CHANGES[name]
    before = a_full_credit(state)
    timeline = (*before.timeline, step)
    known = {"state": step.state, "reason": step.reason, "detail": step.detail, "timeline": timeline}
    assert change(before) == replace(before, **known | others)


def test_a_credit_held_back_looks_as_if_it_was_never_reported():
    before = a_full_credit(State.REPORTED)
    step = Step(START, State.UNMATCHED, "likely_duplicate")
    known = {"state": State.UNMATCHED, "reason": "likely_duplicate", "detail": None, "due_at": None}
    assert before.hold_back("c0") == replace(
        before, member_number=None, resembles="c0", timeline=(before.timeline[0], step), **known
    )


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (lambda c: c.note(why="queued", at=AT, by=BY), Step(AT, State.UNMATCHED, "a reason", "queued", BY)),
        (lambda c: c.note_revoked(why="revoked", at=AT, by=BY), Step(AT, State.UNMATCHED, "a reason", "revoked", BY)),
    ],
)
def test_a_note_is_a_step_and_changes_nothing(change, step):
    before = a_full_credit(State.UNMATCHED)
    assert change(before) == replace(before, timeline=(*before.timeline, step))


def test_a_move_gives_it_the_new_address():
    before = a_full_credit(State.UNMATCHED)
    step = Step(AT, State.UNMATCHED, "a reason", MOVED)
    after = before.move("New@example.org", "new@example.org", at=AT)
    assert after == replace(
        before, email="New@example.org", email_key="new@example.org", timeline=(*before.timeline, step)
    )


def test_a_correction_takes_every_fact():
    before = replace(a_full_credit(State.REJECTED), in_doubt=False)
    right = replace(facts("Ada Right", "578-9-26"), provider="ascls", activity_title="Urine")
    known = {"name": "Ada Right", "provider": "ascls", "activity_number": "578-9-26", "activity_title": "Urine"}
    step = Step(AT, State.REJECTED, "a reason", "reissued", BY)
    after = before.correct(right, why="reissued", at=AT, by=BY)
    assert after == replace(before, timeline=(*before.timeline, step), **known)


@pytest.mark.parametrize("state", [State.EARNED, State.UNMATCHED, State.REPORTED])
def test_what_ascp_may_have_is_not_corrected_here(state):
    doubtful = a_credit(state=state, in_doubt=True)
    assert not doubtful.can_be_corrected
    with pytest.raises(IllegalTransition):
        doubtful.correct(facts("Ada Right"), why="reissued", at=AT, by=BY)


@pytest.mark.parametrize(
    ("state", "in_doubt", "can"),
    [
        (State.EARNED, True, True),
        (State.UNMATCHED, True, True),
        (State.REPORTED, False, True),
        (State.REPORTED, True, False),
        (State.SENDING, False, False),
        (State.ACCEPTED, False, False),
        (State.REJECTED, False, False),
        (State.WITHDRAWN, False, False),
    ],
)
def test_only_what_was_not_sent_can_be_withheld(state, in_doubt, can):
    assert a_credit(state=state, in_doubt=in_doubt).can_be_withheld is can
    assert a_credit(state=state, reason="no_consent").waits_for_consent is (state is State.UNMATCHED)


def test_of_an_attempt_that_was_never_sent_no_step_stays():
    reported = a_credit().report(member_number="M1", at=START, look_again_at=LATER)
    leased = reported.lease("s1", at=AT, until=LATER)
    back = leased.put_back(why="busy", in_doubt=False, at=AT, look_again_at=LATER, sent=False)
    assert back.timeline == (*reported.timeline, Step(AT, State.REPORTED, None, "busy"))
    assert (back.attempts, back.in_doubt, back.due_at, back.detail) == (0, False, LATER, "busy")
    doubtful = leased.put_back(why="cut off", in_doubt=True, at=AT, look_again_at=LATER, sent=False)
    assert (doubtful.attempts, doubtful.in_doubt, doubtful.detail) == (1, True, "cut off")


def test_the_only_step_of_a_timeline_stays():
    alone = a_credit(state=State.SENDING, timeline=(Step(START, State.SENDING),))
    back = alone.put_back(why="busy", in_doubt=False, at=AT, look_again_at=LATER, sent=False)
    assert back.timeline == (Step(START, State.SENDING), Step(AT, State.REPORTED, None, "busy"))


def withdrawn(**step):
    """A credit with one step into `withdrawn`."""
    return a_credit(state=State.WITHDRAWN, timeline=(Step(START, State.EARNED), Step(AT, State.WITHDRAWN, **step)))


@pytest.mark.parametrize(
    ("credit", "reason"),
    [
        (withdrawn(reason="by_hand"), WithdrawnReason.BY_HAND),
        (withdrawn(reason="erased", by="learner:ana"), WithdrawnReason.ERASED),
        # As older records have it.
        (withdrawn(by="learner:ana"), WithdrawnReason.BY_HAND),
        (withdrawn(by="staff:sam"), WithdrawnReason.BY_STAFF),
        (withdrawn(), WithdrawnReason.BY_STAFF),
        (withdrawn(detail="twice"), WithdrawnReason.BY_STAFF),
        (withdrawn(detail=REVOKED.format(number="7XKDA-9GQMT", reason="wrong")), WithdrawnReason.CERTIFICATE_REVOKED),
        (withdrawn(detail="certificate 7XKDA-9GQMT revoked: wrong", by=BY), WithdrawnReason.CERTIFICATE_REVOKED),
    ],
)
def test_why_it_was_withdrawn(credit, reason):
    assert credit.withdrawn_for is reason
    assert credit.is_revoked is (reason is WithdrawnReason.CERTIFICATE_REVOKED)


def test_a_credit_that_is_not_withdrawn_was_withdrawn_for_nothing():
    credit = withdrawn(reason="certificate_revoked").undo_withdrawal(why="", at=LATER)
    assert (credit.withdrawn_for, credit.is_revoked) == (None, False)


def test_only_the_last_withdrawal_counts_and_the_notes_after_it():
    first = withdrawn(reason="certificate_revoked")
    again = first.undo_withdrawal(why="", at=LATER).withdraw(why="twice", at=LATER, by=BY)
    assert (again.withdrawn_for, again.is_revoked) == (WithdrawnReason.BY_STAFF, False)
    revoked = again.note_revoked(why="wrong", at=LATER, by=BY)
    assert (revoked.withdrawn_for, revoked.is_revoked) == (WithdrawnReason.BY_STAFF, True)
    assert revoked.timeline[-1] == Step(LATER, State.WITHDRAWN, "certificate_revoked", "wrong", BY)
    claimed = revoked.claim_again(a_credit("c2"), why="printed", at=LATER)
    assert (claimed.withdrawn_for, claimed.is_revoked) == (WithdrawnReason.BY_STAFF, False)
    assert claimed.timeline[-1] == Step(LATER, State.WITHDRAWN, "claimed_again", "printed")


def test_claimed_again_it_keeps_its_id_and_takes_the_facts_of_the_claim():
    claimed = replace(a_credit("c2"), provider="ascls", name="Ada Right", statement="florida", learner_id="ana")
    claimed = replace(claimed, activity_title="Urine", completed_on=START.date(), contact_hours=2, fingerprint="e" * 32)
    before = withdrawn(reason="certificate_revoked")
    after = before.claim_again(claimed, why="printed", at=LATER)
    assert after.timeline[-1] == Step(LATER, State.EARNED, None, "printed")
    history = {"timeline": after.timeline, "detail": "printed", "due_at": LATER}
    assert after == replace(claimed, credit_id="c1", reference="ref-c1", **history)


def test_it_is_refused_as_what_ascp_once_said():
    step = Step(AT, State.REJECTED, "name_mismatch")
    credit = a_credit(timeline=(Step(START, State.EARNED), step, Step(LATER, State.EARNED, "unknown_email")))
    assert credit.refused_as(RejectedReason.NAME_MISMATCH)
    assert not credit.refused_as(RejectedReason.UNKNOWN_EMAIL)


def test_it_is_unjudged_if_ascp_could_not_read_it_once_since_it_was_refused():
    unread = a_full_credit(State.SENDING).reject(RejectedReason.INVALID, detail="", at=AT, judged=False)
    assert unread.unjudged
    assert unread.note(why="asked ASCP", at=LATER).unjudged
    assert not unread.earn_again(why="", at=LATER).unjudged
    judged = a_full_credit(State.SENDING).reject(RejectedReason.INVALID, detail="", at=AT)
    assert not judged.unjudged
