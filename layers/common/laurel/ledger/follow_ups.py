"""Follow-ups: the correction or withdrawal of a credit that ASCP has accepted (pure).

A follow-up is a part of its credit's record, and travels as its credit did: by a message that names the credit, leased,
submitted and answered like an addition. It is a credit too: with the facts to send, and a state, an attempt count and a
timeline of its own, `reported`, `sending`, then `accepted` or `rejected`. ASCP knows it by a reference of its own,
`<ID of the credit>.<number>`, so that a repeat is harmless. A credit has at most one under way.

The credit keeps its receipt and its facts until ASCP has accepted the follow-up. A refused follow-up changes nothing.

A withdrawal that is under way may carry the correction that comes after it (`correct_after`): a provider's row that
came again meanwhile. It goes out once ASCP has answered, whatever the answer is.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self

from laurel.ledger.credit import Credit, IllegalTransition, Step
from laurel.ledger.deadline import LOST_AFTER
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


def last_asked(credit: Credit) -> Credit | None:
    """The latest follow-up that was asked for, also one that waits for another; None if there was none."""
    one = credit.follow_up
    return one.follow_up if one and one.follow_up else one


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
    by: str | None,
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
    first = Step(at, State.REPORTED, reason.value if action is Action.WITHDRAW else None, why, by)
    return _with(credit, _ready(credit, action, facts or SentFacts.of(credit), first), first, look_again_at)


def correct_after(credit: Credit, facts: SentFacts, *, why: str, at: datetime) -> Credit:
    """`credit`, whose withdrawal is under way, with the correction to send once ASCP has answered."""
    under_way = credit.follow_up
    if under_way is None or not is_under_way(credit) or under_way.action is not Action.WITHDRAW or under_way.follow_up:
        raise IllegalTransition(f"credit {credit.credit_id}: no withdrawal is under way that a correction may follow")
    next_one = _ready(credit, Action.CORRECT, facts, Step(at, State.REPORTED, None, why))
    return _noted(replace(credit, follow_up=replace(under_way, follow_up=next_one)), Step(at, credit.state, None, why))


def _ready(credit: Credit, action: Action, facts: SentFacts, first: Step) -> Credit:
    """A follow-up of `credit` that is ready to be sent."""
    return replace(
        facts.on(credit),
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
        due_at=None,
        notified=(),
        # It is sent whether or not its learner still agrees to reporting: ASCP has the credit already.
        learner_id=None,
        timeline=(first,),
    )


def _with(credit: Credit, asked: Credit, first: Step, look_again_at: datetime) -> Credit:
    step = Step(first.at, credit.state, None, first.detail, first.by, event=_ASKED[asked.action])
    asked = replace(asked, due_at=look_again_at)
    return _noted(replace(credit, follow_up=asked, due_at=look_again_at), step)


def delivered(credit: Credit, after: Credit) -> Credit:
    """`credit` after what was outgoing of it became `after`."""
    if after.action is Action.ADD:
        return after
    if not is_under_way(credit) or credit.follow_up is None or credit.follow_up.number != after.number:
        raise IllegalTransition(f"credit {credit.credit_id}: follow-up {after.number} is not under way")
    if after.state in ON_ITS_WAY:
        return replace(credit, follow_up=after, due_at=after.due_at)
    return _continued(_answered(credit, replace(after, follow_up=None)), after.follow_up)


def _answered(credit: Credit, after: Credit) -> Credit:
    """`credit` with ASCP's answer to its follow-up."""
    last, closed = after.timeline[-1], replace(credit, follow_up=after, due_at=None)
    if after.state is State.REJECTED:
        step = Step(last.at, credit.state, None, after.detail, event=_REFUSED[after.action], judged=last.judged)
        return _noted(closed, step)
    state = BY_FOLLOW_UP[after.action]
    reason = after.timeline[0].reason if after.action is Action.WITHDRAW else None
    step = Step(last.at, state, reason, after.receipt, event=_ACCEPTED[after.action])
    return _noted(replace(SentFacts.of(after).on(closed), state=state, detail=after.receipt), step)


def _continued(credit: Credit, correction: Credit | None) -> Credit:
    """`credit` after the answer to its withdrawal, with the `correction` that follows, unless it changes nothing."""
    if correction is None or (credit.state is State.ACCEPTED and SentFacts.of(correction) == SentFacts.of(credit)):
        return credit
    at, asked = credit.timeline[-1].at, correction.timeline[0]
    first = replace(asked, at=max(at, asked.at))
    return _with(credit, replace(correction, timeline=(first,)), first, first.at + LOST_AFTER)


def _noted(credit: Credit, step: Step) -> Credit:
    return replace(credit, timeline=(*abridged(credit.timeline), step))
