"""What a partner's answer means for one credit: the only path from an answer to the ledger (pure).

docs/delivery-outcomes.md lists every answer with what it does to the credit.
"""

from dataclasses import dataclass

from laurel.delivery.partner import (
    Accepted,
    AskOutcome,
    Busy,
    CallFailure,
    CreditOutcome,
    NotHeld,
    NotSent,
    Rejected,
    Unauthorized,
    Unclear,
    Unknown,
)
from laurel.ledger.credit import Credit
from laurel.ledger.states import State


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The partner fails on lookups at present: no lookup for `retry_after` seconds."""

    retry_after: int


@dataclass(frozen=True, slots=True)
class Deferred:
    """No outcome yet (`why`): the credit is tried again in `retry_after` seconds or later.

    `in_doubt`: the partner may hold the credit all the same. `for_all`: no other credit would succeed either, because
    the partner is busy, out of reach or refuses us. `not_asked`: no lookup was made, because lookups fail. `sent` is
    False for a credit that never left us.
    """

    why: str
    in_doubt: bool = False
    retry_after: int = 0
    for_all: bool = False
    not_asked: bool = False
    sent: bool = True


type Outcome = Accepted | Rejected | Deferred


def outcome_of(answer: CreditOutcome, partner: str) -> Outcome:
    """The outcome of a credit that the partner of this name answered for in a submission."""
    return deferral(answer, partner) if isinstance(answer, Unknown) else answer


def outcome_of_lookup(credit: Credit, answer: AskOutcome | NotAsked, partner: str) -> Outcome | NotHeld:
    """The outcome of a credit that the partner of this name was asked for."""
    match answer:
        case Rejected() if any(step.state is State.REJECTED for step in credit.timeline):
            # This may be the refusal from before the credit was fixed. Only sending it again can tell.
            return NotHeld()
        case Accepted() | Rejected() | NotHeld():
            return answer
        case _:
            return deferral(answer, partner)


def deferral(failure: CallFailure | Unknown | NotAsked, partner: str) -> Deferred:
    """What a failed call to the partner of this name, or one without a clear answer, means for the credits in it."""
    match failure:
        case Unauthorized():
            return Deferred(f"{partner} does not accept our credentials", for_all=True)
        case Busy(retry_after):
            return Deferred(f"{partner} is busy", retry_after=retry_after, for_all=True)
        case NotSent(why, retry_after, ours):
            # Our own failure without a wait means that time ran out, which says nothing about other credits.
            return Deferred(why, retry_after=retry_after, for_all=not ours or retry_after > 0)
        case Unclear(why, retry_after, for_all):
            return Deferred(why, in_doubt=True, retry_after=retry_after, for_all=for_all)
        case Unknown(why):
            return Deferred(why, in_doubt=True)
        case NotAsked(retry_after):
            return Deferred(f"{partner} fails over questions at present", retry_after=retry_after, not_asked=True)
