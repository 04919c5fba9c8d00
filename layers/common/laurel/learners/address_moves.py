"""Moves of an address from one learner to another, and how they are stored.

A move is `ADDRESS#<key>`, `MOVE#<ID>` in the claims table, with the address's holder. The holder's record names the
latest move, so that an older one cannot be undone. For as long as a move can be undone, both learners have it in a list
(`LEARNER#<learner ID>`, `MOVED#<ID>`).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from laurel.audit.acts import ActorKind
from laurel.learners.address_registry import holder_key
from laurel.learners.held_addresses import key_or_none
from laurel.learners.profile import Profile
from laurel.platform.clock import instant, read_instant
from laurel.platform.retention import EXPIRES_AT, OWN_MOVES
from laurel.platform.table import Item, Key, Put, create

UNDO_WITHIN = timedelta(days=30)
MOVE_PREFIX = "MOVE#"
OWN_PREFIX = "MOVED#"


@dataclass(frozen=True, slots=True)
class Undone:
    """Who undid something, when and why. `by` is `staff:` or `learner:` and their ID."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressMove:
    """A move of the address `email` (as its owner wrote it).

    `from_learner` and `to_learner` are None if nobody had it, or nobody has it now: then it belongs to whoever proves
    it next. `was_current` says that it was the owner's current address. `previous` is the move before this one, which
    can be undone after it.
    """

    move_id: str
    email_key: str
    email: str
    from_learner: str | None
    to_learner: str | None
    was_current: bool
    by: str
    at: datetime
    reason: str
    previous: str | None = None
    undone: Undone | None = None

    @property
    def is_of_learner(self) -> bool:
        """Whether a learner did it, not staff: then a learner can undo it."""
        return self.by.startswith(f"{ActorKind.LEARNER}:")

    @property
    def undo_until(self) -> datetime:
        """Until when (UTC) the move can be undone."""
        return self.at + UNDO_WITHIN


def move_write(move: AddressMove) -> Put:
    """The write of a new move, or of its end: it can be undone only once."""
    pk, _ = holder_key(move.email_key)
    undone = move.undone
    item = {
        "pk": pk,
        "sk": f"{MOVE_PREFIX}{move.move_id}",
        "email": move.email,
        "from_learner": move.from_learner,
        "to_learner": move.to_learner,
        "was_current": move.was_current,
        "by": move.by,
        "at": instant(move.at),
        "reason": move.reason,
        "previous": move.previous,
        "state": "undone" if undone else "done",
        "undone": [undone.by, instant(undone.at), undone.reason] if undone else None,
    }
    return Put(item, "#state = :done", {"#state": "state"}, {":done": "done"}) if undone else create(item)


def move_key(email_key: str, move_id: str) -> Key:
    """The table key of a move."""
    return holder_key(email_key)[0], f"{MOVE_PREFIX}{move_id}"


def own_move_write(move: AddressMove, learner_id: str) -> Put:
    """The write that lists a new move for one of its learners."""
    item = {
        "pk": f"LEARNER#{learner_id}",
        "sk": f"{OWN_PREFIX}{move.move_id}",
        "email_key": move.email_key,
        EXPIRES_AT: OWN_MOVES.expires_at(move.at),
    }
    return create(item)


def move_from_item(item: Item) -> AddressMove:
    """The move in `item`."""
    undone = item.get("undone")
    return AddressMove(
        move_id=item["sk"].removeprefix(MOVE_PREFIX),
        email_key=item["pk"].removeprefix("ADDRESS#"),
        email=item["email"],
        from_learner=item.get("from_learner"),
        to_learner=item.get("to_learner"),
        was_current=item["was_current"],
        by=item["by"],
        at=read_instant(item["at"]),
        reason=item["reason"],
        previous=item.get("previous"),
        undone=Undone(undone[0], read_instant(undone[1]), undone[2]) if undone else None,
    )


def without(profile: Profile, email_key: str, at: datetime) -> Profile:
    """`profile` after its learner lost the address. Without a current address, the next sign-in proves one."""
    current = profile.email if profile.email and key_or_none(profile.email) != email_key else None
    new = profile.new_email if profile.new_email and key_or_none(profile.new_email.email) != email_key else None
    former = tuple(email for email in profile.former_emails if key_or_none(email) != email_key)
    version = profile.version + 1
    return replace(profile, email=current, new_email=new, former_emails=former, version=version, updated_at=at)


def with_address(profile: Profile, email: str, at: datetime, *, current: bool = False) -> Profile:
    """`profile` after its learner got the address. It is their `current` one only if they have none."""
    as_current = current and profile.email is None
    return replace(
        profile,
        email=email if as_current else profile.email,
        former_emails=profile.former_emails if as_current else (*profile.former_emails, email),
        version=profile.version + 1,
        updated_at=at,
    )


def addresses_by_key(profile: Profile) -> dict[str, str]:
    """All addresses of the learner, by key, each as given; the current one first."""
    emails = (profile.email, *reversed(profile.former_emails))
    return {key: email for email in reversed(emails) if email and (key := key_or_none(email))}
