"""A revoked certificate's claim is opened again: corrected, printed under a new number, and reported once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from laurel.catalog.activity import Kind
from laurel.certificates.certificate import Certificate, CertificateStatus
from laurel.certificates.issue import Issued, Seen
from laurel.certificates.reissue_or_revoke import Corrected, Revocation, revoke
from laurel.claims.claim import Claim, StaffAct, Status, completed_on, finalize, reopen, with_certificate_revoked
from laurel.claims.edit_claim import EditContext, claim_session, remove_session
from laurel.claims.summary import Summary
from laurel.claims.transcript import transcript_of
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State, UnmatchedReason, WithdrawnReason
from laurel.ledger.store import Change
from laurel.platform.problems import status_of
from laurel.platform.refusal import Refusal
from laurel.statements import Statement
from tests.unit.certificates.printers import Cut, World, ready
from tests.unit.claims.samples import AFTER, ANSWERS, activity, claim

LATER = AFTER + timedelta(days=30)
AT = LATER
WAYS: dict[State, Callable[[Credit], Credit]] = {
    State.EARNED: lambda c: c,
    State.UNMATCHED: lambda c: c.leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=AT),
    State.REPORTED: lambda c: c.report(member_number="M1", at=AT, look_again_at=AT),
    State.ACCEPTED: lambda c: WAYS[State.REPORTED](c).lease("s1", at=AT, until=AT).accept("R-1", at=AT),
    State.REJECTED: lambda c: (
        WAYS[State.REPORTED](c).lease("s1", at=AT, until=AT).reject(RejectedReason.INVALID, detail=None, at=AT)
    ),
    State.WITHDRAWN: lambda c: c.withdraw(why="by hand", at=AT, by="learner:ana", reason=WithdrawnReason.BY_HAND),
}
OPEN = sorted({State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED})


@pytest.fixture
def printed(world: World) -> Certificate:
    certificate = ready(world).issued()
    world.now = LATER
    return certificate


def opened(world: World, number: str, *, reopen: bool = True, stays: bool = False) -> Corrected | Refusal:
    return revoke(world.printer, "sam", number, Revocation("Wrong sessions claimed", reopen, stays))


def done(found: Corrected | Refusal) -> Corrected:
    assert isinstance(found, Corrected), found
    return found


def refused(found: object) -> Refusal:
    assert isinstance(found, Refusal), found
    return found


def print_again(world: World) -> Certificate:
    found = world.issue(seen=Seen(world.claim().version))
    assert isinstance(found, Issued), found
    assert found.created
    return found.certificate


def moved(world: World, state: State) -> Credit:
    credit = world.credit()
    assert credit
    if state is not State.EARNED:
        assert world.printer.ledger.save([Change(credit, WAYS[state](credit))]) != [None]
    after = world.credit()
    assert after
    return after


def claim_less(world: World) -> None:
    desk = EditContext(world.printer.claims, world.printer.clock, "ana", claim().claim_id)
    assert isinstance(claim_session(desk, "c", Decimal(2), ANSWERS), Summary)


def test_the_claim_is_a_draft_again_with_all_that_was_claimed(world: World, printed: Certificate) -> None:
    before = world.claim()
    found = done(opened(world, printed.number))
    mine = world.claim()
    assert (mine.status, mine.sessions, mine.access) == (Status.DRAFT, before.sessions, before.access)
    assert (mine.certificate_number, mine.certificate_revoked_at, mine.completed_on) == (None, None, None)
    assert mine.reopened
    assert mine.reopened.certificate_number == printed.number
    assert [(one.by, one.what, one.reason) for one in mine.staff_acts] == [
        ("staff:sam", "reopened", "Wrong sessions claimed")
    ]
    assert (found.certificate.status, found.reopened) == (CertificateStatus.REVOKED, True)
    assert [one.claim_id for one in transcript_of([mine]).drafts] == [mine.claim_id]


@pytest.mark.slow
@pytest.mark.parametrize("state", OPEN)
def test_it_is_corrected_printed_under_a_new_number_and_reported_once(
    world: World, printed: Certificate, state: State
) -> None:
    first = moved(world, state)
    done(opened(world, printed.number))
    withdrawn = world.credit()
    assert withdrawn
    assert (withdrawn.state, withdrawn.is_revoked) == (State.WITHDRAWN, True)
    claim_less(world)
    new = print_again(world)
    assert new.number != printed.number
    credit = world.credit()
    assert credit
    # The same credit, under the reference that ASCP may know: it can never have two of them.
    assert (credit.credit_id, credit.reference) == (first.credit_id, first.reference)
    assert (credit.state, credit.contact_hours, credit.due_at) == (State.EARNED, Decimal(3), LATER)
    assert new.credit_id == credit.credit_id
    assert new.content.total == "3"
    old = world.printer.certificates.get(printed.number)
    assert old
    assert (old.status, old.superseded_by) == (CertificateStatus.REVOKED, None)
    assert transcript_of([world.claim()]).totals == {Statement.PACE: Decimal(3)}


@pytest.mark.slow
def test_a_credit_that_ascp_may_hold_is_asked_for_before_it_goes_out_again(world: World, printed: Certificate) -> None:
    reported = moved(world, State.REPORTED)
    sending = reported.lease("s1", at=AT, until=AT)
    doubtful = sending.put_back(why="timed out", in_doubt=True, at=AT, look_again_at=AT)
    for before, after in ((reported, sending), (replace(sending, version=reported.version + 1), doubtful)):
        assert world.printer.ledger.save([Change(before, after)]) != [None]
    told = done(opened(world, printed.number)).credit
    assert told
    assert "we ask ASCP first" in told.message
    print_again(world)
    credit = world.credit()
    assert credit
    assert (credit.state, credit.in_doubt) == (State.EARNED, True)


@pytest.mark.parametrize(("state", "says"), [(State.ACCEPTED, "receipt R-1"), (State.WITHDRAWN, "by hand")])
def test_what_ascp_has_is_not_sent_a_second_time(world: World, printed: Certificate, state: State, says: str) -> None:
    moved(world, state)
    refusal = refused(opened(world, printed.number))
    assert (status_of(refusal), refusal.code) == (409, "credit_at_ascp")
    assert says in refusal.message
    assert "credit_stays" in refusal.message
    assert world.claim().status is Status.FINAL
    told = done(opened(world, printed.number, stays=True)).credit
    assert told
    assert "Ask ASCP" in told.message
    claim_less(world)
    new = print_again(world)
    credit = world.credit()
    assert credit
    assert (credit.state, new.credit_id) == (state, credit.credit_id)
    assert credit.timeline[-1].detail == f"claimed again, with certificate {new.number}"
    assert credit.due_at is None


def test_what_staff_withdrew_before_stays_withdrawn_until_they_undo_that(world: World, printed: Certificate) -> None:
    credit = world.credit()
    assert credit
    world.printer.ledger.save([Change(credit, credit.withdraw(why="twice", at=AT, by="staff:sam"))])
    done(opened(world, printed.number))
    revoked = world.credit()
    assert revoked
    assert revoked.is_revoked
    claim_less(world)
    print_again(world)
    again = world.credit()
    assert again
    assert (again.state, again.is_revoked, again.contact_hours) == (State.WITHDRAWN, False, Decimal(3))


def test_it_can_be_opened_after_it_was_revoked_and_once(world: World, printed: Certificate) -> None:
    done(opened(world, printed.number, reopen=False))
    assert refused(opened(world, printed.number, reopen=False)).code == "certificate_revoked"
    done(opened(world, printed.number))
    assert refused(opened(world, printed.number)).code == "claim_open"
    new = print_again(world)
    again = refused(opened(world, printed.number))
    assert again.code == "certificate_superseded"
    assert new.number in again.message


@pytest.mark.slow
def test_it_can_be_opened_a_second_time_after_the_second_certificate(world: World, printed: Certificate) -> None:
    done(opened(world, printed.number))
    second = print_again(world)
    done(opened(world, second.number))
    third = print_again(world)
    credit = world.credit()
    assert credit
    assert (credit.state, third.credit_id) == (State.EARNED, credit.credit_id)
    assert len({printed.number, second.number, third.number}) == 3


def test_the_learner_has_thirty_days_where_the_window_is_closed(world: World, printed: Certificate) -> None:
    world.now = datetime(2027, 3, 1, 12, tzinfo=UTC)
    done(opened(world, printed.number))
    assert world.claim().open_until == datetime(2027, 4, 1, 4, tzinfo=UTC)  # midnight in New York, in summer time
    world.now = datetime(2027, 4, 1, 3, 59, tzinfo=UTC)
    claim_less(world)
    world.now = datetime(2027, 4, 1, 4, tzinfo=UTC)
    assert refused(world.issue(seen=Seen(world.claim().version))).code == "window_closed"
    desk = EditContext(world.printer.claims, world.printer.clock, "ana", claim().claim_id)
    assert refused(remove_session(desk, "c")).code == "window_closed"


def test_the_day_of_completion_of_a_course_without_a_test_stays() -> None:
    course = claim(activity(), a="1")
    course = replace(course, activity=replace(course.activity, kind=Kind.ONLINE))
    final = with_certificate_revoked(finalize(course, "N", AFTER), LATER)
    act = StaffAct("staff:sam", LATER, "reopened", "why")
    changed = replace(reopen(final, act, LATER), updated_at=LATER)
    assert completed_on(changed) == completed_on(final) == date(2026, 6, 20)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_process_that_dies_leaves_all_or_nothing(world: World, printed: Certificate, moment: str) -> None:
    world.wires.cut(moment, "transact_write_items")
    with pytest.raises(Cut):
        opened(world, printed.number)
    old, mine, credit = world.printer.certificates.get(printed.number), world.claim(), world.credit()
    assert old
    assert credit
    whole = (CertificateStatus.VALID, Status.FINAL, State.EARNED)
    reopened = (CertificateStatus.REVOKED, Status.DRAFT, State.WITHDRAWN)
    assert (old.status, mine.status, credit.state) == (whole if moment == "before" else reopened)


def test_of_two_at_once_one_opens_it(world: World, printed: Certificate) -> None:
    first: list[Claim] = []

    def other() -> None:
        done(opened(world, printed.number))
        first.append(world.claim())

    world.wires.before["transact_write_items"] = other
    assert refused(opened(world, printed.number)).code == "claim_open"
    assert world.claim() == first[0]
