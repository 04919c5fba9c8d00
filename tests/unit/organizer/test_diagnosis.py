"""The diagnosis as a whole: the answers of a few learners, with their evidence, and what it never tells."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.explanations import FixPlace
from laurel.ledger.states import RejectedReason, UnmatchedReason
from laurel.organizer.diagnosis import Situation, diagnose
from laurel.organizer.diagnosis_rules import AtAscls, AtAscp
from laurel.organizer.diagnosis_texts import VERDICTS, Answer, Cause, Question
from laurel.organizer.phases import Phase
from laurel.roster.member import Member, MemberStatus
from tests.credits import START, a_credit

ANA, OLD = "ana.diaz@example.org", "ana1987@example.net"
NOW = START + timedelta(days=1)
NIGHT = NOW + timedelta(hours=9)
ROSTER = START - timedelta(hours=3)


def member(number="004512", *, email=ANA, status=MemberStatus.ACTIVE, expires_on=None):
    return Member(
        member_number=number, email=email, email_key=email, name="Ana Diaz", status=status, expires_on=expires_on
    )


def situation(**changes):
    known = {
        "at": NOW,
        "on": NOW.date(),
        "sign_in": ANA,
        "sign_in_key": ANA,
        "held": (ANA,),
        "ascls": None,
        "ascls_key": None,
        "ascp": None,
        "ascp_key": None,
        "consent_at": None,
        "roster_of": ROSTER,
        "members": {},
        "next_night": NIGHT,
    }
    return Situation(**known | changes)


def credit(credit_id="c1", *, email=ANA, **changes):
    return a_credit(credit_id, email=email, email_key=email, **changes)


def unmatched(reason=UnmatchedReason.NOT_A_MEMBER, credit_id="c1", *, email=ANA):
    return credit(credit_id, email=email).leave_unmatched(reason, at=START)


def reported(credit_id="c1", at=START):
    return credit(credit_id).report(member_number="004512", at=at, look_again_at=at)


def sent(credit_id="c1"):
    return reported(credit_id).lease("s1", at=START, until=NOW)


def answers(findings):
    return {one.question.value: one.answer.value for one in findings}


def evidence(findings, question):
    (found,) = [one for one in findings if one.question is question]
    return {one.name: one.value for one in found.evidence}


def finding(findings, question):
    (found,) = [one for one in findings if one.question is question]
    return found


def test_one_who_is_no_member_is_told_so_and_what_to_do():
    told = diagnose(situation(), [unmatched()])
    assert answers(told.findings) == {"member": "no", "time": "no", "emails": "no", "organizer": "no"}
    first = finding(told.findings, Question.MEMBER)
    assert (first.causes, first.where) == ((Cause.NOT_THERE,), FixPlace.ASCLS)
    assert {one.next_at for one in told.findings} == {None}  # nobody knows when ASCLS sends a changed roster
    assert "join ASCLS" in first.do
    assert evidence(told.findings, Question.MEMBER) == {
        "address": ANA,
        "roster_of": "2026-11-20T04:00:00.000000Z",
        "members_with_address": "0",
    }
    (stuck,) = told.stuck
    assert (stuck.credit.credit_id, stuck.phase) == ("c1", Phase.NEEDS_YOU)
    assert answers(stuck.findings) == {"member": "no", "time": "no", "emails": "no", "organizer": "no"}


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_that_are_stuck_alike_the_latest_speaks(order):
    days = ((1, "c1"), (3, "c3"), (2, "c2"))[::order]
    credits = [replace(unmatched(credit_id=name), completed_on=date(2026, 11, day)) for day, name in days]
    told = diagnose(situation(), credits)
    assert told.subject.credit
    assert told.subject.credit.credit_id == "c3"


def test_of_an_address_that_is_not_proven_nothing_is_told():
    other = "ana@work.example.org"
    told = diagnose(situation(ascls=other, ascls_key=other), [])
    first = finding(told.findings, Question.MEMBER)
    assert (first.answer, first.causes) == (Answer.UNKNOWN, (Cause.UNPROVEN_ADDRESS,))


def test_two_causes_say_both_things_each_once():
    other = "ana@work.example.org"
    told = diagnose(situation(ascls=other, ascls_key=other, ascp=other, ascp_key=other), [unmatched()])
    found = finding(told.findings, Question.EMAILS)
    assert found.causes == (Cause.ASCLS_DIFFERENT, Cause.ASCP_DIFFERENT)
    verdicts = [VERDICTS[Question.EMAILS, cause] for cause in found.causes]
    assert found.says == f"{verdicts[0].says} {verdicts[1].says}"
    assert found.do == " ".join(dict.fromkeys(one.do for one in verdicts))


def test_lapsed_is_told_from_unknown():
    lapsed = member(status=MemberStatus.LAPSED, expires_on=date(2026, 9, 30))
    told = diagnose(situation(members={ANA: [lapsed]}), [unmatched(UnmatchedReason.MEMBERSHIP_LAPSED)])
    first = finding(told.findings, Question.MEMBER)
    assert (first.answer, first.causes) == (Answer.NO, (Cause.LAPSED,))
    facts = evidence(told.findings, Question.MEMBER)
    assert (facts["membership_number"], facts["membership_expires_on"]) == ("•••512", "2026-09-30")


def test_a_membership_counts_to_the_end_of_its_last_day():
    for expires_on, cause in ((NOW.date(), Cause.ACTIVE), (NOW.date() - timedelta(days=1), Cause.LAPSED)):
        told = diagnose(situation(members={ANA: [member(expires_on=expires_on)]}), [unmatched()])
        assert finding(told.findings, Question.MEMBER).causes == (cause,)


def test_shared_is_told_from_missing_and_nothing_of_the_others():
    both = [member(), member("900005", status=MemberStatus.LAPSED)]
    told = diagnose(situation(members={ANA: both}), [unmatched(UnmatchedReason.AMBIGUOUS_EMAIL)])
    first = finding(told.findings, Question.MEMBER)
    assert (first.answer, first.causes) == (Answer.UNKNOWN, (Cause.SHARED,))
    facts = evidence(told.findings, Question.MEMBER)
    assert facts["members_with_address"] == "2"
    assert "membership_number" not in facts


def test_all_is_well():
    told = diagnose(situation(members={ANA: [member()]}), [sent().accept("R-1", at=NOW)])
    assert answers(told.findings) == {"member": "yes", "time": "no", "emails": "yes", "organizer": "yes"}
    assert "nothing to wait for" in finding(told.findings, Question.TIME).says
    assert told.stuck == ()
    assert (told.emails.ascls_is, told.emails.ascp_is) == (AtAscls.SAME, AtAscp.SAME)
    assert (told.emails.portal, told.emails.ascls, told.emails.ascp) == (ANA,) * 3


def test_on_its_way_the_seven_days_are_named():
    told = diagnose(situation(members={ANA: [member()]}), [reported(), sent("c2").accept("R-1", at=NOW)])
    time = finding(told.findings, Question.TIME)
    assert (time.answer, time.next_at) == (Answer.YES, START + timedelta(days=7))
    assert (told.subject.credit.credit_id, told.subject.track.next_at) == ("c1", START + timedelta(days=7))


def test_late_is_being_looked_into_and_has_not_failed():
    later = replace(situation(members={ANA: [member()]}), at=START + timedelta(days=8))
    told = diagnose(later, [reported()])
    (stuck,) = told.stuck
    time = finding(stuck.findings, Question.TIME)
    assert (stuck.phase, time.answer, time.causes) == (Phase.LATE, Answer.YES, (Cause.LATE,))
    dates = {
        "completed_on": reported().completed_on.isoformat(),
        "reported_at": "2026-11-20T07:00:00.000000Z",
        "expected_by": "2026-11-27T07:00:00.000000Z",
    }
    assert evidence(stuck.findings, Question.TIME) == evidence(stuck.findings, Question.ORGANIZER) == dates
    assert "late" in time.says
    assert "looking into it" in time.says
    assert "fail" not in time.says + time.do + time.next


def test_the_address_that_ascp_refused_is_told_with_the_day_of_its_answer():
    refused = sent().reject(RejectedReason.UNKNOWN_EMAIL, detail="no such participant", at=NOW)
    told = diagnose(situation(members={ANA: [member()]}, ascp=ANA, ascp_key=ANA), [refused])
    emails = finding(told.findings, Question.EMAILS)
    assert (emails.answer, emails.causes, emails.where) == (Answer.NO, (Cause.ASCP_REFUSED,), FixPlace.PROFILE)
    assert "Enter your ASCP customer ID in your profile" in emails.do
    assert evidence(told.findings, Question.EMAILS) == {
        "portal_address": ANA,
        "address": ANA,
        "ascls_address": ANA,
        "ascp_address": ANA,
        "roster_of": "2026-11-20T04:00:00.000000Z",
        "ascp_answered_at": "2026-11-21T07:00:00.000000Z",
    }
    assert finding(told.stuck[0].findings, Question.MEMBER).causes == (Cause.MATCHED,)


def test_ascps_latest_answer_counts():
    refused = sent("c1").reject(RejectedReason.UNKNOWN_EMAIL, detail=None, at=START)
    accepted = sent("c2").accept("R-1", at=NOW)
    for credits, cause in (([refused, accepted], Cause.ALL_SAME), ([accepted, refused], Cause.ALL_SAME)):
        told = diagnose(situation(members={ANA: [member()]}), credits)
        assert finding(told.findings, Question.EMAILS).causes == (cause,)


def test_all_that_differs_is_told_at_once():
    elsewhere = {"ascls": OLD, "ascls_key": OLD, "ascp": "ada@example.com", "ascp_key": "ada@example.com"}
    told = diagnose(situation(**elsewhere), [unmatched()])
    emails = finding(told.findings, Question.EMAILS)
    assert emails.causes == (Cause.ASCLS_DIFFERENT, Cause.ASCP_DIFFERENT)
    assert "ASCLS" in emails.do
    assert "ASCP" in emails.do
    assert (told.emails.ascls, told.emails.ascp) == ("ana1987@example.net", "ada@example.com")


def test_what_the_roster_says_of_an_address_is_told_only_to_whoever_holds_it():
    """The roster's entry of an address that the learner only names is not even looked at."""
    named = situation(ascls=OLD, ascls_key=OLD)
    without = diagnose(named, [unmatched()])
    with_it = diagnose(replace(named, members={OLD: [member(email=OLD)]}), [unmatched()])
    assert without == with_it
    assert finding(without.findings, Question.MEMBER).causes == (Cause.UNPROVEN_ADDRESS,)


def test_an_address_held_before_counts_for_the_membership_and_its_credits_follow():
    known = situation(held=(ANA, OLD), members={OLD: [member(email=OLD)]})
    told = diagnose(known, [unmatched(email=OLD), unmatched(credit_id="c2")])
    assert finding(told.findings, Question.MEMBER).causes == (Cause.ACTIVE,)
    former, present = told.stuck
    assert finding(former.findings, Question.EMAILS).causes == (Cause.FORMER_ADDRESS,)
    assert finding(former.findings, Question.EMAILS).next_at == NIGHT
    assert finding(former.findings, Question.ORGANIZER).causes == (Cause.CAN_BE_MATCHED,)
    assert finding(present.findings, Question.EMAILS).causes == (Cause.ASCLS_MISSING,)


def test_what_was_sent_under_a_former_address_is_judged_by_that_address():
    known = situation(held=(ANA, OLD), members={OLD: [member(email=OLD)]})
    refused = replace(sent(), email=OLD, email_key=OLD).reject(RejectedReason.NAME_MISMATCH, detail=None, at=NOW)
    (stuck,) = diagnose(known, [refused]).stuck
    assert finding(stuck.findings, Question.EMAILS).causes == (Cause.ALL_SAME,)
    facts = evidence(stuck.findings, Question.EMAILS)
    assert (facts["portal_address"], facts["address"]) == (ANA, OLD)


def test_one_whose_sign_in_is_anothers_address_is_shown_nothing_of_it():
    told = diagnose(situation(held=(), members={}), [])
    assert answers(told.findings) == {
        "member": "unknown",
        "time": "unknown",
        "emails": "unknown",
        "organizer": "unknown",
    }
    assert finding(told.findings, Question.EMAILS).causes == (Cause.NOT_HELD,)
    assert told.emails.portal is None
    for question in (Question.MEMBER, Question.EMAILS):
        assert evidence(told.findings, question) == {"sign_in_address": ANA}
    kept = diagnose(situation(sign_in_key="bea@example.org", sign_in="bea@example.org"), [])
    assert finding(kept.findings, Question.EMAILS).causes == (Cause.NOT_HELD,)


def test_an_address_that_cannot_be_matched_is_not_called_another_accounts():
    told = diagnose(situation(sign_in="o\u2019brien@example.org", sign_in_key=None, held=(), members={}), [])
    for question in (Question.MEMBER, Question.EMAILS):
        assert finding(told.findings, question).causes == (Cause.NOT_USABLE,)
        assert "nother account" not in finding(told.findings, question).says


def test_without_a_roster_nothing_is_claimed():
    told = diagnose(situation(roster_of=None), [credit()])
    assert answers(told.findings) == {
        "member": "unknown",
        "time": "yes",
        "emails": "unknown",
        "organizer": "not_yet",
    }
    assert told.stuck == ()


def test_with_a_schedule_that_is_not_known_no_instant_is_promised():
    told = diagnose(situation(next_night=None), [unmatched()])
    assert {one.next_at for one in told.findings} == {None}


@pytest.mark.parametrize("email", [ANA, OLD])
def test_no_member_number_is_told_whole_and_no_address_is_masked(email):
    known = situation(
        held=(ANA, OLD), ascls=OLD, ascls_key=OLD, ascp=OLD, ascp_key=OLD, members={email: [member(email=email)]}
    )
    told = diagnose(known, [reported("c1"), unmatched(credit_id="c2", email=email)])
    said = str([asdict(one) for one in told.findings]) + str([asdict(f) for s in told.stuck for f in s.findings])
    said += str(asdict(told.emails))
    assert "004512" not in said
    assert "•••@" not in said
    assert ANA in said
    assert OLD in said


@pytest.mark.parametrize(
    ("reason", "says", "does"),
    [
        (RejectedReason.INVALID, "ASCP could not accept the credit as we sent it.", "Enter it by hand at ASCP"),
        (
            RejectedReason.NAME_MISMATCH,
            "a different name for this e-mail address",
            "Compare it with the name",
        ),
        (RejectedReason.OUTSIDE_CYCLE, "outside your current ASCP cycle", "enter the credit by hand at ASCP"),
        (RejectedReason.UNKNOWN_EMAIL, "ASCP has no one", "Enter your ASCP customer ID in your profile"),
        (RejectedReason.UNKNOWN_EMAIL, "ASCP has no one", "add this address to your ASCP account"),
        (RejectedReason.CUSTOMER_ID_MISMATCH, "is not yours", "Compare the ID in your profile"),
    ],
)
def test_a_refused_credit_says_what_for_and_what_helps(reason, says, does):
    told = diagnose(situation(members={ANA: [member()]}), [sent().reject(reason, detail="x", at=NOW)])
    time = finding(told.stuck[0].findings, Question.TIME)
    assert says in time.says
    assert does in time.do
    sent_name = {one.value for one in time.evidence if one.name == "name_sent"}
    about_names = (RejectedReason.NAME_MISMATCH, RejectedReason.CUSTOMER_ID_MISMATCH)
    assert sent_name == ({told.stuck[0].credit.name} if reason in about_names else set())


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        (RejectedReason.UNKNOWN_EMAIL, Cause.ASCP_ID_UNKNOWN),
        (RejectedReason.CUSTOMER_ID_MISMATCH, Cause.ASCP_OTHER_ID),
    ],
)
def test_a_credit_refused_with_an_id_asks_to_compare_it_in_the_profile_and_says_who_gave_it(reason, cause):
    with_id = replace(sent(), customer_id=CustomerId("00412345", IdSource.ROSTER))
    told = diagnose(situation(members={ANA: [member()]}), [with_id.reject(reason, detail="x", at=NOW)])
    for findings in (told.findings, told.stuck[0].findings):
        emails = finding(findings, Question.EMAILS)
        assert (emails.answer, emails.causes, emails.where) == (Answer.NO, (cause,), FixPlace.PROFILE)
        facts = {one.name: one.value for one in emails.evidence}
        assert (facts["customer_id_sent"], facts["customer_id_from"]) == ("•••345", "roster")
    assert "00412345" not in str(asdict(told.stuck[0].findings[0]))


def with_id(number, credit_id="c1", at=NOW, **changes):
    """A credit that ASCP refused because it knows no one by its customer ID."""
    asked = replace(sent(credit_id), customer_id=CustomerId(number, IdSource.ROSTER), **changes)
    return asked.reject(RejectedReason.CUSTOMER_ID_MISMATCH, detail="x", at=at)


def test_a_refused_credit_is_judged_by_the_answer_to_it_and_the_others_by_the_latest():
    early, late = with_id("00000111"), with_id("00000222", "c2", at=NOW + timedelta(hours=1))
    told = diagnose(situation(members={ANA: [member()]}), [early, late, unmatched(credit_id="c3")])
    ids = [evidence(one.findings, Question.EMAILS)["customer_id_sent"] for one in told.stuck]
    assert ids == ["•••111", "•••222", "•••222"]


def test_an_answer_about_another_address_says_nothing_of_this_one():
    about_old = with_id("00000111", email=OLD, email_key=OLD)
    told = diagnose(situation(held=(ANA, OLD), members={ANA: [member()]}), [about_old, unmatched(credit_id="c2")])
    (about_this,) = [one for one in told.stuck if one.credit.credit_id == "c2"]
    assert "customer_id_sent" not in evidence(about_this.findings, Question.EMAILS)


def test_an_answer_of_ascp_that_says_nothing_of_the_address_is_not_called_missing():
    told = diagnose(situation(members={ANA: [member()]}), [sent().reject(RejectedReason.INVALID, detail="x", at=NOW)])
    assert "has not answered" not in finding(told.findings, Question.EMAILS).says


def test_of_two_answers_at_one_instant_the_first_counts():
    refused = sent("c1").reject(RejectedReason.UNKNOWN_EMAIL, detail=None, at=NOW)
    accepted = sent("c2").accept("R-1", at=NOW)
    for credits, is_ in (([refused, accepted], AtAscp.REFUSED), ([accepted, refused], AtAscp.SAME)):
        assert diagnose(situation(), credits).emails.ascp_is is is_
