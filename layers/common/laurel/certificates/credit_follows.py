"""What a correction of a certificate does to its credit in the ledger, and the message to staff (pure)."""

from dataclasses import dataclass
from datetime import datetime

from laurel.certificates.certificate import Correction
from laurel.certificates.refusals import CREDIT_AT_ASCP
from laurel.ledger.credit import REVOKED, Credit, CreditFacts
from laurel.ledger.states import State, WithdrawnReason
from laurel.platform.refusal import Refusal


@dataclass(frozen=True, slots=True)
class CreditEffect:
    """The effect on the credit in the ledger: its state, whether it followed, and what staff still have to do."""

    credit_id: str
    state: State
    followed: bool
    message: str


def corrected_credit(credit: Credit, facts: CreditFacts, why: str, correction: Correction) -> Credit:
    """The credit after its certificate was reissued: with the new facts, unless ASCP already has the old ones."""
    by = f"staff:{correction.by}"
    if credit.can_be_corrected:
        return credit.correct(facts, why=why, at=correction.at, by=by)
    return credit.note(why=why, at=correction.at, by=by)


def revoked_credit(credit: Credit, number: str, correction: Correction) -> Credit:
    """The credit after its certificate `number` was revoked: withdrawn, unless ASCP has it."""
    why, by = REVOKED.format(number=number, reason=correction.reason), f"staff:{correction.by}"
    if credit.can_be_withdrawn:
        return credit.withdraw(why=why, at=correction.at, by=by, reason=WithdrawnReason.CERTIFICATE_REVOKED)
    return credit.note_revoked(why=why, at=correction.at, by=by)


def printed_again(earlier: Credit, claimed: Credit, number: str, at: datetime) -> Credit:
    """The credit of a reopened claim after certificate `number` was printed: the same credit, never a second one.

    A credit that ASCP accepted does not change.
    """
    why = f"claimed again, with certificate {number}"
    if earlier.state is State.WITHDRAWN:
        return earlier.claim_again(claimed, why=why, at=at)
    return earlier.note(why=why, at=at)


def stays_at_ascp(credit: Credit | None) -> str | None:
    """Why a credit would not change when its claim is printed again, as a sentence for staff; None if it would."""
    if credit is None:
        return None
    if credit.state is State.ACCEPTED:
        return f"ASCP accepted the credit of this certificate (receipt {credit.receipt})."
    if credit.withdrawn_for is WithdrawnReason.BY_HAND:
        return "The learner said that they entered the credit of this certificate at ASCP by hand."
    return None


def at_ascp(credit: Credit | None) -> Refusal | None:
    """Refuses to reopen a claim whose credit ASCP has, until staff confirm that it stays there unchanged."""
    said = stays_at_ascp(credit)
    if said is None:
        return None
    return CREDIT_AT_ASCP.refuse(why=said)


def effect_of_reissue(credit: Credit) -> CreditEffect:
    """The effect of a reissue on the credit (as it was), for staff."""
    return CreditEffect(credit.credit_id, credit.state, credit.can_be_corrected, _of_reissue(credit))


def _of_reissue(credit: Credit) -> str:
    match credit.state:
        case State.ACCEPTED:
            return (
                "ASCP accepted the credit before the correction. It still counts as it was. To have ASCP correct it,"
                " open the credit under Credits and correct it there."
            )
        case State.REJECTED if credit.unjudged:
            return "ASCP could not read the credit. It is now corrected, but will not be sent until you release it."
        case State.REJECTED:
            return "ASCP refused the credit. It is now corrected, but will not be sent again until you release it."
        case State.WITHDRAWN:
            return "The credit had already been withdrawn. It is not reported."
        case _ if credit.in_doubt:
            return (
                "An earlier attempt may have reached ASCP, so the credit stays as it was, and we ask ASCP first. Once"
                " ASCP has accepted it, open the credit under Credits and correct it there."
            )
        case State.UNMATCHED if credit.waits_for_consent:
            return "The credit is corrected. It will be reported when its learner agrees to reporting."
        case State.UNMATCHED if credit.is_likely_duplicate:
            return "The credit is corrected. It is held because it looks like another one: release it or withdraw it."
        case State.UNMATCHED:
            return "The credit is corrected. It will be reported when it is matched to a member."
        case _:
            return "The credit is reported as it is on the new certificate."


def effect_of_revocation(before: Credit, after: Credit) -> CreditEffect:
    """The effect of a revocation on the credit, `before` and `after` it, for staff."""
    if before.can_be_withdrawn and before.in_doubt:
        said = "The credit was withdrawn, but an earlier attempt may have reached ASCP. Ask ASCP to remove it."
    elif before.can_be_withdrawn:
        said = "The credit was withdrawn. It is not reported."
    elif before.state is State.ACCEPTED:
        said = (
            "ASCP has accepted the credit, and it still counts there. To have ASCP withdraw it, open the credit under"
            " Credits and withdraw it there."
        )
    else:
        said = "The credit had already been withdrawn."
    return CreditEffect(after.credit_id, after.state, before.can_be_withdrawn, said)


def effect_of_reopening(credit: Credit) -> CreditEffect:
    """The effect of a reopened claim on its credit, for staff."""
    follows = credit.withdrawn_for is WithdrawnReason.CERTIFICATE_REVOKED
    if stays := stays_at_ascp(credit):
        said = (
            f"{stays} It is not sent again. Correct or withdraw it under Credits if ASCP accepted it from Laurel. Ask"
            " ASCP to correct or remove its record if the learner entered it there."
        )
    elif follows and credit.in_doubt:
        said = (
            "It is sent again with the next certificate, if its learner then agrees to reporting. An earlier attempt"
            " may have reached ASCP, so we ask ASCP first."
        )
    elif follows:
        said = (
            "The credit is withdrawn. It is sent again, with any changes, with the next certificate, if its learner"
            " then agrees to reporting."
        )
    else:
        said = (
            "The credit had already been withdrawn and stays withdrawn when the certificate is printed again. If it"
            " should be reported, undo the withdrawal then."
        )
    return CreditEffect(credit.credit_id, credit.state, follows, said)
