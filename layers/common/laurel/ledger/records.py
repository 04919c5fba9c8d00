"""How a credit is stored in the ledger table: one mapping each way, and the keys of its sparse indexes.

`due` lists what a nightly run must process (`<work>#<shard>`, due_at). `waiting` lists by e-mail (shard, e-mail) the
unmatched credits, and those that ASCP refused without finding their learner. `stuck` lists unmatched and rejected
credits (`<state>#<shard>`, provider, instant of the last change, reason). These indexes hold keys only, and a credit
that needs nothing is in none of them. `reported`, also of keys, lists every credit ever reported by the day on which
it, or its latest follow-up, was reported last (`<day>#<shard>`). `untold` lists pending notices (shard, due instant),
with e-mail and state. `changes` lists every credit by its last change, with
reference, reason and receipt: what a provider reported under `<provider>#<shard>` (instant, state, file), the credits
of claims under `#claims#<shard of the provider>` (instant, state, provider). `learner` holds every credit in full, by
e-mail. `laurel.ledger.listing` reads the keys of `stuck`, `due` and `changes`.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from laurel.ledger.credit import Credit, Source, Step
from laurel.ledger.customer_id import CustomerId, IdSource
from laurel.ledger.deadline import reported_at
from laurel.ledger.follow_ups import outgoing
from laurel.ledger.identify import NOT_FOUND
from laurel.ledger.notifications import pending_notice
from laurel.ledger.states import Action, State, UnmatchedReason
from laurel.ledger.timeline import FollowUpEvent, shown_state, standing
from laurel.platform.clock import instant, read_instant
from laurel.platform.ids import derived_id, shard_of
from laurel.platform.retention import CREDITS, EXPIRES_AT
from laurel.platform.table import Item, Key

SHARDS = 16
CHANGE_SHARDS = 4
"""How many parts the changes of one provider have: each takes a thousand writes a second."""
CLAIM_SHARDS = 16
"""How many parts the credits of claims have in the index `changes`: all of one provider are in one of them."""


class Work(StrEnum):
    """What a nightly run does with a due credit."""

    MATCH = "match"
    DELIVER = "deliver"


WORK = {
    State.EARNED: Work.MATCH,
    State.UNMATCHED: Work.MATCH,
    State.REPORTED: Work.DELIVER,
    State.SENDING: Work.DELIVER,
}
# A credit that is unmatched for these reasons does not wait for the roster: no roster change helps.
NEVER_BY_ROSTER = frozenset(
    {UnmatchedReason.NOT_REPORTABLE, UnmatchedReason.LIKELY_DUPLICATE, UnmatchedReason.NO_CONSENT}
)
STUCK = frozenset({State.UNMATCHED, State.REJECTED})


def key_of(credit_id: str) -> Key:
    """The table key of the credit."""
    return f"CREDIT#{credit_id}", "CREDIT"


def credit_id_of(key: str) -> str:
    """The credit's ID, from the `pk` of its item."""
    return key.removeprefix("CREDIT#")


def stuck_prefix(provider: str) -> str:
    """The start of this provider's range keys in the index `stuck`."""
    return f"{provider.casefold()}#"


def reported_shard(day: date, shard: str) -> str:
    """The hash key in the index `reported` of the credits reported on `day` (UTC), in one shard."""
    return f"{day.isoformat()}#{shard}"


def changed_shard(provider: str, shard: int) -> str:
    """The hash key in the index `changes` of one part of this provider's credits."""
    return f"{provider.casefold()}#{shard}"


def claimed_shard(shard: int) -> str:
    """The hash key in the index `changes` of one part of the credits of claims."""
    return f"#claims#{shard:02d}"


def claim_shard_of(provider: str) -> int:
    """The part in which the credits of claims of this provider are."""
    return int(shard_of(provider.casefold(), CLAIM_SHARDS))


def provider_mark(provider: str) -> str:
    """Stands for a provider in a range key, which has no space for a long name."""
    return derived_id("provider", provider.casefold())[:12]


def to_item(credit: Credit) -> Item:
    """`credit` as an item. Amounts, dates and instants are strings."""
    pk, sk = key_of(credit.credit_id)
    return {
        "pk": pk,
        "sk": sk,
        "reference": credit.reference,
        "fingerprint": credit.fingerprint,
        "source": credit.source.value,
        "email": credit.email,
        "email_key": credit.email_key,
        "name": credit.name,
        "provider": credit.provider,
        "activity_number": credit.activity_number,
        "activity_title": credit.activity_title,
        "statement": credit.statement,
        "contact_hours": str(credit.contact_hours),
        "completed_on": credit.completed_on.isoformat(),
        "state": credit.state.value,
        "version": credit.version,
        "reason": credit.reason,
        "detail": credit.detail,
        "attempts": credit.attempts,
        "receipt": credit.receipt,
        "member_number": credit.member_number,
        "submission_id": credit.submission_id,
        "in_doubt": credit.in_doubt,
        "told": list(credit.notified) or None,
        "resembles": credit.resembles,
        "distinct": credit.distinct or None,
        "learner_id": credit.learner_id,
        "file_id": credit.file_id,
        "ascp_customer_id": credit.ascp_customer_id,
        "customer_id_from": credit.customer_id and credit.customer_id.source.value,
        "provider_customer_id": credit.provider_customer_id,
        "sent_as": credit.sent_as,
        "retried_on": credit.retried_on and credit.retried_on.isoformat(),
        "retries": credit.retries or None,
        "timeline": list(map(_step_item, credit.timeline)),
        "follow_up": _follow_up_item(credit.follow_up) if credit.follow_up else None,
        EXPIRES_AT: CREDITS.expires_at(credit.timeline[-1].at),
        **_index_keys(credit),
    }


def _index_keys(credit: Credit) -> Item:
    """The attributes that put `credit` into the indexes; None keeps it out."""
    work = WORK.get(outgoing(credit).state) if credit.due_at else None
    waits = (credit.state is State.UNMATCHED and credit.reason not in NEVER_BY_ROSTER) or (
        credit.state is State.REJECTED and credit.reason in NOT_FOUND
    )
    stuck = credit.state in STUCK
    notice, reported = pending_notice(credit), _reported_last(credit)
    shard = shard_of(credit.credit_id, SHARDS)
    changed_at = instant(standing(credit.timeline)[0].at)
    of_feed = credit.source is Source.FEED
    part = changed_shard(credit.provider, int(shard) % CHANGE_SHARDS)
    mark = (credit.file_id or "") if of_feed else provider_mark(credit.provider)
    return {
        "due_shard": work and f"{work}#{shard}",
        "due_at": credit.due_at and instant(credit.due_at),
        "waiting_shard": shard_of(credit.email_key, SHARDS) if waits else None,
        "waiting_email": credit.email_key if waits else None,
        "learner_key": credit.email_key,
        "learner_order": f"{credit.completed_on.isoformat()}#{credit.credit_id}",
        "stuck_shard": f"{credit.state}#{shard}" if stuck else None,
        "stuck_order": f"{stuck_prefix(credit.provider)}{changed_at}#{credit.reason or ''}" if stuck else None,
        "reported_shard": reported_shard(reported.date(), shard) if reported else None,
        "changed_shard": part if of_feed else claimed_shard(claim_shard_of(credit.provider)),
        # The state is part of the key: then a lease changes nothing in the index, and costs nothing there.
        "changed_order": f"{changed_at}#{shown_state(credit.state)}#{mark}",
        "untold_shard": shard if notice else None,
        "untold_at": instant(notice.at) if notice else None,
    }


def _reported_last(credit: Credit) -> datetime | None:
    """When the credit was reported (UTC), or its latest follow-up was asked for; None if it is not reported."""
    return credit.follow_up.timeline[0].at if credit.follow_up else reported_at(credit)


def _step_item(step: Step) -> Item:
    item = {
        "at": instant(step.at),
        "state": step.state.value,
        "reason": step.reason,
        "detail": step.detail,
        "by": step.by,
        "judged": None if step.judged else False,
        "event": step.event,
    }
    return {name: value for name, value in item.items() if value is not None}


def _follow_up_item(one: Credit) -> Item:
    """A follow-up, inside the item of its credit: what it does not share with the credit."""
    item = {
        "action": one.action.value,
        "number": one.number,
        "name": one.name,
        "provider": one.provider,
        "activity_number": one.activity_number,
        "activity_title": one.activity_title,
        "contact_hours": str(one.contact_hours),
        "completed_on": one.completed_on.isoformat(),
        "email_key": one.email_key,
        "state": one.state.value,
        "reason": one.reason,
        "detail": one.detail,
        "attempts": one.attempts,
        "receipt": one.receipt,
        "submission_id": one.submission_id,
        "in_doubt": one.in_doubt,
        "due_at": one.due_at and instant(one.due_at),
        "timeline": list(map(_step_item, one.timeline)),
        "follow_up": _follow_up_item(one.follow_up) if one.follow_up else None,
    }
    return {name: value for name, value in item.items() if value is not None}


def from_item(item: Item) -> Credit:
    """The credit that `item` holds."""
    due_at, retried_on, follow_up = item.get("due_at"), item.get("retried_on"), item.get("follow_up")
    credit = Credit(
        credit_id=credit_id_of(item["pk"]),
        reference=item["reference"],
        fingerprint=item["fingerprint"],
        source=Source(item["source"]),
        email=item["email"],
        email_key=item["email_key"],
        name=item["name"],
        provider=item["provider"],
        activity_number=item["activity_number"],
        activity_title=item["activity_title"],
        statement=item["statement"],
        contact_hours=Decimal(item["contact_hours"]),
        completed_on=date.fromisoformat(item["completed_on"]),
        state=State(item["state"]),
        version=int(item["version"]),
        reason=item.get("reason"),
        detail=item.get("detail"),
        attempts=int(item["attempts"]),
        receipt=item.get("receipt"),
        member_number=item.get("member_number"),
        submission_id=item.get("submission_id"),
        in_doubt=item["in_doubt"],
        due_at=read_instant(due_at) if due_at else None,
        retried_on=date.fromisoformat(retried_on) if retried_on else None,
        retries=int(item.get("retries", 0)),
        notified=tuple(item.get("told", ())),
        resembles=item.get("resembles"),
        distinct=item.get("distinct", False),
        learner_id=item.get("learner_id"),
        file_id=item.get("file_id"),
        customer_id=_customer_id(item),
        provider_customer_id=item.get("provider_customer_id"),
        sent_as=item.get("sent_as"),
        timeline=tuple(map(_step, item["timeline"])),
    )
    return replace(credit, follow_up=_follow_up(credit, follow_up)) if follow_up else credit


def _follow_up(credit: Credit, item: Item) -> Credit:
    due_at, next_one = item.get("due_at"), item.get("follow_up")
    return replace(
        credit,
        action=Action(item["action"]),
        number=int(item["number"]),
        name=item["name"],
        provider=item["provider"],
        activity_number=item["activity_number"],
        activity_title=item["activity_title"],
        contact_hours=Decimal(item["contact_hours"]),
        completed_on=date.fromisoformat(item["completed_on"]),
        email=item["email_key"],
        email_key=item["email_key"],
        state=State(item["state"]),
        version=0,
        reason=item.get("reason"),
        detail=item.get("detail"),
        attempts=int(item["attempts"]),
        receipt=item.get("receipt"),
        submission_id=item.get("submission_id"),
        in_doubt=item["in_doubt"],
        due_at=read_instant(due_at) if due_at else None,
        notified=(),
        learner_id=None,
        timeline=tuple(map(_step, item["timeline"])),
        follow_up=_follow_up(credit, next_one) if next_one else None,
    )


def _customer_id(item: Item) -> CustomerId | None:
    value = item.get("ascp_customer_id")
    return CustomerId(value, IdSource(item["customer_id_from"])) if value else None


def _step(item: Item) -> Step:
    return Step(
        at=read_instant(item["at"]),
        state=State(item["state"]),
        reason=item.get("reason"),
        detail=item.get("detail"),
        by=item.get("by"),
        judged=item.get("judged", True),
        event=FollowUpEvent(item["event"]) if "event" in item else None,
    )
