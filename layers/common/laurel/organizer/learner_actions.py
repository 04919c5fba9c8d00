"""A learner's actions on their own stuck credit: request a retry, or report that they entered it at ASCP by hand.

Each is one read and one conditional write; of two at the same moment the first wins.
"""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from laurel.ledger.credit import Credit
from laurel.ledger.states import State, UnmatchedReason, WithdrawnReason
from laurel.ledger.store import Ledger
from laurel.organizer.entries import is_retriable, is_withdrawable
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal

RETRIES_A_DAY = 3

TRY_AGAIN = Refusal(409, "try_again", "This credit was just updated. Look at it, then try again.")
NOT_FOUND = Refusal(404, "credit_not_found", "You have no such credit. See the list of your credits.")

_NO_RETRY = {
    State.EARNED: "The next nightly run matches it anyway.",
    State.REPORTED: "It is on its way to ASCP already.",
    State.SENDING: "It is being sent to ASCP right now.",
    State.ACCEPTED: "ASCP has it already.",
    State.WITHDRAWN: "It was withdrawn and will not be sent.",
}

_NO_CONSENT = "You have not agreed to reporting. Agree in your profile; the next nightly run then picks this credit up."


def retry(ledger: Ledger, held: Collection[str], clock: Clock, credit_id: str, *, by: str) -> Credit | Refusal:
    """The next nightly run matches the credit again: after a fix, at most three times a day.

    `held` are the keys of the learner's addresses; `by` names the learner in the timeline.
    """
    credit = ledger.get(credit_id)
    if credit is None or credit.email_key not in held:
        return NOT_FOUND
    if not is_retriable(credit):
        return Refusal(409, "nothing_to_retry", f"There is nothing to try again. {_no_retry(credit)}")
    if credit.due_at:  # requested already
        return credit
    at = clock()
    if credit.retries_on(at.date()) >= RETRIES_A_DAY:
        said = f"You have retried this credit {RETRIES_A_DAY} times today. You can retry it again tomorrow (UTC)."
        return Refusal(429, "too_many_retries", said, retry_after=_seconds_to_midnight(at))
    after = credit.retry(why="its learner asked for another try", at=at, by=by)
    return ledger.change(credit, after) or TRY_AGAIN


def _no_retry(credit: Credit) -> str:
    if credit.state is not State.UNMATCHED:
        return _NO_RETRY[credit.state]
    if credit.is_likely_duplicate:
        return "It looks like another credit of yours. If it is a separate credit, write to us."
    if credit.waits_for_consent:
        return _NO_CONSENT
    if credit.reason == UnmatchedReason.AMBIGUOUS_EMAIL:
        return "Once ASCLS has a separate address for each member, the next nightly run matches it automatically."
    return "Credit of this type is not reported to ASCP."


def report_by_hand(ledger: Ledger, held: Collection[str], clock: Clock, credit_id: str, *, by: str) -> Credit | Refusal:
    """Records that the learner entered the credit at ASCP by hand: it is withdrawn and never sent.

    Refused if ASCP has it, or may have it.
    """
    credit = ledger.get(credit_id)
    if credit is None or credit.email_key not in held:
        return NOT_FOUND
    if credit.state is State.WITHDRAWN:
        return credit
    if refusal := not_withdrawable(credit):
        return refusal
    after = credit.withdraw(why="entered at ASCP by hand", at=clock(), by=by, reason=WithdrawnReason.BY_HAND)
    return ledger.change(credit, after) or TRY_AGAIN


def not_withdrawable(credit: Credit) -> Refusal | None:
    """Why the credit cannot be withdrawn, or None if it can."""
    if is_withdrawable(credit):
        return None
    match credit.state:
        case State.ACCEPTED:
            said = f"ASCP has this credit already (receipt {credit.receipt}). You do not need to enter it by hand."
            return Refusal(409, "already_accepted", said)
        case State.SENDING:
            said = "This credit is being sent to ASCP right now. Look again in a few minutes."
            return Refusal(409, "already_sending", said)
        case State.WITHDRAWN:
            return Refusal(409, "already_withdrawn", "This credit is already withdrawn.")
        case _:
            said = (
                "We sent this credit to ASCP, and ASCP has not confirmed it. We ask ASCP again. Look again tomorrow."
                " Do not enter it by hand until then, or ASCP may have it twice."
            )
            return Refusal(409, "outcome_unknown", said)


def _seconds_to_midnight(at: datetime) -> int:
    midnight = datetime.combine(at.date() + timedelta(days=1), time(), UTC)
    return int((midnight - at).total_seconds()) + 1
