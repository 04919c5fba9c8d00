"""A learner's actions on their own stuck credit: request a retry, or report that they entered it at ASCP by hand.

Each is one read and one conditional write; of two at the same moment the first wins.
"""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from laurel.audit.acts import AuditAct, AuditSubject
from laurel.audit.log import UNRECORDED, Acting
from laurel.ledger.audit_entries import credit_entry
from laurel.ledger.credit import Credit
from laurel.ledger.requested import not_withdrawable
from laurel.ledger.states import State, UnmatchedReason, WithdrawnReason
from laurel.ledger.store import Ledger
from laurel.organizer.entries import is_retriable
from laurel.organizer.refusals import (
    CREDIT_BUSY,
    CREDIT_NOT_FOUND,
    NOTHING_TO_RETRY,
    NOTHING_TO_RETRY_AMBIGUOUS,
    NOTHING_TO_RETRY_IN,
    NOTHING_TO_RETRY_TWICE,
    NOTHING_TO_RETRY_UNASKED,
    TOO_MANY_RETRIES,
)
from laurel.platform.clock import Clock
from laurel.platform.refusal import Refusal
from laurel.platform.table import Elsewhere

RETRIES_A_DAY = 3


def retry(
    ledger: Ledger, held: Collection[str], clock: Clock, credit_id: str, *, by: str, acting: Acting = UNRECORDED
) -> Credit | Refusal:
    """The credit is matched again, within minutes or in the next nightly run: after a fix, at most three times a day.

    `held` are the keys of the learner's addresses; `by` names the learner in the timeline.
    """
    credit = ledger.get(credit_id)
    if credit is None or credit.email_key not in held:
        return CREDIT_NOT_FOUND.refuse()
    if not is_retriable(credit):
        return _nothing_to_retry(credit)
    if credit.due_at:  # requested already
        return credit
    at = clock()
    if credit.retries_on(at.date()) >= RETRIES_A_DAY:
        return TOO_MANY_RETRIES.refuse(times=RETRIES_A_DAY, retry_after=_seconds_to_midnight(at))
    after = credit.retry(why="its learner asked for another try", at=at, by=by)
    return ledger.change(credit, after, _own(acting, AuditAct.CREDIT_RETRIED, credit, after)) or CREDIT_BUSY.refuse()


def _nothing_to_retry(credit: Credit) -> Refusal:
    if credit.state is not State.UNMATCHED:
        return NOTHING_TO_RETRY_IN[credit.state].refuse()
    if credit.is_likely_duplicate:
        return NOTHING_TO_RETRY_TWICE.refuse()
    if credit.waits_for_consent:
        return NOTHING_TO_RETRY_UNASKED.refuse()
    if credit.reason == UnmatchedReason.AMBIGUOUS_EMAIL:
        return NOTHING_TO_RETRY_AMBIGUOUS.refuse()
    return NOTHING_TO_RETRY.refuse()


def report_by_hand(
    ledger: Ledger, held: Collection[str], clock: Clock, credit_id: str, *, by: str, acting: Acting = UNRECORDED
) -> Credit | Refusal:
    """Records that the learner entered the credit at ASCP by hand: it is withdrawn and never sent.

    Refused if ASCP has it, or may have it.
    """
    credit = ledger.get(credit_id)
    if credit is None or credit.email_key not in held:
        return CREDIT_NOT_FOUND.refuse()
    if credit.state is State.WITHDRAWN:
        return credit
    if refusal := not_withdrawable(credit):
        return refusal
    after = credit.withdraw(why="entered at ASCP by hand", at=clock(), by=by, reason=WithdrawnReason.BY_HAND)
    entry = _own(acting, AuditAct.CREDIT_SELF_REPORTED, credit, after)
    return ledger.change(credit, after, entry) or CREDIT_BUSY.refuse()


def _own(acting: Acting, act: AuditAct, before: Credit, after: Credit) -> list[Elsewhere]:
    return credit_entry(acting, act, AuditSubject.learner(acting.actor.id), before, after)


def _seconds_to_midnight(at: datetime) -> int:
    midnight = datetime.combine(at.date() + timedelta(days=1), time(), UTC)
    return int((midnight - at).total_seconds()) + 1
