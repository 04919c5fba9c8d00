"""Which credits follow a change of the ASCP customer ID that goes with them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from laurel.ledger.credit import Credit, Step
from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.identify import (
    identified,
    is_helped,
    is_on_its_way,
    sent_again,
    takes_another_id,
    with_providers_id,
)
from laurel.ledger.states import RejectedReason, State, UnmatchedReason
from tests.credits import START, a_credit

AT = START + timedelta(hours=1)
FIRST, OTHER = CustomerId("C-1", IdSource.PROFILE), CustomerId("C-2", IdSource.ROSTER)

EARNED = a_credit(customer_id=FIRST)
UNMATCHED = EARNED.leave_unmatched(UnmatchedReason.NOT_A_MEMBER, at=START)
REPORTED = EARNED.report(member_number="M1", at=START, look_again_at=AT)
SENDING = REPORTED.lease("s1", at=START, until=AT)
DOUBTFUL = SENDING.put_back(why="no answer", in_doubt=True, at=AT, look_again_at=AT)
ACCEPTED = SENDING.accept("R-1", at=AT)


def refused(reason: RejectedReason = RejectedReason.UNKNOWN_EMAIL, sent: CustomerId | None = FIRST) -> Credit:
    return replace(SENDING, customer_id=sent).reject(reason, detail=None, at=AT)


def test_only_credits_that_wait_take_another_id() -> None:
    for credit in (EARNED, UNMATCHED, REPORTED):
        assert takes_another_id(credit)
        assert identified(credit, OTHER) == replace(credit, customer_id=OTHER)
        assert identified(credit, None) == replace(credit, customer_id=None)
        assert identified(credit, FIRST) is credit
    for credit in (SENDING, DOUBTFUL, ACCEPTED, refused(), EARNED.withdraw(why="no", at=AT)):
        assert not takes_another_id(credit)
        assert identified(credit, OTHER) is credit


def test_which_credits_ascp_may_still_refuse() -> None:
    on_their_way = [one.state for one in (EARNED, UNMATCHED, REPORTED, SENDING, ACCEPTED) if is_on_its_way(one)]
    assert on_their_way == [State.SENDING]
    assert is_on_its_way(DOUBTFUL)
    assert not is_on_its_way(replace(UNMATCHED, in_doubt=True))


@pytest.mark.parametrize(
    ("credit", "chosen", "helps"),
    [
        (refused(), OTHER, True),
        (refused(), FIRST, False),
        (refused(), None, False),
        (refused(sent=None), OTHER, True),
        (refused(RejectedReason.CUSTOMER_ID_MISMATCH), OTHER, True),
        (refused(RejectedReason.CUSTOMER_ID_MISMATCH), FIRST, False),
        (refused(RejectedReason.CUSTOMER_ID_MISMATCH), None, True),
        (refused(RejectedReason.CUSTOMER_ID_MISMATCH, sent=None), None, False),
        (refused(RejectedReason.NAME_MISMATCH), OTHER, False),
        (UNMATCHED, OTHER, False),
        (replace(REPORTED, reason="unknown_email"), OTHER, False),
        # The ID alone counts, not who gave it.
        (refused(), CustomerId("C-1", IdSource.ROSTER), False),
    ],
)
def test_an_id_helps_a_credit_that_was_refused_with_another_one(
    credit: Credit, chosen: CustomerId | None, helps: bool
) -> None:
    assert is_helped(credit, chosen) is helps


def test_a_credit_that_is_helped_is_matched_and_sent_again_with_the_id() -> None:
    credit = refused()
    step = Step(AT + timedelta(days=1), State.EARNED, None, "another ASCP customer ID goes with it")
    assert sent_again(credit, OTHER, at=step.at) == replace(
        credit,
        state=State.EARNED,
        reason=None,
        detail=step.detail,
        member_number=None,
        due_at=step.at,
        customer_id=OTHER,
        timeline=(*credit.timeline, step),
    )


def test_a_later_row_of_the_provider_may_give_an_id() -> None:
    row = a_credit(provider_customer_id="P-1", fingerprint="e" * 32)
    credit = refused()
    assert with_providers_id(credit, row) == replace(credit, provider_customer_id="P-1")
    another = replace(row, contact_hours=row.contact_hours + 1)
    assert with_providers_id(credit, another) is credit
    same = replace(another, fingerprint=credit.fingerprint)
    assert with_providers_id(credit, same) == replace(credit, provider_customer_id="P-1")
    assert with_providers_id(credit, replace(row, provider_customer_id=None)) is credit
    known = replace(credit, provider_customer_id="P-1")
    assert with_providers_id(known, row) is known
    assert with_providers_id(replace(known, provider_customer_id="P-0"), row) == known
    for kept in (refused(RejectedReason.NAME_MISMATCH), REPORTED, replace(REPORTED, reason="unknown_email")):
        assert with_providers_id(kept, row) is kept
    mismatch = refused(RejectedReason.CUSTOMER_ID_MISMATCH)
    assert with_providers_id(mismatch, row).provider_customer_id == "P-1"
