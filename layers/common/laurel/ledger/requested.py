"""What somebody may do to a credit, whatever its state: withdraw it or correct it (pure).

Staff, providers' programs and the undoing of a file decide by these rules. An unsent credit is changed here. One that
ASCP has accepted gets a follow-up (`ledger.follow_ups`). While it is unclear whether ASCP has the credit, nothing is
changed. The same request again changes nothing: it returns the credit as it is.
"""

from dataclasses import dataclass
from datetime import datetime

from laurel.ledger.credit import Credit, Source
from laurel.ledger.deadline import LOST_AFTER
from laurel.ledger.follow_ups import SentFacts, follow_up, is_under_way
from laurel.ledger.refusals import (
    ALREADY_ACCEPTED,
    ALREADY_SENDING,
    ALREADY_WITHDRAWN,
    FOLLOW_UP_UNDER_WAY,
    OF_A_CERTIFICATE,
    OUTCOME_UNKNOWN,
    UNKNOWN_ASK_AGAIN,
)
from laurel.ledger.states import Action, State, WithdrawnReason
from laurel.platform.refusal import Refusal

_UNSENT = frozenset({State.EARNED, State.UNMATCHED, State.REPORTED, State.REJECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedChange:
    """Who (`by`, as a timeline names them) asks for a change, when (UTC) and why."""

    why: str
    at: datetime
    by: str


def is_unsent(credit: Credit) -> bool:
    """Whether it is certain that ASCP does not have the credit, and it was not withdrawn."""
    return credit.state in _UNSENT and not credit.in_doubt


def not_withdrawable(credit: Credit) -> Refusal | None:
    """Why a credit that somebody entered at ASCP by hand cannot be withdrawn, or None if it can."""
    if is_unsent(credit):
        return None
    match credit.state:
        case State.ACCEPTED:
            return ALREADY_ACCEPTED.refuse(receipt=credit.receipt)
        case State.SENDING:
            return ALREADY_SENDING.refuse()
        case State.WITHDRAWN:
            return ALREADY_WITHDRAWN.refuse()
        case _:
            return OUTCOME_UNKNOWN.refuse()


def withdraw(
    credit: Credit, request: AskedChange, reason: WithdrawnReason = WithdrawnReason.BY_STAFF
) -> Credit | Refusal:
    """`credit` after its withdrawal: withdrawn if it was not sent, with a follow-up if ASCP has it."""
    if is_unsent(credit):
        return credit.withdraw(why=request.why, at=request.at, by=request.by, reason=reason)
    if credit.state is State.WITHDRAWN and not is_under_way(credit):
        return ALREADY_WITHDRAWN.refuse()
    return _follow_up(credit, Action.WITHDRAW, None, request, reason)


def correct(credit: Credit, facts: SentFacts, request: AskedChange) -> Credit | Refusal:
    """`credit` after its correction: with the `facts` if it was not sent, with a follow-up if ASCP has it.

    A refused credit is matched and sent again with the facts. The credit itself is returned if it has them already.
    The unsent credit of a claim follows its certificate, and is corrected there.
    """
    if credit.source is Source.CLAIM and is_unsent(credit):
        return OF_A_CERTIFICATE.refuse()
    if credit.state is State.WITHDRAWN and not is_under_way(credit):
        return ALREADY_WITHDRAWN.refuse()
    if SentFacts.of(credit) == facts and not is_under_way(credit):
        return credit
    if is_unsent(credit):
        if credit.state is State.REJECTED:
            return facts.on(credit.earn_again(why=request.why, at=request.at, by=request.by))
        return facts.on(credit.note(why=request.why, at=request.at, by=request.by))
    return _follow_up(credit, Action.CORRECT, facts, request)


def restore(credit: Credit, request: AskedChange) -> Credit | Refusal:
    """`credit`, which ASCP withdrew at our request, with a follow-up that makes it count again as it was."""
    if credit.state is not State.WITHDRAWN or credit.receipt is None:
        raise ValueError(f"credit {credit.credit_id}: {credit.state} was not withdrawn at ASCP")
    return _follow_up(credit, Action.CORRECT, SentFacts.of(credit), request)


def _follow_up(
    credit: Credit,
    action: Action,
    facts: SentFacts | None,
    request: AskedChange,
    reason: WithdrawnReason = WithdrawnReason.BY_STAFF,
) -> Credit | Refusal:
    if credit.follow_up and is_under_way(credit):
        asked = credit.follow_up
        same = asked.action is action and facts in (None, SentFacts.of(asked)) and asked.follow_up is None
        return credit if same else FOLLOW_UP_UNDER_WAY.refuse()
    match credit.state:
        case State.ACCEPTED | State.WITHDRAWN:
            return follow_up(
                credit,
                action,
                facts,
                why=request.why,
                at=request.at,
                by=request.by,
                look_again_at=request.at + LOST_AFTER,
                reason=reason,
            )
        case State.SENDING:
            return ALREADY_SENDING.refuse()
        case _:
            return UNKNOWN_ASK_AGAIN.refuse()
