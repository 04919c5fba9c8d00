"""The pending notices of a credit, when they become due, and that each cause is sent once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from laurel.ledger.credit import Credit, Source
from laurel.ledger.notifications import (
    REMEMBERED,
    NoticeCause,
    PendingNotice,
    mark_notified,
    next_monday,
    pending_notice,
)
from laurel.ledger.records import from_item, to_item
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from laurel.ledger.store import Change, Ledger
from tests.credits import START, a_credit

DAY = timedelta(days=1)


def unmatched(reason: UnmatchedReason = UnmatchedReason.NOT_A_MEMBER, at: datetime = START) -> Credit:
    return a_credit().leave_unmatched(reason, at=at)


def reported(at: datetime = START) -> Credit:
    return a_credit().report(member_number="M1", at=at, look_again_at=at + DAY)


def rejected(credit: Credit | None = None, at: datetime = START) -> Credit:
    sending = (credit or reported()).lease("s1", at=at, until=at + DAY)
    return sending.reject(RejectedReason.NAME_MISMATCH, detail=None, at=at)


def accepted(at: datetime) -> Credit:
    return reported().lease("s1", at=at, until=at + DAY).accept("R-1", at=at)


def cause_of(credit: Credit) -> PendingNotice:
    found = pending_notice(credit)
    assert found is not None
    return found


def told(credit: Credit) -> Credit:
    return mark_notified(credit, cause_of(credit))


def test_nothing_is_told_of_what_is_under_way_withdrawn_or_not_reportable() -> None:
    for credit in (
        a_credit(),
        unmatched().withdraw(why="by hand", at=START),
        unmatched(UnmatchedReason.NOT_REPORTABLE),
    ):
        assert pending_notice(credit) is None
        assert to_item(credit)["untold_shard"] is None


def test_that_it_is_unmatched_is_told_once_for_each_reason() -> None:
    first = unmatched()
    assert cause_of(first) == PendingNotice(NoticeCause.UNMATCHED, "unmatched:not_a_member", START)
    assert pending_notice(told(first)) is None
    lapsed = told(first).leave_unmatched(UnmatchedReason.MEMBERSHIP_LAPSED, at=START + DAY)
    assert cause_of(lapsed).at == START + DAY
    back = told(lapsed).leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START + 2 * DAY)
    assert pending_notice(back) is None


def test_each_refusal_is_told_once_and_what_is_noted_later_is_none() -> None:
    first = rejected()
    assert (cause_of(first).cause, cause_of(first).at) == (NoticeCause.REJECTED, START)
    noted = told(first).note(why="asked at ASCP", at=START + DAY, by="staff:sam")
    assert pending_notice(noted) is None
    assert cause_of(first.note(why="asked", at=START + DAY, by="staff:sam")) == cause_of(first)
    again = told(first).retry(why="mended", at=START + DAY, by="learner:ana")
    again = again.report(member_number="M1", at=START + DAY, look_again_at=START + 2 * DAY)
    assert cause_of(rejected(again, START + 2 * DAY)).at == START + 2 * DAY


def test_it_is_late_from_the_eighth_day_whatever_was_tried_and_that_is_told_once() -> None:
    credit = reported()
    for n in range(5):
        at = START + n * DAY
        credit = credit.lease(f"s{n}", at=at, until=at + DAY)
        assert cause_of(credit).at == START + 7 * DAY
        credit = credit.put_back(why="ASCP is busy", in_doubt=False, at=at, look_again_at=at + DAY)
    assert (cause_of(credit).cause, cause_of(credit).at) == (NoticeCause.LATE, START + 7 * DAY)
    after = told(credit).lease("s9", at=START + 8 * DAY, until=START + 9 * DAY)
    assert pending_notice(after) is None
    assert cause_of(after.accept("R-1", at=START + 8 * DAY)).cause is NoticeCause.ACCEPTED


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2026, 11, 16, 0, 0, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)),
        (datetime(2026, 11, 20, 7, 0, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)),
        (datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), datetime(2027, 1, 4, tzinfo=UTC)),
    ],
)
def test_what_was_accepted_is_told_once_the_week_is_over(at: datetime, monday: datetime) -> None:
    assert next_monday(at) == monday
    assert cause_of(accepted(at)) == PendingNotice(NoticeCause.ACCEPTED, "accepted", monday)
    assert pending_notice(told(accepted(at))) is None


def test_a_credit_of_a_claim_is_told_of_too() -> None:
    assert pending_notice(a_credit(source=Source.CLAIM).leave_unmatched(UnmatchedReason.AMBIGUOUS_EMAIL, at=START))


def test_what_was_told_is_kept_and_bounded() -> None:
    credit = rejected()
    for n in range(1, REMEMBERED + 5):
        credit = told(credit).retry(why="mended", at=START + n * DAY, by="learner:ana")
        credit = credit.report(member_number="M1", at=START + n * DAY, look_again_at=START + n * DAY)
        credit = rejected(credit, START + n * DAY)
    assert len(credit.notified) == REMEMBERED
    assert from_item({k: v for k, v in to_item(credit).items() if v is not None}) == credit


def test_the_index_lists_what_is_to_be_told_by_then_and_nothing_else(ledger: Ledger) -> None:
    done, late = told(unmatched()), reported()
    credits_ = {
        "news": unmatched(at=START - DAY),
        "older": unmatched(at=START - 9 * DAY),
        "told": done,
        "late": late,
        "on time": reported(START + DAY),
        "accepted": accepted(START),
    }
    ledger.save([Change(None, replace(credit, credit_id=name)) for name, credit in credits_.items()])
    until = START + 7 * DAY
    found = {one.credit_id: one for one in ledger.pending_notices(since=START - 2 * DAY, until=until)}
    assert set(found) == {"news", "late", "accepted"}
    assert (found["late"].state, found["late"].at) == (State.REPORTED, until)
    assert found["news"].email_key == "c1@example.org"
