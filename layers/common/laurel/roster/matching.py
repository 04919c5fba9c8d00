"""Matching: whether a credit belongs to one active ASCLS member, decided by e-mail alone (pure).

Source: ASCLS reports to ASCP only for its members, matched by e-mail address. If two members have one address, Laurel
never guesses between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from laurel.ledger.credit import Credit
from laurel.ledger.states import UnmatchedReason
from laurel.roster.member import Member
from laurel.statements import REPORTABLE


@dataclass(frozen=True, slots=True)
class Matched:
    """The credit belongs to this member."""

    member_number: str


def match(statement: str, members: Sequence[Member], *, on: date) -> Matched | UnmatchedReason:
    """The member who owns a credit, given the `members` with its e-mail, on the day `on` (a calendar date)."""
    if statement not in REPORTABLE:
        return UnmatchedReason.NOT_REPORTABLE
    if not members:
        return UnmatchedReason.NOT_A_MEMBER
    if len(members) > 1:
        return UnmatchedReason.AMBIGUOUS_EMAIL
    if not members[0].is_active(on):
        return UnmatchedReason.MEMBERSHIP_LAPSED
    return Matched(members[0].member_number)


def apply_match(
    credit: Credit, members: Sequence[Member], *, on: date, at: datetime, look_again_at: datetime
) -> Credit:
    """`credit` after matching at the instant `at`; the same object if it stays unmatched for the same reason.

    `look_again_at` is when a later nightly run queues the credit again if it is not delivered by then.
    """
    match match(credit.statement, members, on=on):
        case Matched(member_number):
            return credit.report(member_number=member_number, at=at, look_again_at=look_again_at)
        case reason if reason == credit.reason:
            # Its learner asked for another try, which changed nothing: the credit waits for the roster again.
            return credit.look_again(None) if credit.due_at else credit
        case reason:
            return credit.leave_unmatched(reason, at=at)
