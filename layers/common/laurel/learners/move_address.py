"""Moves an address from one learner to another, frees it, or undoes that within 30 days.

Each is one transaction over both tables: the holder, both profiles, the aliases, the move and the audit log. Credits
belong to the owner of their address: they follow at once, and nothing about them is written.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from laurel.audit.acts import Actor, ActorKind, AuditAct
from laurel.audit.log import AuditLog
from laurel.learners.address_moves import (
    MOVE_PREFIX,
    OWN_PREFIX,
    AddressMove,
    Undone,
    addresses_by_key,
    move_from_item,
    move_key,
    move_write,
    own_move_write,
    with_address,
    without,
)
from laurel.learners.address_registry import MOST_FORMER, AddressRegistry, holder_key, left_write
from laurel.learners.aliases import write_of_freed, writes_of_transfer
from laurel.learners.customer_ids import customer_id_records
from laurel.learners.held_addresses import key_or_none
from laurel.learners.owner_notices import OwnerNoticeKind, notice_writes
from laurel.learners.profile import Profile
from laurel.learners.records import profile_write
from laurel.learners.refusals import (
    ADDRESS_ALREADY_THEIRS,
    ADDRESS_NOT_HELD,
    ADDRESS_NOT_YOURS,
    BACK_ALREADY,
    MOVE_NOT_FOUND,
    MOVE_TOO_OLD,
    MOVE_UNDONE,
    MOVED_BY_STAFF,
    MOVED_SINCE,
    NO_LONGER_YOURS,
    PROOF_NOT_VALID,
    PROVED_SINCE,
    RECEIVER_NOT_FOUND,
    TOO_MANY_ADDRESSES,
)
from laurel.platform.clock import Clock, instant
from laurel.platform.ids import new_id
from laurel.platform.optimistic import retry_on_conflict
from laurel.platform.refusal import Refusal
from laurel.platform.refusals import TRY_AGAIN
from laurel.platform.table import Elsewhere, Item, Put, Table, Write


@dataclass(frozen=True, slots=True)
class AddressOwner:
    """Who has an address now, as its learner's profile or None, and its moves, latest first.

    `undoable` is the move that can be undone now.
    """

    email_key: str
    owner: Profile | None
    moves: tuple[AddressMove, ...]
    undoable: str | None

    @property
    def is_current(self) -> bool:
        """Whether it is the owner's current address."""
        return self.owner is not None and _current(self.owner) == self.email_key


@dataclass(frozen=True, slots=True)
class _Transfer:
    """One change of owner: from `giver` to `taker`, either of which may be nobody.

    `holder` is the holder's record before. `latest` is the move that it names afterward. `current` says whether it is
    the taker's current address if they have none.
    """

    move: AddressMove
    holder: Item
    giver: Profile | None
    taker: Profile | None
    latest: str | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class AddressMoves:
    """The moves of addresses in `table` (the claims table)."""

    table: Table
    registry: AddressRegistry
    audit: AuditLog
    clock: Clock

    def find(self, email_key: str) -> AddressOwner:
        """Who has the address, and its moves. One query, and one more call for the owner's profile."""
        pk, sk = holder_key(email_key)
        items = {item["sk"]: item for item in self.table.query(None, "pk = :pk", pk=pk)}
        moves = [move_from_item(item) for key, item in items.items() if key.startswith(MOVE_PREFIX)]
        moves.sort(key=lambda one: one.move_id, reverse=True)
        holder, at = items.get(sk, {}), self.clock()
        undoable = [one.move_id for one in moves if _not_undoable(one, holder, at) is None]
        return AddressOwner(
            email_key, self._profile(holder.get("learner_id")), tuple(moves), undoable[0] if undoable else None
        )

    def move_to_owner_of(self, email_key: str, to_key: str, actor: Actor, reason: str) -> AddressMove | Refusal:
        """Moves the address to the learner who has the address `to_key`."""
        to_learner = self.registry.holders_of([to_key]).get(to_key)
        return self.move(email_key, to_learner, actor, reason) if to_learner else RECEIVER_NOT_FOUND.refuse()

    def move(
        self,
        email_key: str,
        to_learner: str | None,
        actor: Actor,
        reason: str,
        *,
        of: str | None = None,
        seen: int | None = None,
    ) -> AddressMove | Refusal:
        """Moves the address to the learner `to_learner`; None frees it for whoever proves it next.

        With `of`, only if that learner has it; with `seen`, only if their profile still has this version.
        """

        def attempt() -> AddressMove | Refusal | None:
            holder = self._holder(email_key)
            if of and not to_learner and (holder or {}).get("learner_id") != of:
                return NO_LONGER_YOURS.refuse()  # whether another account has it is none of their business
            if holder is None:
                return ADDRESS_NOT_HELD.refuse()
            if of and holder.get("learner_id") not in (of, to_learner):
                return ADDRESS_NOT_YOURS.refuse()
            giver, taker = self._profile(holder.get("learner_id")), self._profile(to_learner)
            if (giver and giver.learner_id) == to_learner:
                return ADDRESS_ALREADY_THEIRS.refuse()
            if seen is not None and (giver is None or giver.version != seen):
                return PROOF_NOT_VALID.refuse()
            if taker and len(taker.former_emails) >= MOST_FORMER:
                return TOO_MANY_ADDRESSES.refuse(most=MOST_FORMER)
            move = replace(_move(email_key, giver, actor, self.clock(), reason), to_learner=to_learner)
            move = replace(move, previous=holder.get("move_id"))
            transfer = _Transfer(move, holder, giver, taker, move.move_id)
            act = AuditAct.ADDRESS_MOVED if to_learner else AuditAct.ADDRESS_REMOVED
            return move if self._transfer(transfer, act, actor, move.at, reason) else None

        return retry_on_conflict(attempt) or TRY_AGAIN.refuse()

    def undoable_by(self, learner_id: str) -> list[AddressMove]:
        """The moves that this learner can undo now, latest first. One query; if there are any, one batch of reads."""
        pk, at = f"LEARNER#{learner_id}", self.clock()
        own = self.table.query(None, "pk = :pk AND begins_with(sk, :prefix)", pk=pk, prefix=OWN_PREFIX)
        email_keys = {str(item["sk"]).removeprefix(OWN_PREFIX): str(item["email_key"]) for item in own}
        if not email_keys:
            return []
        keys = [move_key(email_key, move_id) for move_id, email_key in email_keys.items()]
        items = self.table.get_many([*keys, *map(holder_key, email_keys.values())])
        moves = [move_from_item(items[key]) for key in keys if key in items]
        holders = {move.move_id: items.get(holder_key(move.email_key), {}) for move in moves}
        open_moves = [one for one in moves if _not_undoable_by([learner_id], one, holders[one.move_id], at) is None]
        return sorted(open_moves, key=lambda one: one.move_id, reverse=True)

    def undo(
        self, email_key: str, move_id: str, actor: Actor, reason: str, *, of: Collection[str] = ()
    ) -> AddressMove | Refusal:
        """Gives the address back to the learner who had it before the move.

        Refused 30 days later, and if the address was moved again since. Whoever proved a freed address since loses it.
        With `of`, only if one of these learners gave or got it, staff did not move it, and nobody proved it since.
        """

        def attempt() -> AddressMove | Refusal | None:
            holder, move, at = self._holder(email_key), self._move(email_key, move_id), self.clock()
            if move is None or holder is None:
                return MOVE_NOT_FOUND.refuse()
            if refusal := _not_undoable_by(of, move, holder, at) if of else _not_undoable(move, holder, at):
                return refusal
            giver, taker = self._profile(holder.get("learner_id")), self._profile(move.from_learner)
            after = replace(move, undone=Undone(_by(actor), at, reason))
            transfer = _Transfer(after, holder, giver, taker, move.previous, current=move.was_current)
            done = self._transfer(transfer, AuditAct.ADDRESS_MOVE_UNDONE, actor, at, reason)
            return after if done else None

        return retry_on_conflict(attempt) or TRY_AGAIN.refuse()

    def _holder(self, email_key: str) -> Item | None:
        return self.table.get(holder_key(email_key))

    def _move(self, email_key: str, move_id: str) -> AddressMove | None:
        item = self.table.get(move_key(email_key, move_id))
        return move_from_item(item) if item else None

    def _profile(self, learner_id: str | None) -> Profile | None:
        return self.registry.profile_of(learner_id) if learner_id else None

    def _transfer(self, transfer: _Transfer, act: AuditAct, actor: Actor, at: datetime, reason: str) -> bool:
        """Writes the change of owner, all or nothing. One call."""
        writes: list[Write | Elsewhere] = [_holder_write(transfer, at), move_write(transfer.move)]
        profiles, links = _changes(transfer, at)
        writes += [*profiles, *map(self.registry.elsewhere, links)]
        giver, taker, address = transfer.giver, transfer.taker, {"address": transfer.move.email}
        if giver and transfer.move.undone is None:
            kind = OwnerNoticeKind.ADDRESS_MOVED if taker else OwnerNoticeKind.ADDRESS_REMOVED
            by_staff = not transfer.move.is_of_learner
            writes += notice_writes(giver.learner_id, kind, transfer.move.email, at, by_staff=by_staff)
        if giver and not taker:
            writes.append(left_write(transfer.move.email_key, giver.learner_id))
        for one, other in ((giver, taker), (taker, giver)):
            if one:
                if transfer.move.undone is None:
                    writes.append(own_move_write(transfer.move, one.learner_id))
                before, after = (address, None) if one is giver else (None, address)
                about = {"other_learner_id": other.learner_id} if other else {}
                entry = self.audit.record(
                    actor=actor, act=act, on=one.learner_id, at=at, before=before, after=after, why=reason, about=about
                )
                writes.append(entry)
        return all(self.table.write_all(writes))


def _not_undoable(move: AddressMove, holder: Item, at: datetime) -> Refusal | None:
    """Why nobody can undo the move, if so."""
    if move.undone:
        return MOVE_UNDONE.refuse()
    if at > move.undo_until:
        return MOVE_TOO_OLD.refuse()
    if move.from_learner and holder.get("learner_id") == move.from_learner:
        return BACK_ALREADY.refuse()
    return MOVED_SINCE.refuse() if holder.get("move_id") != move.move_id else None


def _not_undoable_by(learner_ids: Collection[str], move: AddressMove, holder: Item, at: datetime) -> Refusal | None:
    """Why none of these learners can undo the move, if so."""
    if move.from_learner not in learner_ids and move.to_learner not in learner_ids:
        return MOVE_NOT_FOUND.refuse()
    if not move.is_of_learner:
        return MOVED_BY_STAFF.refuse()
    proved_since = holder.get("learner_id") != move.to_learner and not move.undone
    return _not_undoable(move, holder, at) or (PROVED_SINCE.refuse() if proved_since else None)


def _move(email_key: str, giver: Profile | None, actor: Actor, at: datetime, reason: str) -> AddressMove:
    """A new move; the address is spelled as its owner spelled it."""
    return AddressMove(
        move_id=new_id(),
        email_key=email_key,
        email=addresses_by_key(giver).get(email_key, email_key) if giver else email_key,
        from_learner=giver.learner_id if giver else None,
        to_learner=None,
        was_current=giver is not None and _current(giver) == email_key,
        by=_by(actor),
        at=at,
        reason=reason,
    )


def _changes(transfer: _Transfer, at: datetime) -> tuple[list[Put], list[Put]]:
    """The writes of the profiles, and of the aliases and the ASCP customer ID of the address."""
    giver, taker, key, email = transfer.giver, transfer.taker, transfer.move.email_key, transfer.move.email
    from_id = giver.learner_id if giver else ""
    profiles: list[Put] = []
    links: list[Put] = [] if taker else [write_of_freed(key, email, from_id)]
    if giver:
        after = without(giver, key, at)
        profiles.append(profile_write(giver, after))
        links += writes_of_transfer(from_id, _current(after), addresses_by_key(after))
    if taker:
        after = with_address(taker, email, at, current=transfer.current)
        profiles.append(profile_write(taker, after))
        addresses, current = addresses_by_key(after), _current(after)
        links += writes_of_transfer(taker.learner_id, current, addresses, took=key, took_from=from_id)
    if any(one and one.ascp_customer_id for one in (giver, taker)):
        taker_id, customer_id = (taker.learner_id, taker.ascp_customer_id) if taker else ("", None)
        links += customer_id_records(taker_id, [key], customer_id)
    return profiles, links


def _by(actor: Actor) -> str:
    return f"{actor.kind}:{actor.id}"


def _current(profile: Profile) -> str | None:
    return key_or_none(profile.email) if profile.email else None


def _holder_write(transfer: _Transfer, at: datetime) -> Put:
    """The write of the holder's record, if it still names the same learner and the same move."""
    giver, taker, seen = transfer.giver, transfer.taker, transfer.holder
    by_staff = not transfer.move.by.startswith(ActorKind.LEARNER)
    freed = taker is None and giver is not None and transfer.move.undone is None and by_staff
    item = {
        **seen,
        "learner_id": taker and taker.learner_id,
        "held_since": instant(at) if taker else None,
        # A learner who lost it to a decision of staff does not get it back by a sign-in that they still have.
        "freed_from": giver.learner_id if freed and giver else seen.get("freed_from"),
        "move_id": transfer.latest,
    }
    conditions, values = [], {}
    for name in ("learner_id", "move_id"):
        if name in seen:
            conditions.append(f"#{name} = :{name}")
            values[f":{name}"] = seen[name]
        else:
            conditions.append(f"attribute_not_exists(#{name})")
    return Put(item, " AND ".join(conditions), {f"#{name}": name for name in ("learner_id", "move_id")}, values)
