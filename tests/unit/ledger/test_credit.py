"""A credit and the only ways in which it may change."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger.credit import Credit, IllegalTransition, Step
from laurel.ledger.states import NEXT, RejectedReason, State, UnmatchedReason
from laurel.ledger.timeline import MOST_STEPS
from tests.credits import START, a_credit, facts

AT = START + timedelta(hours=1)
LATER = AT + timedelta(hours=6)

# Every way to change state, with the state it leads to.
MOVES: dict[str, tuple[State, Callable[[Credit], Credit]]] = {
    "report": (State.REPORTED, lambda c: c.report(member_number="M1", at=AT, look_again_at=LATER)),
    "put_back": (State.REPORTED, lambda c: c.put_back(why="busy", in_doubt=False, at=AT, look_again_at=LATER)),
    "leave_unmatched": (State.UNMATCHED, lambda c: c.leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=AT)),
    "lease": (State.SENDING, lambda c: c.lease("s1", at=AT, until=LATER)),
    "resume": (State.SENDING, lambda c: c.resume(at=AT)),
    "accept": (State.ACCEPTED, lambda c: c.accept("R-1", at=AT)),
    "reject": (State.REJECTED, lambda c: c.reject(RejectedReason.UNKNOWN_EMAIL, detail="who?", at=AT)),
    "withhold": (State.UNMATCHED, lambda c: c.withhold(at=AT)),
    "earn_again": (State.EARNED, lambda c: c.earn_again(why="e-mail corrected", at=AT)),
    "withdraw": (State.WITHDRAWN, lambda c: c.withdraw(why="by hand", at=AT)),
}

# An unmatched credit may turn out unmatched for another reason, and begins its way when its learner agrees to
# reporting, or staff find that it is no duplicate; a reported one waits when they take that back. A withdrawal can be
# undone.
ALLOWED = {
    State.EARNED: {State.REPORTED, State.UNMATCHED, State.WITHDRAWN},
    State.UNMATCHED: {State.EARNED, State.REPORTED, State.UNMATCHED, State.WITHDRAWN},
    State.REPORTED: {State.SENDING, State.UNMATCHED, State.WITHDRAWN},
    State.SENDING: {State.ACCEPTED, State.REJECTED, State.REPORTED},
    State.ACCEPTED: set(),
    State.REJECTED: {State.EARNED, State.WITHDRAWN},
    State.WITHDRAWN: {State.EARNED},
}


def test_the_states_follow_each_other_as_designed() -> None:
    assert {state: set(following) for state, following in NEXT.items()} == ALLOWED


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=30))
def test_whatever_is_tried_only_allowed_changes_happen_and_each_is_in_the_timeline(moves: list[str]) -> None:
    credit = a_credit()
    for name in moves:
        target, move = MOVES[name]
        if target in ALLOWED[credit.state]:
            before, credit = credit, move(credit)
            assert credit.state is target
            assert credit.timeline[:-1] == before.timeline
            assert (credit.timeline[-1].at, credit.timeline[-1].state) == (AT, target)
            assert (credit.credit_id, credit.version, credit.fingerprint) == ("c1", before.version, before.fingerprint)
        else:
            with pytest.raises(IllegalTransition, match=f"{credit.state} is never followed by {target}"):
                move(credit)
    # Only what has work ahead of it is due; only what a forwarder may have handed over is in doubt.
    assert (credit.due_at is not None) == (credit.state in {State.EARNED, State.REPORTED, State.SENDING})
    assert not (credit.in_doubt and credit.state in {State.ACCEPTED, State.REJECTED})
    # It was withdrawn or unmatched in between: ASCP is asked first.
    if credit.in_doubt and credit.state is State.EARNED:
        assert {State.WITHDRAWN, State.UNMATCHED} & {step.state for step in credit.timeline}


def test_only_what_waits_for_consent_begins_its_way_by_it() -> None:
    waiting = a_credit().withhold(at=AT)
    assert (waiting.reason, waiting.waits_for_consent, waiting.can_be_withheld) == ("no_consent", True, False)
    agreed = waiting.agree(at=LATER, by="learner:ana")
    assert (agreed.state, agreed.due_at, agreed.timeline[-1].by) == (State.EARNED, LATER, "learner:ana")
    for other in (a_credit(), a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=AT)):
        with pytest.raises(IllegalTransition):
            other.agree(at=LATER)


def test_what_ascp_may_have_is_not_held_back_unasked() -> None:
    assert not sent().can_be_withheld
    assert not sent().put_back(why="time-out", in_doubt=True, at=AT, look_again_at=LATER).can_be_withheld
    unsent = sent().put_back(why="busy", in_doubt=False, at=AT, look_again_at=LATER)
    assert unsent.can_be_withheld
    assert unsent.withhold(at=AT).member_number is None


def test_what_was_in_doubt_is_asked_for_after_it_was_held_back() -> None:
    again = sent().put_back(why="time-out", in_doubt=True, at=AT, look_again_at=LATER).withdraw(why="by hand", at=AT)
    earned = again.undo_withdrawal(why="by mistake", at=AT, by="staff:1")
    assert earned.in_doubt
    assert earned.withhold(at=AT).agree(at=LATER).in_doubt
    assert not earned.withhold(at=AT, not_held=True).in_doubt


def sent() -> Credit:
    return a_credit().report(member_number="M1", at=AT, look_again_at=LATER).lease("s1", at=AT, until=LATER)


def test_a_lease_counts_the_attempt_and_is_in_doubt_until_there_is_an_outcome() -> None:
    credit = sent()
    assert (credit.attempts, credit.submission_id, credit.in_doubt, credit.due_at) == (1, "s1", True, LATER)
    back = credit.put_back(why="time-out", in_doubt=True, at=AT, look_again_at=LATER)
    assert (back.in_doubt, back.attempts, back.detail) == (True, 1, "time-out")
    assert back.lease("s2", at=AT, until=LATER).attempts == 2
    unsent = credit.put_back(why="busy", in_doubt=False, at=AT, look_again_at=LATER)
    assert unsent.attempts == 0, "ASCP certainly did not take it"


def test_settling_a_doubtful_attempt_counts_as_no_further_attempt() -> None:
    doubtful = sent().put_back(why="time-out", in_doubt=True, at=AT, look_again_at=LATER)
    settled = doubtful.resume(at=AT).accept("R-1", at=AT)
    assert (settled.attempts, settled.submission_id, settled.receipt, settled.in_doubt) == (1, "s1", "R-1", False)
    assert [step.state for step in settled.timeline[-3:]] == [State.REPORTED, State.SENDING, State.ACCEPTED]


def test_a_rejection_keeps_reason_and_words_until_it_is_mended() -> None:
    credit = sent().reject(RejectedReason.NAME_MISMATCH, detail="another name", at=AT)
    assert (credit.reason, credit.detail, credit.due_at) == ("name_mismatch", "another name", None)
    again = credit.earn_again(why="name corrected", at=LATER)
    assert (again.reason, again.member_number, again.due_at) == (None, None, LATER)
    assert credit.timeline[-1].detail == "another name"


def test_another_try_of_what_was_refused_is_a_step_of_its_learner() -> None:
    credit = sent().reject(RejectedReason.UNKNOWN_EMAIL, detail="who?", at=AT)
    again = credit.retry(why="mended", at=LATER, by="learner:ana")
    assert (again.state, again.due_at, again.member_number) == (State.EARNED, LATER, None)
    assert (again.timeline[-1].detail, again.timeline[-1].by) == ("mended", "learner:ana")


def test_another_try_of_what_is_unmatched_only_makes_it_due() -> None:
    credit = a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=AT)
    again = credit.retry(why="joined", at=LATER, by="learner:ana")
    assert (again.state, again.reason, again.due_at) == (State.UNMATCHED, "not_a_member", LATER)
    assert again.timeline == credit.timeline
    assert again.leave_unmatched(UnmatchedReason.MEMBERSHIP_LAPSED, at=LATER).due_at is None


def test_tries_are_counted_by_day() -> None:
    credit = a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=AT)
    for n in range(3):
        assert credit.retries_on(AT.date()) == n
        credit = credit.retry(why="", at=AT, by="learner:ana")
    tomorrow = AT + timedelta(days=1)
    assert (credit.retries_on(AT.date()), credit.retries_on(tomorrow.date())) == (3, 0)
    assert credit.retry(why="", at=tomorrow, by="learner:ana").retries_on(tomorrow.date()) == 1


@pytest.mark.parametrize("state", sorted(set(State) - {State.UNMATCHED, State.REJECTED}))
def test_nothing_else_is_tried_again_on_request(state: State) -> None:
    with pytest.raises(IllegalTransition, match="not tried again"):
        a_credit(state=state).retry(why="", at=AT, by="learner:ana")


def test_who_did_it_and_why_is_in_the_timeline_and_a_note_leaves_the_state() -> None:
    matched = a_credit().report(member_number="M1", at=AT, look_again_at=LATER, why="asked ASCLS", by="staff:sam")
    assert (matched.timeline[-1].detail, matched.timeline[-1].by) == ("asked ASCLS", "staff:sam")
    noted = matched.note(why="queued again", at=LATER, by="staff:sam")
    assert (noted.state, noted.due_at, noted.timeline[:-1]) == (matched.state, matched.due_at, matched.timeline)
    last = noted.timeline[-1]
    assert (last.at, last.state, last.detail, last.by) == (LATER, State.REPORTED, "queued again", "staff:sam")
    assert noted.withdraw(why="twice", at=LATER, by="staff:sam").timeline[-1].by == "staff:sam"


def test_looking_again_is_no_step() -> None:
    credit = a_credit()
    assert credit.look_again(LATER).due_at == LATER
    assert credit.look_again(LATER).timeline == credit.timeline


def test_a_long_outage_keeps_the_first_and_the_last_steps() -> None:
    credit = sent()
    for n in range(300):
        credit = credit.put_back(why=f"busy {n}", in_doubt=True, at=AT, look_again_at=LATER)
        credit = credit.lease(f"s{n}", at=AT, until=LATER)
    assert MOST_STEPS - 2 < len(credit.timeline) <= MOST_STEPS
    assert [step.state for step in credit.timeline[:3]] == [State.EARNED, State.REPORTED, State.SENDING]
    assert (credit.timeline[-2].detail, credit.timeline[-1].detail) == ("busy 299", "s299")
    assert credit.attempts == 301


def in_state(state: State) -> Credit:
    way = {
        State.EARNED: [],
        State.UNMATCHED: ["leave_unmatched"],
        State.REPORTED: ["report"],
        State.SENDING: ["report", "lease"],
        State.ACCEPTED: ["report", "lease", "accept"],
        State.REJECTED: ["report", "lease", "reject"],
        State.WITHDRAWN: ["withdraw"],
    }
    credit = a_credit()
    for name in way[state]:
        credit = MOVES[name][1](credit)
    return credit


@pytest.mark.parametrize("state", State)
def test_a_name_is_corrected_only_where_ascp_has_not_taken_the_credit_under_the_old_one(state: State) -> None:
    credit = in_state(state)
    assert credit.can_be_corrected == (state in {State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED})
    if not credit.can_be_corrected:
        with pytest.raises(IllegalTransition):
            credit.correct(facts("Ada Right"), why="reissued", at=AT, by="staff:sam")
        return
    after = credit.correct(facts("Ada Right"), why="reissued", at=AT, by="staff:sam")
    assert (after.name, after.state, after.reason, after.due_at) == ("Ada Right", state, credit.reason, credit.due_at)
    assert after.timeline == (*credit.timeline, Step(AT, state, credit.reason, "reissued", "staff:sam"))


@pytest.mark.parametrize("state", State)
def test_what_may_be_taken_back_is_what_the_states_let_through(state: State) -> None:
    assert in_state(state).can_be_withdrawn == (State.WITHDRAWN in ALLOWED[state])


def held_back() -> Credit:
    return a_credit().report(member_number="M1", at=AT, look_again_at=LATER).hold_back("c0")


def test_what_looks_like_another_is_held_back_instead_of_reported() -> None:
    held = held_back()
    assert [(step.state, step.reason) for step in held.timeline] == [
        (State.EARNED, None),
        (State.UNMATCHED, "likely_duplicate"),
    ]
    assert held.is_likely_duplicate
    assert (held.resembles, held.member_number, held.due_at, held.distinct) == ("c0", None, None, False)
    with pytest.raises(IllegalTransition):
        a_credit().hold_back("c0")
    waited = a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=AT)
    again = waited.report(member_number="M1", at=LATER, look_again_at=LATER).hold_back("c0")
    assert again.timeline == (*waited.timeline, Step(LATER, State.UNMATCHED, "likely_duplicate"))


def test_ascp_knows_its_learner_by_the_address_under_which_it_is_sent() -> None:
    assert a_credit(email_key="ana@example.org").participant == "ana@example.org"
    assert a_credit(email_key="ana@example.org", sent_as="lima@example.org").participant == "lima@example.org"


def test_what_staff_find_to_be_a_credit_of_its_own_begins_its_way() -> None:
    apart = held_back().mark_distinct(why="two courses of one day", at=LATER, by="staff:sam")
    assert (apart.state, apart.distinct, apart.due_at, apart.is_likely_duplicate) == (State.EARNED, True, LATER, False)
    with pytest.raises(IllegalTransition):
        a_credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=AT).mark_distinct(why="", at=AT, by="staff:sam")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c.hold_back("c0"), "accepted is not about to be reported"),
        (lambda c: c.mark_distinct(why="", at=AT, by="staff:sam"), "accepted is not held as a likely duplicate"),
        (lambda c: c.agree(at=AT), "accepted does not wait for consent"),
        (lambda c: c.retry(why="", at=AT, by="learner:ana"), "accepted is not tried again on request"),
        (lambda c: c.undo_withdrawal(why="", at=AT), "accepted was not withdrawn"),
        (lambda c: c.correct(facts("Ada Right"), why="", at=AT, by="staff:sam"), "accepted has been sent as it was"),
        (lambda c: c.move("new@example.org", "new@example.org", at=AT), "accepted keeps its e-mail address"),
        (lambda c: c.withdraw(why="", at=AT), "accepted is never followed by withdrawn"),
    ],
)
def test_a_change_that_is_not_allowed_is_named_with_the_credit_and_its_state(
    change: Callable[[Credit], Credit], says: str
) -> None:
    with pytest.raises(IllegalTransition) as error:
        change(in_state(State.ACCEPTED))
    assert str(error.value) == f"credit c1: {says}"
