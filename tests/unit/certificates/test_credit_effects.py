"""What staff read about the credit of a certificate that they reissue, revoke or reopen."""

from dataclasses import replace

import pytest

from laurel.certificates.credit_follows import effect_of_reissue, effect_of_reopening, effect_of_revocation
from laurel.ledger.credit import Credit
from laurel.ledger.states import RejectedReason, State, UnmatchedReason, WithdrawnReason
from tests.credits import START, a_credit

REPORTED = a_credit().report(member_number="M1", at=START, look_again_at=START)
SENDING = REPORTED.lease("s1", at=START, until=START)
DOUBTFUL = SENDING.put_back(why="timed out", in_doubt=True, at=START, look_again_at=START)
ACCEPTED = SENDING.accept("R-1", at=START)
REFUSED = SENDING.reject(RejectedReason.NAME_MISMATCH, detail=None, at=START)
WITHDRAWN = a_credit().withdraw(why="by hand", at=START)
REVOKED = a_credit().withdraw(why="revoked", at=START, reason=WithdrawnReason.CERTIFICATE_REVOKED)


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
    assert effect_of_revocation(before, before).message == said


@pytest.mark.parametrize(
    ("credit", "said"),
    [
        (
            REVOKED,
            "The credit is withdrawn. It is sent again, with any changes, with the next certificate, if its learner"
            " then agrees to reporting.",
        ),
        (
            replace(REVOKED, in_doubt=True),
            "It is sent again with the next certificate, if its learner then agrees to reporting. An earlier attempt"
            " may have reached ASCP, so we ask ASCP first.",
        ),
        (
            WITHDRAWN,
            "The credit had already been withdrawn and stays withdrawn when the certificate is printed again. If it"
            " should be reported, undo the withdrawal then.",
        ),
    ],
)
def test_a_reopened_claim(credit: Credit, said: str) -> None:
    assert effect_of_reopening(credit).message == said
    assert credit.state is State.WITHDRAWN
