"""What each act of staff makes of a credit (pure). `ledger.requested` has the rules for withdrawals and corrections."""

from laurel.ledger import requested
from laurel.ledger.credit import Credit
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.follow_ups import is_under_way, outgoing
from laurel.ledger.refusals import ALREADY_WITHDRAWN
from laurel.ledger.requested import AskedChange, not_withdrawable
from laurel.ledger.states import State, WithdrawnReason
from laurel.organizer.refusals import (
    CREDIT_REVOKED,
    ENTERED_BY_HAND,
    NOT_RELEASABLE_IN,
    NOT_WITHDRAWN_IN,
)
from laurel.platform.refusal import Refusal


def released(credit: Credit, request: AskedChange) -> Credit | Refusal:
    """`credit` sent (again): a refused one unchanged; a likely duplicate as a separate credit; a stuck one noted."""
    why, at, by = request.why, request.at, request.by
    match credit.state:
        case State.REJECTED if credit.member_number:
            return credit.earn_again(why=why, at=at, by=by).report(
                member_number=credit.member_number,
                at=at,
                look_again_at=at + LOST_AFTER,
                why=why,
                by=by,
                sent_as=credit.sent_as,
            )
        case State.UNMATCHED if credit.is_likely_duplicate:
            return credit.mark_distinct(why=why, at=at, by=by)
        case State.REPORTED:
            return credit.note(why=why, at=at, by=by)
        case State.SENDING if credit.due_at is None or credit.due_at <= at:  # its lease has ended
            return credit.note(why=why, at=at, by=by)
        case _ if is_under_way(credit):
            return credit.note(why=why, at=at, by=by)
        case _:
            return NOT_RELEASABLE_IN[credit.state].refuse()


def released_if_stuck(credit: Credit, request: AskedChange) -> Credit | Refusal:
    """As `released`, but a credit on its way is left alone unless it is overdue, and was not released since.

    So the same release of many credits, done twice, does nothing the second time.
    """
    sent = outgoing(credit)
    if sent.state in (State.REPORTED, State.SENDING):
        is_overdue = sent.due_at is None or sent.due_at <= request.at
        if not is_overdue or (sent.due_at and credit.timeline[-1].at > sent.due_at):
            return NOT_RELEASABLE_IN[sent.state].refuse()
    return released(credit, request)


def restored(credit: Credit, request: AskedChange, *, not_at_ascp: bool) -> Credit | Refusal:
    """`credit` after its withdrawal is undone: matched and sent like a new one, or ASCP is asked to count it again."""
    if credit.state is not State.WITHDRAWN:
        return NOT_WITHDRAWN_IN[credit.state].refuse()
    if credit.is_revoked:
        return CREDIT_REVOKED.refuse()
    if credit.withdrawn_for is WithdrawnReason.BY_HAND and not not_at_ascp:
        return ENTERED_BY_HAND.refuse()
    if credit.receipt:
        return requested.restore(credit, request)
    return credit.undo_withdrawal(why=request.why, at=request.at, by=request.by)


def entered_by_hand(credit: Credit, request: AskedChange) -> Credit | Refusal:
    """`credit` withdrawn because somebody entered it at ASCP by hand. Refused if ASCP has it, or may have it."""
    if credit.state is State.WITHDRAWN:
        return ALREADY_WITHDRAWN.refuse()
    if refusal := not_withdrawable(credit):
        return refusal
    return credit.withdraw(why=request.why, at=request.at, by=request.by, reason=WithdrawnReason.BY_HAND)
