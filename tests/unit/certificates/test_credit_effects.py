"""What staff read about the credit of a certificate that they reissue, revoke or reopen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from laurel.certificates.certificate import Correction
from laurel.certificates.credit_follows import (
    CreditEffect,
    at_ascp,
    corrected_credit,
    effect_of_reissue,
    effect_of_reopening,
    effect_of_revocation,
    printed_again,
    revoked_credit,
    stays_at_ascp,
)
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State, UnmatchedReason, WithdrawnReason
from tests.credits import START, a_credit, facts

REPORTED = a_credit().report(member_number="M1", at=START, look_again_at=START)
SENDING = REPORTED.lease("s1", at=START, until=START)
DOUBTFUL = SENDING.put_back(why="timed out", in_doubt=True, at=START, look_again_at=START)
ACCEPTED = SENDING.accept("R-1", at=START)
REFUSED = SENDING.reject(RejectedReason.NAME_MISMATCH, detail=None, at=START)
WITHDRAWN = a_credit().withdraw(why="by hand", at=START)
REVOKED = a_credit().withdraw(why="revoked", at=START, reason=WithdrawnReason.CERTIFICATE_REVOKED)

BY_HAND = a_credit().withdraw(why="entered at ASCP", at=START, reason=WithdrawnReason.BY_HAND)
LATER = START + timedelta(1)
RULING = Correction("eva", LATER, "Printed for a colleague")


def unmatched(reason: UnmatchedReason) -> Credit:
    return a_credit().leave_unmatched(reason, at=START)


@pytest.mark.parametrize(
    ("credit", "said"),
    [
        (a_credit(), "The credit is reported as it is on the new certificate."),
        (REPORTED, "The credit is reported as it is on the new certificate."),
        (
            unmatched(UnmatchedReason.NOT_A_MEMBER),
            "The credit is corrected. It will be reported when it is matched to a member.",
        ),
        (
            a_credit().withhold(at=START),
            "The credit is corrected. It will be reported when its learner agrees to reporting.",
        ),
        (
            REPORTED.hold_back("other"),
            "The credit is corrected. It is held because it looks like another one: release it or withdraw it.",
        ),
        (
            REFUSED,
            "ASCP refused the credit. It is now corrected, but will not be sent again until you release it.",
        ),
        (
            ACCEPTED,
            "ASCP accepted the credit before the correction. It still counts as it was. To have ASCP correct it, open"
            " the credit under Credits and correct it there.",
        ),
        (WITHDRAWN, "The credit had already been withdrawn. It is not reported."),
        (
            DOUBTFUL,
            "An earlier attempt may have reached ASCP, so the credit stays as it was, and we ask ASCP first. Once ASCP"
            " has accepted it, open the credit under Credits and correct it there.",
        ),
    ],
)
def test_a_reissue(credit: Credit, said: str) -> None:
    effect = effect_of_reissue(credit)
    assert (effect.credit_id, effect.state, effect.followed) == (
        credit.credit_id,
        credit.state,
        credit.can_be_corrected,
    )
    assert effect.message == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (REPORTED, "The credit was withdrawn. It is not reported."),
        (
            DOUBTFUL,
            "The credit was withdrawn, but an earlier attempt may have reached ASCP. Ask ASCP to remove it.",
        ),
        (
            ACCEPTED,
            "ASCP has accepted the credit, and it still counts there. To have ASCP withdraw it, open the credit under"
            " Credits and withdraw it there.",
        ),
        (WITHDRAWN, "The credit had already been withdrawn."),
    ],
)
def test_a_revocation(before: Credit, said: str) -> None:
    after = replace(before, credit_id="after", state=State.EARNED)
    assert effect_of_revocation(before, after) == CreditEffect("after", State.EARNED, before.can_be_withdrawn, said)


@pytest.mark.parametrize(
    ("credit", "follows", "said"),
    [
        (
            REVOKED,
            True,
            "The credit is withdrawn. It is sent again, with any changes, with the next certificate, if its learner"
            " then agrees to reporting.",
        ),
        (
            replace(REVOKED, in_doubt=True),
            True,
            "It is sent again with the next certificate, if its learner then agrees to reporting. An earlier attempt"
            " may have reached ASCP, so we ask ASCP first.",
        ),
        (
            ACCEPTED,
            False,
            "ASCP accepted the credit of this certificate (receipt R-1). It is not sent again. Correct or withdraw it"
            " under Credits if ASCP accepted it from Laurel. Ask ASCP to correct or remove its record if the learner"
            " entered it there.",
        ),
        (
            WITHDRAWN,
            False,
            "The credit had already been withdrawn and stays withdrawn when the certificate is printed again. If it"
            " should be reported, undo the withdrawal then.",
        ),
    ],
)
def test_a_reopened_claim(credit: Credit, follows: bool, said: str) -> None:
    assert effect_of_reopening(credit) == CreditEffect("c1", credit.state, follows, said)


@pytest.mark.parametrize(
    ("credit", "why"),
    [
        (None, None),
        (REPORTED, None),
        (WITHDRAWN, None),
        (ACCEPTED, "ASCP accepted the credit of this certificate (receipt R-1)."),
        (BY_HAND, "The learner said that they entered the credit of this certificate at ASCP by hand."),
    ],
)
def test_a_credit_that_ascp_has_stays_there(credit: Credit | None, why: str | None) -> None:
    assert stays_at_ascp(credit) == why
    refused = at_ascp(credit)
    assert (refused is None) == (why is None)
    if refused:
        assert (refused.code, refused.message.startswith(f"{why} It stays there")) == ("credit_at_ascp", True)


def test_a_credit_takes_the_new_facts_unless_ascp_may_have_the_old_ones() -> None:
    new = facts("Ana Lima", "578-002-26")
    corrected = corrected_credit(REPORTED, new, "as the profile says", RULING)
    assert corrected == REPORTED.correct(new, why="as the profile says", at=LATER, by="staff:eva")
    for kept in (ACCEPTED, DOUBTFUL):
        noted = corrected_credit(kept, new, "as the profile says", RULING)
        assert noted == kept.note(why="as the profile says", at=LATER, by="staff:eva")


def test_a_credit_is_withdrawn_with_its_certificate_unless_ascp_has_it() -> None:
    why = "certificate LRL-1 revoked: Printed for a colleague"
    assert revoked_credit(REPORTED, "LRL-1", RULING) == REPORTED.withdraw(
        why=why, at=LATER, by="staff:eva", reason=WithdrawnReason.CERTIFICATE_REVOKED
    )
    assert revoked_credit(ACCEPTED, "LRL-1", RULING) == ACCEPTED.note_revoked(why=why, at=LATER, by="staff:eva")


def test_a_claim_that_is_printed_again_has_the_same_credit() -> None:
    why, claimed = "claimed again, with certificate LRL-2", a_credit("new", name="Ana Lima")
    assert printed_again(REVOKED, claimed, "LRL-2", LATER) == REVOKED.claim_again(claimed, why=why, at=LATER)
    assert printed_again(ACCEPTED, claimed, "LRL-2", LATER) == ACCEPTED.note(why=why, at=LATER)
