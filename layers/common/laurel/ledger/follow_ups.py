"""Follow-ups: the correction or withdrawal of a credit that ASCP has accepted (pure).

A follow-up is a part of its credit's record, and travels as its credit did: by a message that names the credit, leased,
submitted and answered like an addition. It is a credit too: with the facts to send, and a state, an attempt count and a
timeline of its own, `reported`, `sending`, then `accepted` or `rejected`. ASCP knows it by a reference of its own,
`<ID of the credit>.<number>`, so that a repeat is harmless. A credit has at most one under way.

The credit keeps its receipt and its facts until ASCP has accepted the follow-up. A refused follow-up changes nothing.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self

from laurel.ledger.credit import Credit, IllegalTransition, Step
from laurel.ledger.states import BY_FOLLOW_UP, Action, State, WithdrawnReason
from laurel.ledger.timeline import FollowUpEvent, abridged

ON_ITS_WAY = frozenset({State.REPORTED, State.SENDING})

_ASKED = {
    Action.CORRECT: FollowUpEvent.CORRECTION_ASKED,
    Action.WITHDRAW: FollowUpEvent.WITHDRAWAL_ASKED,
}
_ACCEPTED = {
    Action.CORRECT: FollowUpEvent.CORRECTION_ACCEPTED,
    Action.WITHDRAW: FollowUpEvent.WITHDRAWAL_ACCEPTED,
}
_REFUSED = {
    Action.CORRECT: FollowUpEvent.CORRECTION_REFUSED,
    Action.WITHDRAW: FollowUpEvent.WITHDRAWAL_REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFacts:
    """The facts of a credit that a correction can change. Its learner and the type of statement are not among them."""

    name: str
    provider: str
    activity_number: str
    activity_title: str
    contact_hours: Decimal
    completed_on: date

    @classmethod
    def of(cls, credit: Credit) -> Self:
        """The present facts of `credit`."""
        return cls(**{one.name: getattr(credit, one.name) for one in fields(cls)})

    def on(self, credit: Credit) -> Credit:
        """`credit` with these facts."""
        return replace(credit, **{one.name: getattr(self, one.name) for one in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditCorrection:
    """The facts of a credit that are to change; None leaves one as it is."""

    name: str | None = None
    activity_number: str | None = None
    activity_title: str | None = None
    contact_hours: Decimal | None = None
    completed_on: date | None = None

    def of(self, credit: Credit) -> SentFacts:
        """The facts of `credit` with this correction."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return replace(SentFacts.of(credit), **{name: fact for name, fact in given.items() if fact is not None})


def reference_of(credit: Credit) -> str:
    """The reference by which ASCP knows it: the ID of the credit, or `<ID>.<number>` for a follow-up."""
    return f"{credit.credit_id}.{credit.number}" if credit.number else credit.credit_id


def asked_of(follow_up: Credit) -> Literal["correct", "withdraw"]:
    """What ASCP is asked to do with the credit."""
    return "correct" if follow_up.action is Action.CORRECT else "withdraw"


def status_of(follow_up: Credit) -> Literal["under_way", "accepted", "refused"]:
    """How far a follow-up is."""
    match follow_up.state:
        case State.ACCEPTED:
            return "accepted"
        case State.REJECTED:
            return "refused"
        case _:
            return "under_way"


def is_under_way(credit: Credit) -> bool:
    """Whether a follow-up of `credit` waits for ASCP's answer."""
    return credit.follow_up is not None and credit.follow_up.state in ON_ITS_WAY


def outgoing(credit: Credit) -> Credit:
    """What there is to deliver of `credit`: its follow-up while one is under way, else the credit itself."""
    return credit.follow_up if credit.follow_up and is_under_way(credit) else credit


def as_corrected(credit: Credit, row: Credit) -> bool:
    """Whether the provider's `row` is `credit` as it was corrected since, or as ASCP is asked to correct it."""
    same_person = (credit.email_key, credit.statement) == (row.email_key, row.statement)
    known = [SentFacts.of(one) for one in (credit, credit.follow_up) if one and one.action is not Action.WITHDRAW]
    return same_person and SentFacts.of(row) in known


def follow_up(
    credit: Credit,
    action: Action,
    facts: SentFacts | None = None,
    *,
    why: str,
    at: datetime,
    by: str,
    look_again_at: datetime,
    reason: WithdrawnReason = WithdrawnReason.BY_STAFF,
) -> Credit:
    """`credit` with a follow-up that is ready to be sent (`why`). A correction has the `facts` that ASCP gets.

    `reason` is that of the withdrawal, once ASCP accepts it. A correction of a credit that ASCP withdrew makes it count
    again. A nightly run looks at `look_again_at` if the message is lost.
    """
    may_be = {Action.CORRECT: (State.ACCEPTED, State.WITHDRAWN), Action.WITHDRAW: (State.ACCEPTED,)}
    if not credit.receipt or credit.state not in may_be.get(action, ()) or is_under_way(credit):
        raise IllegalTransition(f"credit {credit.credit_id}: {credit.state} has no follow-up {action} now")
    asked = replace(
        facts.on(credit) if facts else credit,
        action=action,
        number=credit.follow_up.number + 1 if credit.follow_up else 1,
        follow_up=None,
        state=State.REPORTED,
        version=0,
        reason=None,
        detail=None,
        attempts=0,
        receipt=None,
        submission_id=None,
        in_doubt=False,
        due_at=look_again_at,
        notified=(),
        # It is sent whether or not its learner still agrees to reporting: ASCP has the credit already.
        learner_id=None,
        timeline=(Step(at, State.REPORTED, reason.value if action is Action.WITHDRAW else None, why, by),),
    )
    step = Step(at, credit.state, None, why, by, event=_ASKED[action])
    return _noted(replace(credit, follow_up=asked, due_at=look_again_at), step)


def delivered(credit: Credit, after: Credit) -> Credit:
    """`credit` after what was outgoing of it became `after`."""
    if after.action is Action.ADD:
        return after
    if not is_under_way(credit) or credit.follow_up is None or credit.follow_up.number != after.number:
        raise IllegalTransition(f"credit {credit.credit_id}: follow-up {after.number} is not under way")
    if after.state in ON_ITS_WAY:
        return replace(credit, follow_up=after, due_at=after.due_at)
    last, closed = after.timeline[-1], replace(credit, follow_up=after, due_at=None)
    if after.state is State.REJECTED:
        step = Step(last.at, credit.state, None, after.detail, event=_REFUSED[after.action], judged=last.judged)
        return _noted(closed, step)
    state = BY_FOLLOW_UP[after.action]
    reason = after.timeline[0].reason if after.action is Action.WITHDRAW else None
    step = Step(last.at, state, reason, after.receipt, event=_ACCEPTED[after.action])
    return _noted(replace(SentFacts.of(after).on(closed), state=state, detail=after.receipt), step)


def _noted(credit: Credit, step: Step) -> Credit:
    return replace(credit, timeline=(*abridged(credit.timeline), step))
