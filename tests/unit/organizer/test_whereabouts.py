"""Where a credit is: sentence, picture, remedy and the four answers never contradict each other, in any state."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.ledger.credit import Step
from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.explanations import FixPlace
from laurel.ledger.states import RejectedReason, State, UnmatchedReason, WithdrawnReason
from laurel.organizer.diagnosis import diagnose, subject_not_received, subject_of_certificate, subject_of_credit
from laurel.organizer.diagnosis_texts import VERDICTS, Answer, Cause, Question
from laurel.organizer.diagnosis_views import SubjectView
from laurel.organizer.entries import is_retriable
from laurel.organizer.unreported import PrintedClaim, Unreported, UnreportedReason
from laurel.organizer.whereabouts import Mark
from laurel.organizer.whereabouts_texts import WHEREABOUTS, Course, Halt, Remedy, Stop
from laurel.roster.member import MemberStatus
from tests.examples import examples
from tests.unit.organizer.test_diagnosis import ANA, NOW, OLD, credit, member, reported, sent, situation

LATER = NOW + timedelta(days=30)
ID = CustomerId("00412345", IdSource.PROFILE)


def withdrawn(reason, start):
    return start.withdraw(why="x", at=NOW, reason=reason)


def refused(reason, **changes):
    return replace(sent(), **changes).reject(reason, detail="x", at=NOW)


# A credit in every state with every reason that it can have there; the halts that are possible for it.
STANDING_HALTS = {Halt.CAN_BE_MATCHED, Halt.LAPSED, Halt.OTHER_ADDRESS, Halt.NOT_LISTED, Halt.SHARED, Halt.NO_ROSTER}
BY_ROSTER = STANDING_HALTS | {Halt.MOVES_TONIGHT}
CREDITS = {
    "earned": (credit(), {Halt.MATCHING}),
    **{
        reason.value: (credit().leave_unmatched(reason, at=NOW), BY_ROSTER)
        for reason in (UnmatchedReason.NOT_A_MEMBER, UnmatchedReason.MEMBERSHIP_LAPSED)
    },
    # Only a nightly run tries one with a shared address again.
    "ambiguous_email": (
        credit().leave_unmatched(UnmatchedReason.AMBIGUOUS_EMAIL, at=NOW),
        STANDING_HALTS - {Halt.CAN_BE_MATCHED} | {Halt.MATCHING},
    ),
    "not_reportable": (credit().leave_unmatched(UnmatchedReason.NOT_REPORTABLE, at=NOW), {Halt.NEVER_REPORTED}),
    "likely_duplicate": (reported().hold_back("c2"), {Halt.LIKELY_DUPLICATE}),
    "no_consent": (credit().withhold(at=NOW), {Halt.NOT_AGREED, Halt.AGREED_ELSEWHERE}),
    "asked again": (
        credit().leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=NOW).retry(why="x", at=NOW, by="learner:ana"),
        {Halt.MATCHING},
    ),
    "reported": (reported(at=LATER), {Halt.WITH_ASCLS}),
    "late": (reported(), {Halt.LATE}),
    "sending": (reported(at=LATER).lease("s1", at=LATER, until=LATER), {Halt.TO_ASCP}),
    "late and sending": (sent(), {Halt.LATE}),
    "accepted": (sent().accept("R-1", at=NOW), {Halt.ACCEPTED}),
    "unknown_email": (refused(RejectedReason.UNKNOWN_EMAIL), {Halt.REFUSED_EMAIL, Halt.SENT_AGAIN_TONIGHT}),
    "unknown_email with an ID": (
        refused(RejectedReason.UNKNOWN_EMAIL, customer_id=ID),
        {Halt.REFUSED_EMAIL_AND_ID, Halt.SENT_AGAIN_TONIGHT},
    ),
    "customer_id_mismatch": (refused(RejectedReason.CUSTOMER_ID_MISMATCH, customer_id=ID), {Halt.REFUSED_ID}),
    "name_mismatch": (refused(RejectedReason.NAME_MISMATCH), {Halt.REFUSED_NAME}),
    "outside_cycle": (refused(RejectedReason.OUTSIDE_CYCLE), {Halt.REFUSED_CYCLE}),
    "invalid": (refused(RejectedReason.INVALID), {Halt.REFUSED_AS_SENT}),
    "unread": (sent().reject(RejectedReason.INVALID, detail="x", at=NOW, judged=False), {Halt.UNREADABLE}),
    **{
        f"{reason.value} from {name}": (
            withdrawn(reason, start),
            {
                {
                    WithdrawnReason.BY_PROVIDER: Halt.WITHDRAWN_BY_PROVIDER,
                    WithdrawnReason.BY_HAND: Halt.WITHDRAWN_BY_HAND,
                    WithdrawnReason.CERTIFICATE_REVOKED: Halt.WITHDRAWN_REVOKED,
                    WithdrawnReason.FILE_UNDONE: Halt.WITHDRAWN_WITH_FILE,
                }.get(reason, Halt.WITHDRAWN)
            },
        )
        for reason in WithdrawnReason
        for name, start in (("earned", credit()), ("reported", reported()))
    },
    "withdrawn at ASCP": (
        replace(withdrawn(WithdrawnReason.BY_STAFF, reported()), receipt="R-1"),
        {Halt.WITHDRAWN},
    ),
}
ROSTERS = {
    "no roster": {"roster_of": None},
    "active": {"members": {ANA: [member()]}},
    "lapsed": {"members": {ANA: [member(status=MemberStatus.LAPSED)]}},
    "shared": {"members": {ANA: [member(), member("900005")]}},
    "nobody": {"members": {}},
}
SAID = {
    "says nothing": {},
    "says another": {"ascls": "x@example.com", "ascls_key": "x@example.com", "ascp": OLD, "ascp_key": OLD},
    "says the same": {"ascls": ANA, "ascls_key": ANA, "ascp": ANA, "ascp_key": ANA},
}
HELD = {
    "one address": {"held": (ANA,)},
    "a former address": {"held": (OLD, ANA), "sign_in": OLD, "sign_in_key": OLD},
}
AGREED = {"agreed": {"consent_at": NOW}, "not agreed": {}}
CELLS = list(product(CREDITS, ROSTERS, SAID, HELD, AGREED))


def at(cell):
    """The credit, the situation, and the subject of a cell of the table."""
    name, roster, said, held, agreed = cell
    here = situation(**{**ROSTERS[roster], **SAID[said], **HELD[held], **AGREED[agreed], "at": LATER})
    one = CREDITS[name][0]
    return one, here, subject_of_credit(here, one, [one])


def answers(subject):
    return {one.question: one for one in subject.findings}


def check_picture(subject):
    """The break of the picture is that of the sentence, and both agree with the answers."""
    place, marks, told = subject.track.place, subject.track.marks, answers(subject)
    shown = list(marks.values())
    assert shown.count(Mark.BROKEN) == (place.course is Course.STUCK)
    assert shown.count(Mark.HERE) == (place.course is Course.MOVING)
    assert (marks[Stop.ASCP] is Mark.PASSED) == (place.course is Course.ARRIVED)
    assert shown == sorted(shown, key=lambda one: (one is not Mark.PASSED) + (one is Mark.AHEAD))
    assert (told[Question.TIME].answer is Answer.YES) == (place.course is Course.MOVING)
    got_there = marks[Stop.ASCLS] in (Mark.PASSED, Mark.HERE, Mark.ENDS)
    assert (told[Question.ORGANIZER].answer is Answer.YES) == got_there


def check_remedy(subject):
    place = subject.track.place
    assert bool(place.do) == (place.remedy is not Remedy.NOTHING)
    assert place.says.count(".") == 1
    assert place.says.endswith(".")
    if place.course is Course.STUCK:
        assert place.do
    if place.course is Course.MOVING:
        assert place.remedy in (Remedy.NOTHING, Remedy.WRITE)
    if place.remedy is Remedy.RETRY or place.again:
        assert subject.credit
        assert is_retriable(subject.credit)


# What the answers about membership and addresses must be when they are what stops the credit.
MEMBER = {
    Halt.LAPSED: Answer.NO,
    Halt.NOT_LISTED: Answer.NO,
    Halt.OTHER_ADDRESS: Answer.UNKNOWN,
    Halt.SHARED: Answer.UNKNOWN,
    Halt.NO_ROSTER: Answer.UNKNOWN,
    Halt.CAN_BE_MATCHED: Answer.YES,
}
EMAILS = dict.fromkeys(
    (Halt.REFUSED_EMAIL, Halt.REFUSED_EMAIL_AND_ID, Halt.REFUSED_ID, Halt.NOT_LISTED, Halt.OTHER_ADDRESS), Answer.NO
)
ASCP_SAYS_NO = {Cause.ASCP_REFUSED, Cause.ASCP_ID_UNKNOWN, Cause.ASCP_OTHER_ID}


@pytest.mark.parametrize("name", CREDITS)
def test_sentence_picture_remedy_and_answers_agree(name):
    for cell in CELLS:
        if cell[0] == name:
            check_cell(cell)


def check_cell(cell):
    one, _, subject = at(cell)
    halt, told = subject.track.halt, answers(subject)
    assert halt in CREDITS[cell[0]][1], cell
    check_picture(subject)
    check_remedy(subject)
    assert told[Question.MEMBER].answer is MEMBER.get(halt, told[Question.MEMBER].answer)
    assert told[Question.EMAILS].answer is EMAILS.get(halt, told[Question.EMAILS].answer)
    if one.state in (State.REPORTED, State.SENDING, State.ACCEPTED, State.REJECTED):
        assert told[Question.MEMBER].answer is Answer.YES
    if one.state is not State.REJECTED:
        assert not ASCP_SAYS_NO & set(told[Question.EMAILS].causes)


def test_every_halt_of_a_credit_is_reached_by_some_cell():
    reached = {at(cell)[2].track.halt for cell in CELLS}
    elsewhere = {
        Halt.KNOWN_SINCE,
        Halt.NO_ADDRESS,
        Halt.NOT_RECEIVED,
        Halt.NO_CREDITS,
        Halt.ADDRESS_NOT_HELD,
        Halt.ADDRESS_NOT_USABLE,
    }
    assert reached | elsewhere == set(Halt) == set(WHEREABOUTS)
    for name, (_, possible) in CREDITS.items():
        assert possible == {at(cell)[2].track.halt for cell in CELLS if cell[0] == name}, name


def test_an_address_that_ascp_knows_by_now_is_not_called_unknown():
    early = refused(RejectedReason.UNKNOWN_EMAIL)
    since = sent("c2").accept("R-1", at=LATER)
    subject = subject_of_credit(situation(members={ANA: [member()]}), early, [early, since])
    assert subject.track.halt is Halt.KNOWN_SINCE
    check_picture(subject)
    check_remedy(subject)
    assert answers(subject)[Question.EMAILS].answer is Answer.YES


def test_an_accepted_credit_is_judged_by_its_own_answer():
    accepted = sent().accept("R-1", at=NOW)
    later = replace(refused(RejectedReason.UNKNOWN_EMAIL, credit_id="c2"), timeline=(Step(LATER, State.REJECTED),))
    subject = subject_of_credit(situation(members={ANA: [member()]}), accepted, [accepted, later])
    assert answers(subject)[Question.EMAILS].causes == (Cause.ALL_SAME,)


def certificate(reason):
    printed = PrintedClaim(
        claim_id="ana.webinar",
        credit_id="c9",
        certificate_number="7XKDA-9GQMT-C4WHX",
        title="Smears",
        provider="ASCLS",
        statement="pace",
        statement_name="P.A.C.E.",
        credits=Decimal(1),
        completed_on=NOW.date(),
    )
    return Unreported(printed, reason)


OF_CERTIFICATES = {
    UnreportedReason.NOT_REPORTABLE: (Halt.NEVER_REPORTED, Remedy.BY_HAND),
    UnreportedReason.NO_CONSENT: (Halt.NOT_AGREED, Remedy.AGREE),
    UnreportedReason.NO_ADDRESS: (Halt.NO_ADDRESS, Remedy.PROFILE),
}


@pytest.mark.parametrize("reason", UnreportedReason)
@pytest.mark.parametrize("held", [(ANA,), ()])
def test_a_certificate_without_a_credit_says_which_and_what_to_do(reason, held):
    here = situation(held=held, unreported=(certificate(reason),))
    subject = subject_of_certificate(here, certificate(reason))
    assert (subject.track.halt, subject.track.place.remedy) == OF_CERTIFICATES[reason]
    check_picture(subject)
    check_remedy(subject)
    assert diagnose(here, []).subject == subject


@pytest.mark.parametrize("held", [(ANA,), (OLD, ANA), ()])
@pytest.mark.parametrize("roster", ROSTERS)
def test_what_never_came_is_not_called_passed_on(held, roster):
    here = situation(**{**ROSTERS[roster], "held": held})
    subject = subject_not_received(here)
    check_picture(subject)
    check_remedy(subject)
    shown = SubjectView.of(subject, provider="LabCE")
    assert shown.track.says == "Laurel has not received this credit from LabCE."
    assert "{" not in shown.track.do
    assert [one.mark for one in shown.track.stops] == [Mark.PASSED, Mark.BROKEN, Mark.AHEAD, Mark.AHEAD]


@pytest.mark.parametrize(
    ("changes", "halt"),
    [
        ({}, Halt.NO_CREDITS),
        ({"held": ()}, Halt.ADDRESS_NOT_HELD),
        ({"held": (), "sign_in_key": None}, Halt.ADDRESS_NOT_USABLE),
    ],
)
def test_an_account_without_credits_says_so(changes, halt):
    subject = diagnose(situation(**changes), []).subject
    assert (subject.track.halt, subject.credit, subject.certificate) == (halt, None, None)
    check_picture(subject)
    check_remedy(subject)


def test_without_a_credit_nothing_is_called_earned_and_each_thing_is_said_once():
    subject = SubjectView.of(diagnose(situation(), []).subject)
    you, laurel, *_ = subject.track.stops
    assert [(one.mark, one.says) for one in (you, laurel)] == [
        (Mark.UNKNOWN, "Not known"),
        (Mark.BROKEN, "Not received"),
    ]
    said = [subject.track.says, subject.track.do, *(text for one in subject.findings for text in (one.says, one.do))]
    assert [text for text in said if "certificate" in text] == [subject.track.do]


@given(names=st.lists(st.sampled_from(sorted(CREDITS)), min_size=1, max_size=6), agreed=st.sampled_from(sorted(AGREED)))
@examples(200)
def test_the_credit_that_most_needs_somebody_speaks_for_the_account(names, agreed):
    here = situation(members={ANA: [member(status=MemberStatus.LAPSED)]}, at=LATER, **AGREED[agreed])
    credits = [replace(CREDITS[name][0], credit_id=f"c{n}") for n, name in enumerate(names)]
    told = diagnose(here, credits)
    order = list(Halt)
    tracks = [subject_of_credit(here, one, credits).track for one in credits]
    assert told.subject.track.halt is min((one.halt for one in tracks), key=order.index)
    assert told.findings == told.subject.findings
    check_picture(told.subject)
    for stuck in told.stuck:
        assert stuck.findings == subject_of_credit(here, stuck.credit, credits).findings


def test_yes_and_no_fit_the_question():
    """What used to be "Has enough time passed? No. Waiting does not help" cannot be put together again."""
    for (question, cause), verdict in VERDICTS.items():
        said = f"{verdict.says} {verdict.do}"
        assert "aiting does not" not in said, (question, cause)
        assert "other answers" not in said, (question, cause)
        assert not verdict.says.startswith(("Yes", "No,", "No.")), (question, cause)
        if question is Question.TIME and verdict.answer is Answer.YES:
            assert verdict.where is FixPlace.NOWHERE, cause  # who only has to wait is sent nowhere


@pytest.mark.slow
def test_dates_stand_only_at_the_stops_that_the_credit_got_to():
    for cell in CELLS:
        one, _, subject = at(cell)
        shown = SubjectView.of(subject).track
        assert [stop.on for stop in shown.stops] == [one.completed_on, None, None, None]
        for stop in shown.stops:
            assert stop.at is None or stop.mark is not Mark.AHEAD
        assert shown.stops[1].at == one.timeline[0].at
