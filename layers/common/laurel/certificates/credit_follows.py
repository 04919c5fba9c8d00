"""What a correction of a certificate does to its credit in the ledger, and what staff are then told (pure)."""

from dataclasses import dataclass
from datetime import datetime

from laurel.certificates.certificate import Correction
from laurel.ledger.credit import REVOKED, Credit, CreditFacts
from laurel.ledger.states import State, WithdrawnReason
from laurel.platform.refusal import Refusal


@dataclass(frozen=True, slots=True)
class CreditTold:
    """What became of the credit in the ledger: its state, whether it could follow, and what is left to do."""

    credit_id: str
    state: State
    followed: bool
    message: str


def corrected_credit(credit: Credit, facts: CreditFacts, why: str, ruling: Correction) -> Credit:
    """The credit once its certificate was reissued: with the facts of the new one, unless ASCP was told the old."""
    by = f"staff:{ruling.by}"
    if credit.can_be_corrected:
        return credit.correct(facts, why=why, at=ruling.at, by=by)
    return credit.note(why=why, at=ruling.at, by=by)


def revoked_credit(credit: Credit, number: str, ruling: Correction) -> Credit:
    """The credit once its certificate `number` was revoked: withdrawn, unless ASCP has it."""
    why, by = REVOKED.format(number=number, reason=ruling.reason), f"staff:{ruling.by}"
    if credit.can_be_withdrawn:
        return credit.withdraw(why=why, at=ruling.at, by=by, reason=WithdrawnReason.CERTIFICATE_REVOKED)
    return credit.note_revoked(why=why, at=ruling.at, by=by)


def printed_again(earlier: Credit, claimed: Credit, number: str, at: datetime) -> Credit:
    """The credit of a claim that was opened again, once certificate `number` was printed: the same one, never two.

    What ASCP accepted stays as it has it.
    """
    why = f"claimed again, with certificate {number}"
    if earlier.state is State.WITHDRAWN:
        return earlier.claim_again(claimed, why=why, at=at)
    return earlier.note(why=why, at=at)


def stays_at_ascp(credit: Credit | None) -> str | None:
    """Why a credit would not follow when its claim is printed again: a sentence for staff; None if it follows."""
    if credit is None:
        return None
    if credit.state is State.ACCEPTED:
        return f"ASCP accepted the credit of this certificate (receipt {credit.receipt})."
    if credit.withdrawn_for is WithdrawnReason.BY_HAND:
        return "The learner said that they entered the credit of this certificate at ASCP by hand."
    return None


def at_ascp(credit: Credit | None) -> Refusal | None:
    """Refuses to open a claim again whose credit is with ASCP, until staff say that it stays there as it is."""
    said = stays_at_ascp(credit)
    if said is None:
        return None
    message = (
        f"{said} It stays there as it is: what the learner prints next is not sent again, so that ASCP has it once."
        " To open the claim all the same, confirm that it stays (credit_stays), and ask ASCP to change or remove it."
    )
    return Refusal(409, "credit_at_ascp", message)


def told_of_correction(credit: Credit) -> CreditTold:
    """What staff are told of the credit (as it was) after a reissue."""
    match credit.state:
        case State.ACCEPTED:
            said = "ASCP accepted the credit as it was before; it counts all the same."
        case State.REJECTED if credit.unjudged:
            said = "ASCP could not read the credit before. It is corrected now, but is not sent until you release it."
        case State.REJECTED:
            said = "ASCP refused the credit before. It is corrected now, but is not sent again until you release it."
        case State.UNMATCHED:
            said = "The credit is corrected. It is reported once it is matched to a member."
        case _ if credit.can_be_corrected:
            said = "The credit is reported as it is on the new certificate."
        case _:
            said = "The credit was withdrawn before, and is not reported."
    return CreditTold(credit.credit_id, credit.state, credit.can_be_corrected, said)


def told_of_withdrawal(before: Credit, after: Credit) -> CreditTold:
    """What staff are told of the credit, `before` and `after` its certificate was revoked."""
    if before.can_be_withdrawn and before.in_doubt:
        said = "The credit was withdrawn, but an earlier attempt may have reached ASCP. Ask ASCP to take it out."
    elif before.can_be_withdrawn:
        said = "The credit was withdrawn: it is not reported."
    elif before.state is State.ACCEPTED:
        said = "ASCP has accepted the credit; from here it cannot be taken back. Ask ASCP to take it out."
    else:
        said = "The credit had been withdrawn before."
    return CreditTold(after.credit_id, after.state, before.can_be_withdrawn, said)


def told_of_reopening(credit: Credit) -> CreditTold:
    """What staff are told of the credit of a claim that was opened again."""
    follows = credit.withdrawn_for is WithdrawnReason.CERTIFICATE_REVOKED
    if stays := stays_at_ascp(credit):
        said = f"{stays} It is not sent again. Ask ASCP to change or take out what it has."
    elif follows and credit.in_doubt:
        said = (
            "It goes out again with the next certificate. An earlier attempt may have reached ASCP: it is asked first."
        )
    elif follows:
        said = "The credit is withdrawn. It goes out again, as it then is, with the next certificate."
    else:
        said = (
            "The credit was withdrawn before, and stays so when the certificate is printed again. Undo the withdrawal"
            " then if it should be reported."
        )
    return CreditTold(credit.credit_id, credit.state, follows, said)
