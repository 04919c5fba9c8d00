"""Corrections and withdrawals of accepted credits: which state may follow which, and that the first receipt stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger.credit import Credit, IllegalTransition, Source, Step
from laurel.ledger.follow_ups import (
    CreditCorrection,
    SentFacts,
    correct_after,
    delivered,
    follow_up,
    is_under_way,
    outgoing,
    reference_of,
)
from laurel.ledger.records import from_item, to_item
from laurel.ledger.requested import AskedChange, correct, restore, withdraw
from laurel.ledger.states import Action, RejectedReason, State, WithdrawnReason
from laurel.platform.refusal import Refusal
from tests.credits import START, a_credit
from tests.examples import examples

AT = START + timedelta(hours=1)
ASKED = AskedChange(why="She left at noon.", at=AT, by="staff:sam")
HALF = CreditCorrection(contact_hours=Decimal("0.5"))


def reported(**changes) -> Credit:
    return a_credit(**changes).report(member_number="M1", at=START, look_again_at=AT)


def sending(**changes) -> Credit:
    return reported(**changes).lease("s1", at=START, until=AT)


def accepted(**changes) -> Credit:
    return sending(**changes).accept("R-1", at=START)


def sent(credit: Credit) -> Credit:
    return delivered(credit, outgoing(credit).lease("s2", at=AT, until=AT))


def answered(credit: Credit, receipt: str | None) -> Credit:
    """After ASCP's answer to its follow-up: a receipt, or a refusal."""
    out = outgoing(sent(credit))
    refused = out.reject(RejectedReason.NAME_MISMATCH, detail="another name", at=AT)
    return delivered(sent(credit), out.accept(receipt, at=AT) if receipt else refused)


def same_when_stored(credit: Credit) -> Credit:
    item = {name: value for name, value in to_item(credit).items() if value is not None}
    assert from_item(item) == credit
    return credit


def test_a_withdrawal_counts_when_ascp_accepts_it_and_the_first_receipt_stays() -> None:
    asked = same_when_stored(withdraw(accepted(), ASKED))
    assert (asked.state, asked.receipt, asked.due_at) == (State.ACCEPTED, "R-1", AT + timedelta(hours=6))
    out = outgoing(asked)
    assert (reference_of(out), out.action, out.state, out.attempts) == ("c1.1", Action.WITHDRAW, State.REPORTED, 0)
    done = same_when_stored(answered(asked, "R-2"))
    assert (done.state, done.receipt, done.due_at) == (State.WITHDRAWN, "R-1", None)
    assert (done.follow_up.receipt, done.withdrawn_for) == ("R-2", WithdrawnReason.BY_STAFF)
    assert outgoing(done) is done
    events = [(one.state, one.event, one.detail, one.by) for one in done.timeline[-2:]]
    assert events == [
        ("accepted", "withdrawal_asked", "She left at noon.", "staff:sam"),
        ("withdrawn", "withdrawal_accepted", "R-2", None),
    ]


def test_a_correction_changes_the_facts_when_ascp_accepts_it() -> None:
    facts = CreditCorrection(contact_hours=Decimal("0.5"), completed_on=date(2026, 11, 2)).of(accepted())
    asked = same_when_stored(correct(accepted(), facts, ASKED))
    assert SentFacts.of(asked) == SentFacts.of(accepted()), "until ASCP has accepted it"
    assert SentFacts.of(outgoing(asked)) == facts
    done = answered(asked, "R-2")
    assert (SentFacts.of(done), done.state, done.receipt) == (facts, State.ACCEPTED, "R-1")
    refused = same_when_stored(answered(asked, None))
    assert (SentFacts.of(refused), refused.state) == (SentFacts.of(accepted()), State.ACCEPTED)
    assert (refused.follow_up.reason, refused.timeline[-1].event) == ("name_mismatch", "correction_refused")


def test_a_second_change_waits_for_the_first_and_the_same_again_changes_nothing() -> None:
    asked = correct(accepted(), HALF.of(accepted()), ASKED)
    assert correct(asked, HALF.of(accepted()), ASKED) is asked
    other = correct(asked, CreditCorrection(name="Ada Right").of(accepted()), ASKED)
    back = correct(asked, SentFacts.of(accepted()), ASKED)
    assert [one.code for one in (other, back, withdraw(asked, ASKED))] == ["follow_up_under_way"] * 3
    done = answered(asked, "R-2")
    assert correct(done, HALF.of(done), ASKED) is done, "a repeat after the answer"
    assert reference_of(outgoing(withdraw(done, ASKED))) == "c1.2"
    # What was refused may be asked for again, under a reference that ASCP has not judged.
    assert reference_of(outgoing(correct(answered(asked, None), HALF.of(accepted()), ASKED))) == "c1.2"


def test_what_ascp_withdrew_counts_again_by_a_correction_and_is_never_added_again() -> None:
    gone = answered(withdraw(accepted(), ASKED), "R-2")
    with pytest.raises(IllegalTransition, match="withdrawn by ASCP"):
        gone.undo_withdrawal(why="", at=AT)
    assert withdraw(gone, ASKED).code == "already_withdrawn"
    assert correct(gone, HALF.of(gone), ASKED).code == "already_withdrawn"
    again = restore(gone, ASKED)
    assert (again.state, outgoing(again).action, reference_of(outgoing(again))) == (
        State.WITHDRAWN,
        Action.CORRECT,
        "c1.2",
    )
    assert withdraw(again, ASKED).code == "follow_up_under_way"
    assert (answered(again, "R-3").state, answered(again, "R-3").receipt) == (State.ACCEPTED, "R-1")
    assert answered(again, None).withdrawn_for is WithdrawnReason.BY_STAFF


def test_what_was_not_sent_is_changed_here() -> None:
    for credit in (a_credit(), reported()):
        changed = correct(credit, HALF.of(credit), ASKED)
        assert (changed.state, changed.contact_hours, changed.follow_up) == (credit.state, Decimal("0.5"), None)
        assert withdraw(credit, ASKED).state is State.WITHDRAWN
    refused = sending().reject(RejectedReason.NAME_MISMATCH, detail=None, at=START)
    again = correct(refused, CreditCorrection(name="Ada Right").of(refused), ASKED)
    assert (again.state, again.name, again.due_at) == (State.EARNED, "Ada Right", AT)


def test_while_ascp_may_have_it_nothing_is_changed() -> None:
    doubtful = sending().put_back(why="time-out", in_doubt=True, at=AT, look_again_at=AT)
    for credit, code in ((sending(), "already_sending"), (doubtful, "outcome_unknown")):
        assert withdraw(credit, ASKED).code == code
        assert correct(credit, HALF.of(credit), ASKED).code == code


def test_the_credit_of_a_claim_follows_its_certificate() -> None:
    unsent = a_credit(source=Source.CLAIM, learner_id="ana")
    assert correct(unsent, HALF.of(unsent), ASKED).code == "credit_of_a_certificate"
    claimed = accepted(source=Source.CLAIM, learner_id="ana")
    assert reference_of(outgoing(correct(claimed, HALF.of(claimed), ASKED))) == "c1.1"
    asked = withdraw(claimed, ASKED, WithdrawnReason.CERTIFICATE_REVOKED)
    assert outgoing(asked).learner_id is None, "it is sent whatever the learner agrees to since"
    assert answered(asked, "R-2").is_revoked


def test_no_follow_up_of_what_ascp_has_not_accepted() -> None:
    for credit in (a_credit(), reported(), sending(), reported().withdraw(why="", at=AT)):
        with pytest.raises(IllegalTransition):
            follow_up(credit, Action.WITHDRAW, why="", at=AT, by="staff:sam", look_again_at=AT)
    with pytest.raises(IllegalTransition, match="follow-up 1 is not under way"):
        delivered(accepted(), outgoing(withdraw(accepted(), ASKED)))
    with pytest.raises(IllegalTransition, match="credit c1: accepted has no follow-up add now"):
        follow_up(accepted(), Action.ADD, why="", at=AT, by="staff:sam", look_again_at=AT)
    done = answered(withdraw(accepted(), ASKED), "R-2")
    with pytest.raises(IllegalTransition, match="follow-up 1 is not under way"):
        delivered(done, done.follow_up)
    with pytest.raises(ValueError, match="was not withdrawn at ASCP"):
        restore(accepted(), ASKED)


DEEDS = {
    "withdraw": lambda c: withdraw(c, ASKED),
    "correct": lambda c: correct(c, HALF.of(c), ASKED),
    "rename": lambda c: correct(c, CreditCorrection(name="Ada Right").of(c), ASKED),
    "restore": lambda c: restore(c, ASKED) if c.state is State.WITHDRAWN else c,
    "lease": lambda c: sent(c) if outgoing(c).state is State.REPORTED and is_under_way(c) else c,
    "doubt": lambda c: _when_sending(c, lambda o: o.put_back(why="", in_doubt=True, at=AT, look_again_at=AT)),
    "accept": lambda c: _when_sending(c, lambda o: o.accept(f"R-{reference_of(o)}", at=AT)),
    "refuse": lambda c: _when_sending(c, lambda o: o.reject(RejectedReason.INVALID, detail="no", at=AT)),
}


def _when_sending(credit: Credit, change) -> Credit:
    out = outgoing(credit)
    return delivered(credit, change(out)) if out.state is State.SENDING else credit


@given(st.lists(st.sampled_from(sorted(DEEDS)), max_size=25))
@examples(60)
def test_whatever_happens_ascps_books_and_the_credit_agree(deeds: list[str]) -> None:
    """A model of ASCP: it counts by the accepted follow-ups alone, and no reference is accepted twice."""
    credit, counts, hours, references = accepted(), True, Decimal("1.5"), set()
    for deed in deeds:
        before = credit
        after = DEEDS[deed](credit)
        if isinstance(after, Refusal):
            continue
        credit = same_when_stored(after)
        if deed == "accept" and after is not before:
            out = credit.follow_up
            assert reference_of(out) not in references
            references.add(reference_of(out))
            counts = out.action is Action.CORRECT
            hours = out.contact_hours
        assert credit.receipt == "R-1"
        assert (credit.state is State.ACCEPTED) == counts
        assert credit.contact_hours == hours
        assert (credit.due_at is not None) == is_under_way(credit)


def test_what_follows_a_withdrawal_takes_nothing_along_of_the_answer_to_it():
    withdrawn = answered(withdraw(accepted(), ASKED), "R-2")
    assert withdrawn.detail == "R-2"
    again = restore(withdrawn, ASKED).follow_up
    assert (again.state, again.reason, again.detail, again.receipt) == (State.REPORTED, None, None, None)
    assert (again.attempts, again.submission_id, again.in_doubt) == (0, None, False)


def test_a_correction_that_waits_for_a_withdrawal_says_why_and_is_sent_by_nobody_yet() -> None:
    leaves = withdraw(accepted(), ASKED)
    waiting = correct_after(leaves, HALF.of(leaves), why="sent again", at=AT)
    after = waiting.follow_up.follow_up
    assert after.timeline == (Step(AT, State.REPORTED, None, "sent again"),)
    assert (after.action, SentFacts.of(after), after.due_at) == (Action.CORRECT, HALF.of(leaves), None)
    assert waiting.timeline[-1] == Step(AT, State.ACCEPTED, None, "sent again")
    assert reference_of(outgoing(waiting)) == "c1.1"
    done = answered(withdraw(accepted(), ASKED), "R-2")
    for other in (accepted(), waiting, correct(accepted(), HALF.of(accepted()), ASKED), done):
        with pytest.raises(IllegalTransition, match="credit c1: no withdrawal is under way"):
            correct_after(other, HALF.of(other), why="sent again", at=AT)
