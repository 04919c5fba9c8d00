"""Joins of two accounts, and how they are stored.

A join is `LEARNER#<ID>`, `JOIN#<join ID>` in the claims table, with the learner who stays. Nothing else of the two is
copied or moved: their profiles name each other (`joined_into`, `joined`), and whoever reads asks for both.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from laurel.learners.address_moves import Undone
from laurel.learners.profile import Profile
from laurel.learners.records import from_item, key_of
from laurel.platform.callers import Caller
from laurel.platform.clock import instant, read_instant
from laurel.platform.table import Item, Key, Put, Table, create

UNDO_WITHIN = timedelta(days=30)
MOST_JOINED = 4
"""How many accounts can be joined with one."""

JOIN_PREFIX = "JOIN#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """The account of `other` was joined with that of `learner_id`, which stays. `by` is `staff:` or `learner:` and
    their ID. `email` is the current address of the other at that time.
    """

    join_id: str
    learner_id: str
    other: str
    email: str | None
    by: str
    at: datetime
    reason: str
    undone: Undone | None = None

    @property
    def undo_until(self) -> datetime:
        """Until when (UTC) it can be undone."""
        return self.at + UNDO_WITHIN

    def is_undoable(self, at: datetime) -> bool:
        """Whether it can be undone at `at`."""
        return self.undone is None and at <= self.undo_until


def join_key(learner_id: str, join_id: str) -> Key:
    """The table key of a join."""
    return f"LEARNER#{learner_id}", f"{JOIN_PREFIX}{join_id}"


def join_write(join: Join) -> Put:
    """The write of a new join, or of its end: it can be undone only once."""
    pk, sk = join_key(join.learner_id, join.join_id)
    undone = join.undone
    item = {
        "pk": pk,
        "sk": sk,
        "other": join.other,
        "email": join.email,
        "by": join.by,
        "at": instant(join.at),
        "reason": join.reason,
        "state": "undone" if undone else "done",
        "undone": [undone.by, instant(undone.at), undone.reason] if undone else None,
    }
    return Put(item, "#state = :done", {"#state": "state"}, {":done": "done"}) if undone else create(item)


def join_from_item(item: Item) -> Join:
    """The join in `item`."""
    undone = item.get("undone")
    return Join(
        join_id=item["sk"].removeprefix(JOIN_PREFIX),
        learner_id=item["pk"].removeprefix("LEARNER#"),
        other=item["other"],
        email=item.get("email"),
        by=item["by"],
        at=read_instant(item["at"]),
        reason=item["reason"],
        undone=Undone(undone[0], read_instant(undone[1]), undone[2]) if undone else None,
    )


def joined(stays: Profile, other: Profile, at: datetime) -> tuple[Profile, Profile]:
    """Both profiles after the join (pure)."""
    return (
        replace(stays, joined=(*stays.joined, other.learner_id), version=stays.version + 1, updated_at=at),
        replace(other, joined_into=stays.learner_id, version=other.version + 1, updated_at=at),
    )


def separated(stays: Profile, other: Profile, at: datetime) -> tuple[Profile, Profile]:
    """Both profiles after the join was undone (pure)."""
    left = tuple(one for one in stays.joined if one != other.learner_id)
    return (
        replace(stays, joined=left, version=stays.version + 1, updated_at=at),
        replace(other, joined_into=None, version=other.version + 1, updated_at=at),
    )


def joined_caller(table: Table, who: Caller) -> Caller:
    """The caller as the learner who stays, with the others; read from the profiles, so that an undo counts at once.

    No call for an account whose token does not say that it is joined; one or two for others.
    """
    if not who.may_be_joined:
        return who
    own = who.learner_id
    profile = from_item(own, table.get(key_of(own)))
    if profile.joined_into is None:
        return replace(who, joined=profile.joined)
    stays = from_item(profile.joined_into, table.get(key_of(profile.joined_into)))
    if own not in stays.joined:  # separated, or erased, between the two reads
        return who
    return replace(who, learner_id=stays.learner_id, joined=stays.joined, signed_in_as=own)
