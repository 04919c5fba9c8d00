"""The decision table of the diagnosis, cell by cell."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.explanations import FixPlace, explain
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.organizer import diagnosis_rules as rules
from laurel.organizer.diagnosis_rules import AtAscls, AtAscp, Standing
from laurel.organizer.diagnosis_texts import ASKED, HAPPENS, VERDICTS, Answer, Cause, Question, Then
from laurel.organizer.phases import Phase
from laurel.organizer.unreported import PrintedClaim, Unreported, UnreportedReason
from laurel.roster.member import Member, MemberStatus
from tests.credits import START, a_credit

ON = date(2026, 11, 20)


def member(number="M1", status=MemberStatus.ACTIVE, expires_on=None):
    return Member(
        member_number=number,
        email="ana@example.org",
        email_key="ana@example.org",
        name="Ana",
        status=status,
        expires_on=expires_on,
    )


@pytest.mark.parametrize(
    ("members", "standing"),
    [
        ((), Standing.NOT_THERE),
        ((member(),), Standing.ACTIVE),
        ((member(expires_on=ON),), Standing.ACTIVE),
        ((member(expires_on=ON - timedelta(days=1)),), Standing.LAPSED),
        ((member(status=MemberStatus.LAPSED),), Standing.LAPSED),
        ((member(), member("M2")), Standing.SHARED),
        ((member(), member("M2", MemberStatus.LAPSED)), Standing.SHARED),
    ],
)
def test_what_the_roster_says_of_an_address(members, standing):
    assert rules.standing_of(members, on=ON, has_roster=True) is standing
    assert rules.standing_of(members, on=ON, has_roster=False) is Standing.NO_ROSTER


MEMBERSHIP = {
    (Standing.ACTIVE, False): (Cause.ACTIVE, Answer.YES),
    (Standing.ACTIVE, True): (Cause.ACTIVE, Answer.YES),
    (Standing.SHARED, False): (Cause.SHARED, Answer.UNKNOWN),
    (Standing.SHARED, True): (Cause.SHARED, Answer.UNKNOWN),
    (Standing.LAPSED, False): (Cause.LAPSED, Answer.NO),
    (Standing.LAPSED, True): (Cause.LAPSED, Answer.NO),
    (Standing.NOT_THERE, False): (Cause.NOT_THERE, Answer.NO),
    # Whether somebody else's address is on the roster is not told.
    (Standing.NOT_THERE, True): (Cause.UNPROVEN_ADDRESS, Answer.UNKNOWN),
    (Standing.NO_ROSTER, False): (Cause.NO_ROSTER, Answer.UNKNOWN),
    (Standing.NO_ROSTER, True): (Cause.NO_ROSTER, Answer.UNKNOWN),
}


def test_the_table_of_memberships_is_whole():
    assert set(MEMBERSHIP) == set(product(Standing, (False, True)))


@pytest.mark.parametrize(("cell", "expected"), MEMBERSHIP.items())
def test_am_i_a_member(cell, expected):
    standing, says_another = cell
    cause = rules.membership(standing, says_another=says_another)
    assert (cause, VERDICTS[Question.MEMBER, cause].answer) == expected


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("state", State)
def test_a_credit_that_was_matched_was_a_members_whatever_the_roster_says_now(state, standing):
    credit = a_credit(state=state, member_number="M1")
    cause = rules.membership_of(credit, standing, says_another=False)
    if state in (State.REPORTED, State.SENDING, State.ACCEPTED, State.REJECTED):
        assert cause is Cause.MATCHED
    else:
        assert cause is rules.membership(standing, says_another=False)
    unmatched = replace(credit, member_number=None)
    assert rules.membership_of(unmatched, standing, says_another=True) is rules.membership(standing, says_another=True)


AT_ASCLS = {
    (Standing.ACTIVE, None): AtAscls.SAME,
    (Standing.ACTIVE, True): AtAscls.SAME,
    (Standing.ACTIVE, False): AtAscls.SAME,
    (Standing.LAPSED, None): AtAscls.SAME,
    (Standing.LAPSED, True): AtAscls.SAME,
    (Standing.LAPSED, False): AtAscls.SAME,
    (Standing.SHARED, None): AtAscls.SAME,
    (Standing.SHARED, True): AtAscls.SAME,
    (Standing.SHARED, False): AtAscls.SAME,
    (Standing.NOT_THERE, None): AtAscls.MISSING,
    (Standing.NOT_THERE, True): AtAscls.MISSING,
    (Standing.NOT_THERE, False): AtAscls.DIFFERENT,
    (Standing.NO_ROSTER, None): AtAscls.UNKNOWN,
    (Standing.NO_ROSTER, True): AtAscls.UNKNOWN,
    (Standing.NO_ROSTER, False): AtAscls.DIFFERENT,
}
AT_ASCP = {
    (True, None): AtAscp.SAME,
    (True, True): AtAscp.SAME,
    (True, False): AtAscp.SAME,
    (False, None): AtAscp.REFUSED,
    (False, True): AtAscp.REFUSED,
    (False, False): AtAscp.REFUSED,
    (None, None): AtAscp.UNKNOWN,
    (None, True): AtAscp.SAME,
    (None, False): AtAscp.DIFFERENT,
}


def test_at_ascls_the_roster_is_believed_before_the_learner():
    assert set(AT_ASCLS) == set(product(Standing, (None, True, False)))
    assert {cell: rules.at_ascls(cell[0], says_same=cell[1]) for cell in AT_ASCLS} == AT_ASCLS


def test_at_ascp_its_answer_is_believed_before_the_learner():
    assert {cell: rules.at_ascp(cell[0], says_same=cell[1]) for cell in AT_ASCP} == AT_ASCP


@pytest.mark.parametrize(
    ("state", "reason", "knows"),
    [
        *((state, None, None) for state in State if state not in (State.ACCEPTED, State.REJECTED)),
        (State.ACCEPTED, None, True),
        (State.REJECTED, RejectedReason.UNKNOWN_EMAIL, False),
        (State.REJECTED, RejectedReason.NAME_MISMATCH, True),
        (State.REJECTED, RejectedReason.OUTSIDE_CYCLE, True),
        (State.REJECTED, RejectedReason.INVALID, None),
    ],
)
def test_what_ascps_answer_shows_of_the_address(state, reason, knows):
    assert rules.ascp_knows(a_credit(state=state, reason=reason and reason.value)) is knows


ADDRESSES = {
    (AtAscls.SAME, AtAscp.SAME): (Answer.YES, Cause.ALL_SAME),
    (AtAscls.SAME, AtAscp.DIFFERENT): (Answer.NO, Cause.ASCP_DIFFERENT),
    (AtAscls.SAME, AtAscp.REFUSED): (Answer.NO, Cause.ASCP_REFUSED),
    (AtAscls.SAME, AtAscp.UNKNOWN): (Answer.UNKNOWN, Cause.ASCP_UNKNOWN),
    (AtAscls.DIFFERENT, AtAscp.SAME): (Answer.NO, Cause.ASCLS_DIFFERENT),
    (AtAscls.DIFFERENT, AtAscp.DIFFERENT): (Answer.NO, Cause.ASCLS_DIFFERENT, Cause.ASCP_DIFFERENT),
    (AtAscls.DIFFERENT, AtAscp.REFUSED): (Answer.NO, Cause.ASCLS_DIFFERENT, Cause.ASCP_REFUSED),
    (AtAscls.DIFFERENT, AtAscp.UNKNOWN): (Answer.NO, Cause.ASCLS_DIFFERENT),
    (AtAscls.MISSING, AtAscp.SAME): (Answer.NO, Cause.ASCLS_MISSING),
    (AtAscls.MISSING, AtAscp.DIFFERENT): (Answer.NO, Cause.ASCLS_MISSING, Cause.ASCP_DIFFERENT),
    (AtAscls.MISSING, AtAscp.REFUSED): (Answer.NO, Cause.ASCLS_MISSING, Cause.ASCP_REFUSED),
    (AtAscls.MISSING, AtAscp.UNKNOWN): (Answer.NO, Cause.ASCLS_MISSING),
    (AtAscls.UNKNOWN, AtAscp.SAME): (Answer.UNKNOWN, Cause.ASCLS_UNKNOWN),
    (AtAscls.UNKNOWN, AtAscp.DIFFERENT): (Answer.NO, Cause.ASCP_DIFFERENT),
    (AtAscls.UNKNOWN, AtAscp.REFUSED): (Answer.NO, Cause.ASCP_REFUSED),
    (AtAscls.UNKNOWN, AtAscp.UNKNOWN): (Answer.UNKNOWN, Cause.ASCLS_UNKNOWN, Cause.ASCP_UNKNOWN),
}


def test_the_table_of_addresses_is_whole():
    assert set(ADDRESSES) == set(product(AtAscls, AtAscp))


@pytest.mark.parametrize(("cell", "expected"), ADDRESSES.items())
def test_do_my_addresses_match(cell, expected):
    causes = rules.addresses(*cell, is_former=False)
    answer, *wanted = expected
    assert list(causes) == wanted
    assert {VERDICTS[Question.EMAILS, cause].answer for cause in causes} == {answer}
    assert rules.addresses(*cell, is_former=True) == (Cause.FORMER_ADDRESS,)


@pytest.mark.parametrize(("cell", "expected"), ADDRESSES.items())
def test_what_ascps_answer_shows_of_the_customer_id(cell, expected):
    causes = rules.addresses(*cell, is_former=False)
    other = a_credit(state=State.REJECTED, reason=RejectedReason.CUSTOMER_ID_MISMATCH)
    with_id = replace(other, reason=RejectedReason.UNKNOWN_EMAIL, customer_id=CustomerId("00412345", IdSource.PROFILE))
    mismatch, unknown = rules.with_customer_id(causes, other), rules.with_customer_id(causes, with_id)
    assert {VERDICTS[Question.EMAILS, cause].answer for cause in mismatch} == {Answer.NO}
    assert mismatch[-1] is Cause.ASCP_OTHER_ID
    assert unknown == tuple(Cause.ASCP_ID_UNKNOWN if one is Cause.ASCP_REFUSED else one for one in causes)
    for silent in (None, a_credit(state=State.ACCEPTED), replace(with_id, customer_id=None)):
        assert rules.with_customer_id(causes, silent) == causes
    assert rules.with_customer_id((Cause.FORMER_ADDRESS,), other) == (Cause.FORMER_ADDRESS,)


@pytest.mark.parametrize(
    ("state", "reason", "moved"),
    [
        (State.EARNED, None, True),
        (State.UNMATCHED, UnmatchedReason.NOT_A_MEMBER, True),
        (State.UNMATCHED, UnmatchedReason.AMBIGUOUS_EMAIL, False),
        (State.UNMATCHED, UnmatchedReason.NOT_REPORTABLE, False),
        (State.REPORTED, None, False),
        (State.SENDING, None, False),
        (State.ACCEPTED, None, False),
        (State.WITHDRAWN, None, False),
        (State.REJECTED, RejectedReason.UNKNOWN_EMAIL, True),
        (State.REJECTED, RejectedReason.NAME_MISMATCH, False),
        (State.REJECTED, RejectedReason.OUTSIDE_CYCLE, False),
        (State.REJECTED, RejectedReason.INVALID, False),
    ],
)
@pytest.mark.parametrize("present", Standing)
def test_which_credits_follow_their_learner_to_a_new_address(state, reason, moved, present):
    assert rules.moves_in_nightly_run(a_credit(state=state, reason=reason and reason.value), present) is moved


@pytest.mark.parametrize("present", Standing)
def test_a_credit_whose_member_has_only_to_renew_stays_where_nobody_would_have_it(present):
    lapsed = a_credit(state=State.UNMATCHED, reason="membership_lapsed")
    assert rules.moves_in_nightly_run(lapsed, present) is (present is not Standing.NOT_THERE)


TIMES = {
    (State.EARNED, Phase.ON_ITS_WAY): (Cause.WAITS_FOR_NIGHT, Answer.YES),
    (State.UNMATCHED, Phase.NEEDS_YOU): (Cause.NOT_MATCHED, Answer.NO),
    (State.UNMATCHED, Phase.DONE): (Cause.NEVER_REPORTED, Answer.NO),
    (State.REPORTED, Phase.ON_ITS_WAY): (Cause.CLOCK_RUNS, Answer.YES),
    (State.REPORTED, Phase.LATE): (Cause.LATE, Answer.YES),
    (State.SENDING, Phase.ON_ITS_WAY): (Cause.CLOCK_RUNS, Answer.YES),
    (State.SENDING, Phase.LATE): (Cause.LATE, Answer.YES),
    (State.ACCEPTED, Phase.DONE): (Cause.ANSWERED, Answer.NO),
    (State.REJECTED, Phase.NEEDS_YOU): (Cause.REFUSED, Answer.NO),
    (State.WITHDRAWN, Phase.DONE): (Cause.WITHDRAWN, Answer.NO),
}


@pytest.mark.parametrize(("cell", "expected"), TIMES.items())
@pytest.mark.parametrize("standing", Standing)
def test_does_one_only_have_to_wait(cell, expected, standing):
    state, phase = cell
    reason = {Phase.DONE: "not_reportable", Phase.NEEDS_YOU: "not_a_member"}.get(phase)
    cause = rules.time_of(a_credit(state=state, reason=reason, due_at=None), phase, standing)
    assert (cause, VERDICTS[Question.TIME, cause].answer) == expected


@pytest.mark.parametrize("standing", Standing)
def test_what_was_asked_for_waits_and_so_does_a_shared_address_that_is_one_members_again(standing):
    again = a_credit(state=State.UNMATCHED, reason="not_a_member", due_at=START)
    assert rules.time_of(again, Phase.NEEDS_YOU, standing) is Cause.WAITS_FOR_NIGHT
    shared = a_credit(state=State.UNMATCHED, reason="ambiguous_email", due_at=None)
    expected = Cause.WAITS_FOR_NIGHT if standing is Standing.ACTIVE else Cause.NOT_MATCHED
    assert rules.time_of(shared, Phase.NEEDS_YOU, standing) is rules.progress_of(shared, standing) is expected


WAYS = {
    **{(State.EARNED, standing): (Cause.WAITS_FOR_NIGHT, Answer.NOT_YET) for standing in Standing},
    (State.UNMATCHED, Standing.ACTIVE): (Cause.CAN_BE_MATCHED, Answer.NOT_YET),
    (State.UNMATCHED, Standing.SHARED): (Cause.NOT_MATCHED, Answer.NO),
    (State.UNMATCHED, Standing.LAPSED): (Cause.NOT_MATCHED, Answer.NO),
    (State.UNMATCHED, Standing.NOT_THERE): (Cause.NOT_MATCHED, Answer.NO),
    (State.UNMATCHED, Standing.NO_ROSTER): (Cause.NOT_MATCHED, Answer.NO),
    **{
        (state, standing): (Cause.REACHED, Answer.YES)
        for state in (State.REPORTED, State.SENDING, State.ACCEPTED, State.REJECTED)
        for standing in Standing
    },
    **{(State.WITHDRAWN, standing): (Cause.WITHDRAWN, Answer.NO) for standing in Standing},
}


def test_the_table_of_ways_is_whole():
    assert set(WAYS) == set(product(State, Standing))


@pytest.mark.parametrize(("cell", "expected"), WAYS.items())
def test_has_it_reached_the_organizer(cell, expected):
    state, standing = cell
    cause = rules.progress_of(a_credit(state=state, reason="not_a_member", due_at=None), standing)
    assert (cause, VERDICTS[Question.ORGANIZER, cause].answer) == expected


@pytest.mark.parametrize("standing", Standing)
def test_what_is_never_reported_never_reaches_it_and_what_was_asked_for_waits_for_the_night(standing):
    never = a_credit(state=State.UNMATCHED, reason="not_reportable", due_at=None)
    assert rules.progress_of(never, standing) is Cause.NEVER_REPORTED
    again = a_credit(state=State.UNMATCHED, reason="not_a_member", due_at=START)
    assert rules.progress_of(again, standing) is Cause.WAITS_FOR_NIGHT
    was_there = a_credit().report(member_number="M1", at=START, look_again_at=START).withdraw(why="", at=START)
    assert rules.progress_of(was_there, standing) is Cause.REACHED


PRINTED = PrintedClaim(
    claim_id="ana.webinar",
    credit_id="c1",
    certificate_number="7XKDA-9GQMT-C4WHX",
    title="Smears",
    provider="ASCLS",
    statement="pace",
    statement_name="P.A.C.E.",
    credits=Decimal(1),
    completed_on=date(2026, 10, 2),
)


def test_every_cause_has_a_verdict_and_every_verdict_a_cause():
    member = {rules.membership(one, says_another=another) for one in Standing for another in (True, False)}
    addresses = {cause for cell in ADDRESSES for cause in rules.addresses(*cell, is_former=False)}
    times = {Cause.LIKELY_DUPLICATE, *(cause for cause, _ in TIMES.values())}
    ways = {Cause.LIKELY_DUPLICATE, *(cause for cause, _ in WAYS.values())}
    unlinked = {rules.no_address(key) for key in ("ana@example.org", None)}
    unreported = {rules.cause_of_unreported(Unreported(PRINTED, why)) for why in UnreportedReason}
    nowhere = {Cause.NO_CREDITS, Cause.NOT_RECEIVED, Cause.FORMER_ADDRESS}
    reached = {
        Question.MEMBER: member | {Cause.MATCHED, *unlinked},
        Question.EMAILS: addresses | {Cause.FORMER_ADDRESS, *unlinked, Cause.ASCP_ID_UNKNOWN, Cause.ASCP_OTHER_ID},
        Question.TIME: times | unreported | {Cause.UNREADABLE, *nowhere},
        Question.ORGANIZER: ways | unreported | nowhere,
    }
    assert set(VERDICTS) == {(question, cause) for question, causes in reached.items() for cause in causes}


@pytest.mark.parametrize("verdict", VERDICTS.values(), ids=lambda verdict: verdict.says[:30])
def test_each_verdict_speaks_in_sentences_and_names_a_place_for_what_is_to_be_done(verdict):
    assert verdict.says.endswith((".", "!"))
    assert not verdict.do or verdict.do.endswith(".")
    if verdict.answer is Answer.NO and verdict.where is not FixPlace.NOWHERE:
        assert verdict.do
    # If neither the learner nor time can fix a problem, the answer says so.
    assert verdict.where in FixPlace
    assert verdict.then in Then


def test_every_question_is_asked_and_every_next_step_told():
    assert set(ASKED) == set(Question)
    assert set(HAPPENS) == set(Then)


def test_every_reason_is_explained_with_a_fix():
    for reason in (*UnmatchedReason, *RejectedReason):
        told = explain(reason.value)
        assert told.words.endswith(".")
        assert told.do.endswith(".")
        assert told.where is not FixPlace.NOWHERE


@pytest.mark.parametrize("standing", Standing)
def test_a_likely_duplicate_says_so_whatever_the_roster_says(standing):
    held = a_credit(state=State.UNMATCHED, reason="likely_duplicate", due_at=None)
    assert rules.time_of(held, Phase.NEEDS_YOU, standing) is rules.progress_of(held, standing) is Cause.LIKELY_DUPLICATE
    assert not rules.moves_in_nightly_run(held, standing)
    for question in (Question.TIME, Question.ORGANIZER):
        verdict = VERDICTS[question, Cause.LIKELY_DUPLICATE]
        assert (verdict.answer, verdict.then) == (Answer.NO, Then.NOTHING)
